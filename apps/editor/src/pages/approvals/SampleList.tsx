import type { Approval } from '@syncline/model';
import { FieldChanges } from '../../records/FieldChanges.tsx';
import { glance } from '../../records/glance.ts';
import { changeLine, effectOf, effectWords } from './approvalWords.ts';
import { sampleOf } from './tally.ts';

const size = 10;

/** Ten of the records, spread from the oldest to the newest, with what would change in each. */
export function SampleList({ approvals }: { approvals: readonly Approval[] }) {
  const sample = sampleOf(approvals, size);
  return (
    <section>
      <h3 className="pb-1.5">
        {sample.length < approvals.length ? 'Ten of them, from the oldest to the newest' : 'All of them'}
      </h3>
      <ul className="rounded-md border border-line">
        {sample.map((approval) => (
          <li
            key={approval.id}
            className="grid gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-b-0 wide:grid-cols-[200px_minmax(0,1fr)]"
          >
            <p className="min-w-0">
              <span className="block truncate font-medium">
                {glance(approval.record, [approval.key]) || approval.key}
              </span>
              <span className="block truncate font-mono text-xs text-ink-3">
                {approval.key}, {effectWords[effectOf(approval)].toLowerCase()}
              </span>
            </p>
            {effectOf(approval) !== 'leave' && approval.changes && approval.changes.length > 0 ? (
              <FieldChanges changes={approval.changes} limit={3} />
            ) : (
              <p className="text-xs text-ink-2">{changeLine(approval)}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
