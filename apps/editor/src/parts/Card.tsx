import type { ReactNode } from 'react';
import { CountBubble, type CountKind } from './CountBubble.tsx';
import { joinClasses } from './classes.ts';

type CardProps = {
  title?: string;
  /** One grey sentence beside the title. */
  note?: ReactNode;
  count?: number;
  countKind?: CountKind;
  /** Buttons at the right end of the head. */
  actions?: ReactNode;
  /** Pads the content; leave out for tables and lists, which reach the edge. */
  padded?: boolean;
  children?: ReactNode;
  className?: string;
};

/** A panel with a hairline. With a title it is a section of the page. */
export function Card({ title, note, count, countKind, actions, padded, children, className }: CardProps) {
  const Box = title ? 'section' : 'div';
  return (
    <Box className={joinClasses('flex min-w-0 flex-col rounded-lg border border-line bg-panel', className)}>
      {title && (
        <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line py-1 pr-2 pl-3.5">
          <h2 className="whitespace-nowrap">{title}</h2>
          {count !== undefined && <CountBubble count={count} {...(countKind && { kind: countKind })} />}
          {note && <span className="min-w-0 text-xs text-ink-2">{note}</span>}
          {actions && (
            <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-2">{actions}</div>
          )}
        </header>
      )}
      {padded ? <div className="p-3.5">{children}</div> : children}
    </Box>
  );
}
