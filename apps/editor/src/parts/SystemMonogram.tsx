import { joinClasses } from './classes.ts';

const measures = {
  sm: 'size-5 rounded-sm text-[9.5px]',
  md: 'size-7 rounded-md text-2xs',
  lg: 'size-9 rounded-md text-sm',
};

/** Two letters that stand for a system: of two words the initials, else the first two letters. */
function shortenSystemName(name: string): string {
  const words = name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+/gu) ?? [name];
  const first = (words[0] ?? '').charAt(0).toUpperCase();
  const second = words.length > 1 ? (words[1] ?? '').charAt(0) : name.charAt(1);
  return first + second.toLowerCase();
}

type SystemMonogramProps = { name: string; initials?: string; size?: keyof typeof measures };

/** Stands for a system where no logo with a clean licence exists. The name is written beside it. */
export function SystemMonogram({ name, initials, size = 'md' }: SystemMonogramProps) {
  return (
    <span
      aria-hidden="true"
      className={joinClasses(
        'grid shrink-0 place-items-center border border-line bg-sunken leading-none font-semibold tracking-[-.02em] text-ink-2',
        measures[size],
      )}
    >
      {initials ?? shortenSystemName(name)}
    </span>
  );
}
