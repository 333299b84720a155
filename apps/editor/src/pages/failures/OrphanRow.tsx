import type { Orphan } from '@syncline/model';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { storyAddress } from '../../records/storyAddress.ts';

type OrphanRowProps = { orphan: Orphan; chosen: boolean; onChoose: (on: boolean) => void };

/** One record at a destination without its like at the source, with the ways to its story. */
export function OrphanRow({ orphan, chosen, onChoose }: OrphanRowProps) {
  return (
    <div className="grid min-h-11 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-3.5 py-1.5 hover:bg-hover wide:grid-cols-[auto_minmax(120px,220px)_minmax(0,1fr)_auto]">
      <span className="row-span-2 wide:row-span-1">
        <Checkbox hideLabel label={`Choose ${orphan.key}`} checked={chosen} onChange={onChoose} />
      </span>
      <span className="min-w-0 truncate font-mono text-xs font-medium">{orphan.key}</span>
      <span className="min-w-0 truncate text-xs text-ink-2 max-wide:order-4 max-wide:col-span-2">
        {orphan.nodeTitle} in {orphan.flowName}
        {orphan.sourceKey !== orphan.key && (
          <span className="text-ink-3">
            , was <span className="font-mono">{orphan.sourceKey}</span> at the source
          </span>
        )}
      </span>
      <span className="flex gap-3">
        {orphan.runId && (
          <TextLink small href={`/runs/${orphan.runId}`} className="max-wide:hidden">
            Run {orphan.runId}
          </TextLink>
        )}
        <TextLink small href={storyAddress(orphan.destinationId, orphan.key)}>
          Story
        </TextLink>
      </span>
    </div>
  );
}
