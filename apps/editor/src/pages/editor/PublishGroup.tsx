import { CircleX, TriangleAlert } from 'lucide-react';
import { useCheck, useOpenFlow, useUi } from '../../flow/FlowContext.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { countOf } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Tooltip } from '../../parts/Tooltip.tsx';
import { usePublish } from './usePublish.ts';

const box = 'inline-flex h-(--control) items-center gap-1.5 border px-2.5 font-medium whitespace-nowrap';

/** How many problems there are, and Publish: never greyed out, with problems it opens their list. */
export function PublishGroup() {
  const { ui } = useOpenFlow();
  const publish = usePublish();
  const errors = useCheck(
    ({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').length,
  );
  const warnings = useCheck(({ diagnostics }) => diagnostics.length) - errors;
  const panel = useUi((state) => state.problemsOpen);
  const some = errors + warnings > 0;
  return (
    <span className="inline-flex">
      {some && (
        <Tooltip words="What is to fix" keys="F8">
          <button
            type="button"
            aria-expanded={panel}
            onClick={() => ui.getState().set({ problemsOpen: !panel, changesOpen: false })}
            className={joinClasses(
              box,
              'rounded-l-md border-r-0 border-line-strong bg-panel hover:bg-hover',
              errors > 0 ? 'text-failed' : 'text-warning',
            )}
          >
            <Icon of={errors > 0 ? CircleX : TriangleAlert} size="sm" />
            {errors > 0 ? countOf(errors, 'problem') : countOf(warnings, 'warning')}
          </button>
        </Tooltip>
      )}
      <Tooltip words="Publish" keys="$mod+Shift+Enter">
        <button
          type="button"
          onClick={publish}
          className={joinClasses(
            box,
            'border-accent bg-accent px-3.5 font-semibold text-on-accent hover:border-accent-hover hover:bg-accent-hover',
            some ? 'rounded-r-md' : 'rounded-md',
          )}
        >
          Publish
        </button>
      </Tooltip>
    </span>
  );
}
