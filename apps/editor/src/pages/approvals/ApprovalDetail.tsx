import type { Approval } from '@syncline/model';
import { Check, Pencil, X } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { Moment, RelativeTime } from '../../parts/Figures.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Kbd } from '../../parts/Kbd.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { statusGlyphs } from '../../parts/Status.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { changesBetween } from '../../records/changesBetween.ts';
import { FieldChanges } from '../../records/FieldChanges.tsx';
import { glance } from '../../records/glance.ts';
import { RecordEditor } from '../../records/lazyRecordEditor.ts';
import { RecordFields } from '../../records/RecordFields.tsx';
import { findAddress } from '../../records/storyAddress.ts';
import { type ApprovalEffect, effectOf } from './approvalWords.ts';
import type { Wish } from './useDecisions.ts';

type ApprovalDetailProps = {
  approval: Approval;
  /** It is not what was shown before. */
  changed: boolean;
  editing: boolean;
  onEdit: (editing: boolean) => void;
  onDecide: (wish: Wish) => void;
};

const questions: Record<ApprovalEffect, string> = {
  add: 'This record would be added',
  match: 'This record would be added, or change the one that is there',
  change: 'What would change',
  delete: 'This record would be deleted',
  archive: 'This record would be marked as gone',
  leave: 'This record is gone at the source and would stay at the destination',
  unknown: 'What would be written',
};

const notes: Partial<Record<ApprovalEffect, string>> = {
  match:
    'Syncline has not written it before, so the destination is searched for it first. One hit is changed, none is added, several wait for you among the failed records.',
  unknown: 'The destination could not be asked what it holds, so nothing can be compared.',
};

/** One record that waits: what would change, and the decision. */
export function ApprovalDetail({ approval, changed, editing, onEdit, onDecide }: ApprovalDetailProps) {
  const [note, setNote] = useState('');
  const [whole, setWhole] = useState(false);
  const [draft, setDraft] = useState<Record<string, unknown> | null>(approval.record);
  const effect = effectOf(approval);
  const name = glance(approval.record, [approval.key]);
  const edits = draft ? changesBetween(approval.record, draft) : [];
  const edited = editing && draft !== null && edits.length > 0 ? { record: draft } : {};
  const decide = (decision: Wish['decision']) =>
    onDecide({ decision, note, ...(decision === 'approve' ? edited : {}) });

  return (
    <Card className="min-h-0 overflow-hidden">
      <div className="min-h-0 flex-1 overflow-y-auto">
        {changed && (
          <p role="alert" className="flex items-start gap-2 border-b border-line bg-warning-soft px-3.5 py-2">
            <Icon of={statusGlyphs.warning} className="mt-0.5 text-warning" />
            It changed while you looked. This is the new content; what you saw before can no longer be
            approved.
          </p>
        )}
        <header className="border-b border-line px-3.5 py-3">
          <h2 className="flex flex-wrap items-baseline gap-x-2 text-md wrap-anywhere">
            {name}
            <span className="font-mono text-xs font-normal text-ink-3">{approval.key}</span>
          </h2>
          <p className="flex flex-wrap items-center gap-x-4 text-xs text-ink-2">
            <span>
              Waits since <Moment at={approval.createdAt} />
            </span>
            <Expiry at={approval.expiresAt} />
            <TextLink small href={`/runs/${approval.runId}`}>
              Run {approval.runId}
            </TextLink>
            <TextLink small href={findAddress(approval.key)}>
              Its story
            </TextLink>
          </p>
        </header>
        <section className="p-3.5">
          <h3 className="pb-2">{editing ? 'Edit before it goes on' : questions[effect]}</h3>
          {editing ? (
            <Suspense fallback={<SkeletonRows label="Loading the form" />}>
              <RecordEditor fixed record={approval.record} onChange={setDraft} />
            </Suspense>
          ) : (effect === 'change' || effect === 'delete') && approval.changes ? (
            approval.changes.length > 0 ? (
              <FieldChanges changes={approval.changes} />
            ) : (
              <p className="text-ink-2">Nothing: the destination holds exactly this already.</p>
            )
          ) : (
            <RecordFields record={approval.record} />
          )}
          {effect in notes && !editing && <p className="pt-2 text-xs text-ink-3">{notes[effect]}</p>}
          {editing && edits.length > 0 && (
            <div className="mt-3 border-t border-line pt-3">
              <h3 className="pb-1.5 text-xs text-ink-3">Your edit</h3>
              <FieldChanges changes={edits} />
            </div>
          )}
          {effect === 'change' && !editing && (
            <div className="pt-3">
              <TextLink small onClick={() => setWhole(!whole)}>
                {whole ? 'Hide the whole record' : 'Show the whole record'}
              </TextLink>
              {whole && (
                <div className="pt-1.5">
                  <RecordFields record={approval.record} />
                </div>
              )}
            </div>
          )}
        </section>
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2.5">
        <Button
          kind="primary"
          icon={Check}
          disabled={editing && draft === null}
          onClick={() => decide('approve')}
        >
          {editing && edits.length > 0 ? 'Approve as edited' : 'Approve'}
          {!editing && <Kbd keys="a" className="max-wide:hidden" />}
        </Button>
        {editing ? (
          <Button kind="ghost" onClick={() => onEdit(false)}>
            Discard the edit
          </Button>
        ) : (
          <>
            {approval.op === 'upsert' && (
              <Button icon={Pencil} onClick={() => onEdit(true)}>
                Edit <Kbd keys="e" className="max-wide:hidden" />
              </Button>
            )}
            <Button kind="danger" icon={X} onClick={() => decide('reject')}>
              Reject <Kbd keys="r" className="max-wide:hidden" />
            </Button>
          </>
        )}
        <TextInput
          aria-label="Note to this decision"
          placeholder="Note, kept with the decision"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
          className="min-w-40 flex-1"
        />
      </footer>
    </Card>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) return <span>Waits until someone decides</span>;
  const soon = Date.parse(at) - Date.now() < 24 * 3_600_000;
  return (
    <span className={soon ? 'font-medium text-warning' : undefined}>
      Ends <RelativeTime at={at} /> if nobody decides, <Moment at={at} />
    </span>
  );
}
