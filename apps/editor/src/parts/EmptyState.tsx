import type { ReactNode } from 'react';

type EmptyStateProps = {
  /** What is not here yet: "No runs yet". */
  title: string;
  /** What will be here, and when. */
  children: ReactNode;
  /** The one button that brings the first one. */
  action?: ReactNode;
};

/** In the place of a list that is empty. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex min-h-37 flex-col items-start gap-1.5 p-5">
      <h3>{title}</h3>
      <p className="max-w-[44ch] text-ink-2">{children}</p>
      {action && <div className="mt-auto pt-3">{action}</div>}
    </div>
  );
}
