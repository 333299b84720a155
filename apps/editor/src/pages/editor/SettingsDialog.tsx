import { type FlowSettings, flowSettingsSchema } from '@syncline/model';
import { useState } from 'react';
import { useDoc, useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { NumberInput } from '../../parts/NumberInput.tsx';
import { type Option, Select } from '../../parts/Select.tsx';
import { TextArea } from '../../parts/TextInput.tsx';
import { useSession } from './session.tsx';

const overlaps: readonly Option<FlowSettings['overlap']>[] = [
  { value: 'queue-one', label: 'Wait, then run once', hint: 'However many times pass meanwhile.' },
  {
    value: 'queue-all',
    label: 'Wait, then run for each time',
    hint: 'Every time gets its run, one after the other.',
  },
  { value: 'skip', label: 'Leave that time out', hint: 'The next one comes as planned.' },
  { value: 'replace', label: 'Stop the old run, start the new', hint: 'What was written stays.' },
];
const catchups: readonly Option<FlowSettings['catchup']>[] = [
  { value: 'latest', label: 'Run once for all of them' },
  { value: 'all', label: 'Run for each of them' },
  { value: 'none', label: 'Leave them out' },
];

/** How the flow runs, in plain words. Part of the draft: it counts from the next publish. */
export function SettingsDialog() {
  const { doc } = useOpenFlow();
  const { state } = useSession();
  const stored = useDoc(({ document }) => document.settings);
  const description = useDoc(({ document }) => document.description ?? '');
  const [settings, setSettings] = useState(() => flowSettingsSchema.parse(stored ?? {}));
  const [about, setAbout] = useState(description);
  const change = (part: Partial<FlowSettings>) => setSettings((before) => ({ ...before, ...part }));
  const close = () => state.setState({ dialog: null });
  const keep = () => {
    doc.getState().setFlow({ settings, ...(about === description ? {} : { description: about }) });
    close();
  };
  return (
    <Dialog
      open
      onClose={close}
      title="Settings of this flow"
      description="Part of the draft: they count from the next publish."
      actions={
        <>
          <Button onClick={close}>Leave as it was</Button>
          <Button kind="primary" onClick={keep}>
            Keep settings
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="What this flow is for">
          <TextArea
            rows={2}
            maxLength={4000}
            value={about}
            onChange={(event) => setAbout(event.target.value)}
          />
        </Field>
        <Field
          label="When a run still goes on at the next time"
          hint={overlaps.find(({ value }) => value === settings.overlap)?.hint}
        >
          <Select value={settings.overlap} options={overlaps} onChange={(overlap) => change({ overlap })} />
        </Field>
        <Field label="Times that passed while nothing ran" hint="After the server was off, say.">
          <Select value={settings.catchup} options={catchups} onChange={(catchup) => change({ catchup })} />
        </Field>
        <Field
          label="Work shared by"
          hint="More workers make large flows faster. Records of one key always stay with one worker."
        >
          <NumberInput
            value={settings.parts}
            min={1}
            max={16}
            unit="workers at most"
            onChange={(parts) => change({ parts: parts ?? 1 })}
          />
        </Field>
        <Field
          label="Stop when more than"
          hint="Counted in one run, and only once they are more than 5 % of its records. Single failures never stop a flow."
        >
          <NumberInput
            value={settings.errorBudget}
            min={1}
            max={1_000_000}
            unit="records fail"
            onChange={(errorBudget) => change({ errorBudget: errorBudget ?? 100 })}
          />
        </Field>
      </div>
    </Dialog>
  );
}
