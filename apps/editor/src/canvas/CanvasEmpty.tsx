import { Button } from '../parts/Button.tsx';
import { useCanvasStore } from './CanvasContext.tsx';

/** In the place of a flow that has no step yet. */
export default function CanvasEmpty() {
  const store = useCanvasStore();
  const add = (family: string) => store.setState({ picker: { task: { kind: 'add', family } } });
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center pb-24">
      <div className="pointer-events-auto flex max-w-[46ch] flex-col items-start gap-1.5">
        <h2 className="text-lg">Where do the records come from?</h2>
        <p className="text-ink-2">
          A trigger hears of each change as it happens. A schedule asks at set times. One flow may have both.
        </p>
        <div className="flex flex-wrap gap-2 pt-3">
          <Button kind="primary" onClick={() => add('trigger')}>
            Add a trigger
          </Button>
          <Button onClick={() => add('schedule')}>Add a schedule</Button>
        </div>
      </div>
    </div>
  );
}
