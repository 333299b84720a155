import { RelativeTime } from '../../parts/Figures.tsx';
import { countOf } from '../../parts/format.ts';
import { Select } from '../../parts/Select.tsx';

export interface CheckpointCount {
  flowId: string;
  flowName: string;
  node: string;
  nodeTitle: string;
  waiting: number;
  oldest: string;
}

type CheckpointPickerProps = {
  at: CheckpointCount;
  checkpoints: readonly CheckpointCount[];
  onCheckpoint: (flowId: string, node: string) => void;
};

const idOf = ({ flowId, node }: CheckpointCount) => `${flowId} ${node}`;

/** Which checkpoint is looked at, how many wait there and since when. */
export function CheckpointPicker({ at, checkpoints, onCheckpoint }: CheckpointPickerProps) {
  const choose = (id: string) => {
    const next = checkpoints.find((checkpoint) => idOf(checkpoint) === id);
    if (next) onCheckpoint(next.flowId, next.node);
  };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
      {checkpoints.length > 1 && (
        <Select
          caption="Checkpoint"
          value={idOf(at)}
          onChange={choose}
          className="max-w-full"
          options={checkpoints.map((checkpoint) => ({
            value: idOf(checkpoint),
            label: `${checkpoint.nodeTitle} (${checkpoint.waiting.toLocaleString('en-GB')})`,
            hint: checkpoint.flowName,
          }))}
        />
      )}
      <p className="text-ink-2">
        {checkpoints.length === 1 && (
          <>
            <b className="font-medium text-ink">{at.nodeTitle}</b>, {countOf(at.waiting, 'record')},{' '}
          </>
        )}
        in {at.flowName}. The oldest came <RelativeTime at={at.oldest} />
      </p>
    </div>
  );
}
