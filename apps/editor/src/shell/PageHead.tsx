import type { ReactNode } from 'react';
import { TextLink } from '../parts/TextLink.tsx';
import { useTitle } from './useTitle.ts';

type PageHeadProps = {
  title: string;
  /** Beside the title: badges, a count. */
  aside?: ReactNode;
  /** Buttons at the right end; at most one primary. */
  actions?: ReactNode;
  /** Where this page belongs: "Runs" above a run. */
  trail?: readonly { label: string; href: string }[];
};

/** The page's name and its actions. Also names the browser tab. */
export function PageHead({ title, aside, actions, trail }: PageHeadProps) {
  useTitle(title);
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-2.5 gap-y-2 px-4 py-2.5 wide:px-6">
      <div className="min-w-0">
        {trail && (
          <nav aria-label="Above this page" className="flex items-center gap-1.5 text-xs text-ink-3">
            {trail.map((step) => (
              <span key={step.href} className="inline-flex items-center gap-1.5">
                <TextLink href={step.href} small className="font-normal! text-ink-3!">
                  {step.label}
                </TextLink>
                <span aria-hidden="true">/</span>
              </span>
            ))}
          </nav>
        )}
        <h1 className="text-lg tracking-[-.015em] wrap-anywhere">{title}</h1>
      </div>
      {aside}
      {actions && (
        <div className="ml-auto flex min-w-0 flex-wrap items-center gap-2 has-[input[type=text]]:max-wide:w-full">
          {actions}
        </div>
      )}
    </header>
  );
}
