import type { Diagnostic } from '@syncline/model';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs, statusText } from '../parts/Status.tsx';

/** Problems that belong to the step as a whole. */
export function StepProblems({ problems }: { problems: readonly Diagnostic[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2 border-b border-line bg-sunken px-4 py-3">
      {problems.map(({ severity, code, title, whatToDo, path, field }) => {
        const kind = severity === 'error' ? 'failed' : 'warning';
        return (
          <li key={`${code} ${path ?? ''} ${field ?? ''} ${title}`} className="flex items-start gap-2">
            <Icon of={statusGlyphs[kind]} className={`mt-0.5 ${statusText[kind]}`} />
            <span className="min-w-0">
              <span className="font-medium">{title}</span>
              <span className="block text-xs text-ink-2">{whatToDo}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
