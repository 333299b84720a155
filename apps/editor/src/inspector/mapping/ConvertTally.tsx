import type { Otherwise, SampleExplanation } from '@syncline/mapping';
import { Button } from '../../parts/Button.tsx';
import { Status } from '../../parts/Status.tsx';
import { showValue } from './showValue.ts';

type ConvertTallyProps = {
  tally: SampleExplanation | null;
  otherwise: Otherwise;
  onChoose: (otherwise: Otherwise) => void;
};

/** How many samples convert, which do not and why, and the two ways out. */
export function ConvertTally({ tally, otherwise, onChoose }: ConvertTallyProps) {
  if (!tally || tally.converted + tally.failed === 0) return null;
  const { converted, failed, failures } = tally;
  // A value that is not there does not fail to convert: "Without a value" below decides on it.
  const onlyMissing = failures.every(({ value }) => value === undefined || value === null);
  return (
    <div className="flex min-w-0 flex-col gap-1.5" role="status">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status kind="success">{converted === 1 ? '1 converts' : `${converted} convert`}</Status>
        {failed > 0 && <Status kind="warning">{failed === 1 ? '1 does not' : `${failed} do not`}</Status>}
        {failures.map(({ value, message }) => (
          <span
            key={`${message} ${showValue(value)}`}
            title={message}
            className="max-w-40 truncate font-mono text-xs text-ink-3"
          >
            {value === undefined ? message : JSON.stringify(value)}
          </span>
        ))}
      </p>
      {failed > 0 && <p className="text-xs text-ink-2">{failures[0]?.message}.</p>}
      {failed > 0 && !onlyMissing && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" disabled={otherwise === 'empty'} onClick={() => onChoose('empty')}>
            Leave empty if it does not convert
          </Button>
          <Button size="sm" disabled={otherwise === 'fail'} onClick={() => onChoose('fail')}>
            Send to failed
          </Button>
        </div>
      )}
    </div>
  );
}
