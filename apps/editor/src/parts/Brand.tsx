import { joinClasses } from './classes.ts';

type MarkProps = { size?: number; className?: string };

/** Three lines fold down, one flows out and rises. Takes the colour of its surroundings. */
export function Mark({ size = 22, className }: MarkProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2.1}
      strokeLinecap="round"
      aria-hidden="true"
      className={className}
    >
      <path d="M2 17h5c2.5 0 3 3 5.5 3" opacity={0.45} />
      <path d="M2 11h3c4 0 3.5 9 7.5 9" opacity={0.7} />
      <path d="M2 5h2c6 0 3.5 15 8.5 15S16.5 5 22 5" />
    </svg>
  );
}

/** Mark and word, for everywhere but the editor's top bar, which has the mark alone. */
export function Brand({ large }: { large?: boolean }) {
  return (
    <span
      className={joinClasses(
        'inline-flex items-center gap-2 font-[650] tracking-[-.025em] text-ink',
        large ? 'text-[26px]' : 'text-[15.5px]',
      )}
    >
      <Mark size={large ? 34 : 22} className="text-accent" />
      Syncline
    </span>
  );
}

/** The app icon: the mark in white on an accent tile. */
export function AppIcon({ size = 44 }: { size?: number }) {
  return (
    <span
      className="grid place-items-center bg-accent text-on-accent"
      style={{ width: size, height: size, borderRadius: size / 4 }}
    >
      <Mark size={Math.round(size * 0.64)} />
    </span>
  );
}
