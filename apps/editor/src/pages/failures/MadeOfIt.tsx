import type { DeadLetter } from '@syncline/model';
import { Card } from '../../parts/Card.tsx';
import { RecordFields } from '../../records/RecordFields.tsx';

/** What the mapping made of the record, with the field at fault; or that it never got that far. */
export function MadeOfIt({ letter, step }: { letter: DeadLetter; step: string }) {
  const mapped = letter.mapped;
  return (
    <Card title="What the mapping made of it" padded>
      {mapped === null || mapped === undefined ? (
        <p className="text-ink-2">
          Nothing: it stopped at {step}, before it was mapped to the end. A dry run says how far it gets now.
        </p>
      ) : (
        <RecordFields record={mapped} failing={letter.field} because={letter.message} />
      )}
    </Card>
  );
}
