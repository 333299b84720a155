import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

type ErrorStateProps = {
  /** What happened: "Salesforce refused the sign-in". */
  title: string;
  /** What is safe and what to do. */
  children: ReactNode;
  /** The error's code, in grey. */
  code?: string;
  /** The one button that helps. */
  action?: ReactNode;
};

/** In the place of what could not be shown. Announced when it appears. */
export function ErrorState({ title, children, code, action }: ErrorStateProps) {
  return (
    <div role="alert" className="flex min-h-37 flex-col items-start gap-1.5 p-5">
      <h3 className="flex items-center gap-2">
        <Icon of={CircleX} className="text-failed" />
        {title}
      </h3>
      <div className="max-w-[60ch] text-ink-2">
        {children} {code && <span className="font-mono text-xs text-ink-3">{code}</span>}
      </div>
      {action && <div className="mt-auto pt-3">{action}</div>}
    </div>
  );
}
