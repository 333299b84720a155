import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { joinClasses } from './classes.ts';

type TextLinkProps = {
  children: ReactNode;
  /** Smaller, for the end of a section head or a table cell. */
  small?: boolean;
  /** Inside a sentence: underlined, so that colour is not the only sign. */
  inline?: boolean;
  className?: string;
} & ({ href: string; onClick?: () => void } | { href?: undefined; onClick: () => void });

/** Words that act or lead somewhere. With `href` a link, without it a button. */
export function TextLink({ href, onClick, children, small, inline, className }: TextLinkProps) {
  const look = joinClasses(
    'font-medium text-accent-text',
    inline
      ? 'underline underline-offset-2'
      : 'inline-flex min-h-(--target) items-center gap-1 whitespace-nowrap hover:underline',
    small && 'text-xs',
    className,
  );
  if (href === undefined) {
    return (
      <button type="button" onClick={onClick} className={look}>
        {children}
      </button>
    );
  }
  return (
    <Link href={href} onClick={onClick} className={look}>
      {children}
    </Link>
  );
}
