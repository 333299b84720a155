import { Search } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { Combobox } from '../../parts/Combobox.tsx';
import { Field } from '../../parts/Field.tsx';
import { NumberInput } from '../../parts/NumberInput.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { Select } from '../../parts/Select.tsx';
import { Switch } from '../../parts/Switch.tsx';
import { TextArea, TextInput } from '../../parts/TextInput.tsx';
import { SheetSection } from './SheetSection.tsx';

const results = [
  { value: '', label: 'Any' },
  { value: 'failed', label: 'With failures' },
  { value: 'stopped', label: 'Stopped', hint: 'A step gave up' },
];
const zones = ['Europe/Paris', 'Europe/Zagreb', 'Asia/Tokyo', 'America/Sao_Paulo', 'UTC'].map((zone) => ({
  value: zone,
  label: zone.replace('_', ' '),
}));

export function FieldSheet() {
  const [result, setResult] = useState('');
  const [period, setPeriod] = useState('day');
  const [zone, setZone] = useState<string | null>('Europe/Paris');
  const [minutes, setMinutes] = useState<number | null>(15);
  const [look, setLook] = useState('canvas');
  const [on, setOn] = useState(true);
  const [ticked, setTicked] = useState(true);
  return (
    <SheetSection title="Fields">
      <div className="grid gap-x-5 gap-y-4 wide:grid-cols-2 desk:grid-cols-4">
        <Field label="Flow name" required hint="Shown in lists, alerts and messages">
          <TextInput defaultValue="Shop customers to mailing list" />
        </Field>
        <Field
          label="Audience"
          required
          error="Mailchimp has no audience with this name. Choose one of the five it has."
        >
          <TextInput defaultValue="newslettr" />
        </Field>
        <Field label="Time zone">
          <Combobox value={zone} onChange={setZone} options={zones} searchHint="City or region" />
        </Field>
        <Field label="Every" aside="96 a day">
          <NumberInput value={minutes} onChange={setMinutes} min={1} max={1440} unit="minutes" />
        </Field>
        <Field label="Read from" error="Choose where records come from">
          <Select value={null} onChange={() => {}} options={results} placeholder="Choose a stream" />
        </Field>
        <Field label="Access key" hint="Stored encrypted, never shown again">
          <TextInput type="password" defaultValue="not a real key" mono />
        </Field>
        <Field label="Note for reviewers">
          <TextArea placeholder="What changed, and why" />
        </Field>
        <Field label="Locked">
          <TextInput defaultValue="Set by the connection" disabled />
        </Field>
      </div>
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <Select
          caption="Result"
          value={result}
          onChange={setResult}
          options={results}
          active={result !== ''}
        />
        <Select
          label="Period"
          value={period}
          onChange={setPeriod}
          options={[
            { value: 'day', label: 'Last 24 hours' },
            { value: 'week', label: 'Last 7 days' },
          ]}
          active
        />
        <TextInput
          icon={Search}
          aria-label="E-mail or record id"
          placeholder="E-mail or record id"
          className="w-60"
        />
        <TextInput size="sm" aria-label="Find a step" placeholder="Find a step" className="w-36" />
        <SegmentedControl
          label="Show as"
          value={look}
          onChange={setLook}
          segments={[
            { value: 'canvas', label: 'Canvas' },
            { value: 'outline', label: 'Outline', count: 7 },
          ]}
        />
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-5">
        <Switch label="Send deletes" checked={on} onChange={setOn} />
        <Switch label="Dry run" checked={!on} onChange={(next) => setOn(!next)} />
        <Switch label="Locked" checked onChange={() => {}} disabled />
        <Checkbox
          label="Also new customers"
          hint="As soon as they sign up"
          checked={ticked}
          onChange={setTicked}
        />
        <Checkbox label="Some fields" checked="mixed" onChange={() => {}} />
        <Checkbox label="Archived" checked={!ticked} onChange={(next) => setTicked(!next)} />
        <Checkbox label="Not available" checked={false} onChange={() => {}} disabled />
      </div>
    </SheetSection>
  );
}
