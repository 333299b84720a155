import { useCheck } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { countOf } from '../../parts/format.ts';
import { RunButton } from './RunButton.tsx';
import { usePublish } from './usePublish.ts';

/** Run and publish under the thumb. */
export function PhoneBar() {
  const publish = usePublish();
  const errors = useCheck(
    ({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').length,
  );
  return (
    <footer className="flex gap-2 border-t border-line bg-panel p-3 [&>*]:flex-1">
      <RunButton size="lg" />
      <Button kind="primary" size="lg" onClick={publish}>
        {errors === 0 ? 'Publish' : `Publish, ${countOf(errors, 'problem')}`}
      </Button>
    </footer>
  );
}
