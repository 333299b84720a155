import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Link } from 'wouter';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

export type ButtonKind = 'plain' | 'primary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const kinds: Record<ButtonKind, string> = {
  plain: 'border-line-strong bg-panel text-ink hover:bg-hover',
  primary:
    'border-accent bg-accent font-semibold text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  ghost: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border-line-strong bg-panel text-failed hover:bg-failed-soft',
};
const sizes: Record<ButtonSize, string> = {
  sm: 'h-(--control-sm) gap-1.5 rounded-sm px-2 text-xs',
  md: 'h-(--control) gap-1.5 rounded-md px-2.5',
  lg: 'h-(--control-lg) gap-2 rounded-md px-4 text-md',
};
const unavailable =
  'disabled:border-line disabled:bg-sunken disabled:text-ink-disabled aria-busy:cursor-progress';

/** The look of a button, for the rare element that must be something else (a file input's label). */
export function buttonClasses(kind: ButtonKind = 'plain', size: ButtonSize = 'md'): string {
  return joinClasses(
    'inline-flex shrink-0 items-center justify-center border font-medium whitespace-nowrap select-none',
    kinds[kind],
    sizes[size],
    unavailable,
  );
}

type Look = { kind?: ButtonKind; size?: ButtonSize; icon?: LucideIcon; children: ReactNode };

export type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
    /** Words shown while the action runs ("Publishing"). The button keeps its focus and ignores presses. */
    busy?: string | undefined;
    ref?: Ref<HTMLButtonElement>;
  };

/** Acts. Verb first, and one `primary` per view. */
export function Button({ kind, size, icon, busy, children, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy ? true : undefined}
      aria-disabled={busy ? true : rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={joinClasses(buttonClasses(kind, size), className)}
    >
      {busy ? (
        <Icon of={LoaderCircle} size="sm" className="animate-turn" />
      ) : (
        icon && <Icon of={icon} size="sm" />
      )}
      {busy ?? children}
    </button>
  );
}

type ButtonLinkProps = Look & { href: string; className?: string; onClick?: () => void };

/** Goes somewhere, drawn as a button. A link, so it opens in a new tab and shows its address. */
export function ButtonLink({ kind, size, icon, children, href, className, onClick }: ButtonLinkProps) {
  return (
    <Link href={href} onClick={onClick} className={joinClasses(buttonClasses(kind, size), className)}>
      {icon && <Icon of={icon} size="sm" />}
      {children}
    </Link>
  );
}
