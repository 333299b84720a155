import { ChevronLeft, ChevronRight, Link2 } from 'lucide-react';
import { recordLabel } from '../../drawer/recordLabel.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { Combobox } from '../../parts/Combobox.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import type { Samples } from '../usePreview.ts';

type MappingHeadProps = {
  samples: Samples;
  record: number;
  suggestionCount: number;
  offersKnown: boolean;
  onSuggest: () => void;
};

const labelWithKey = ({ record, key }: Samples['records'][number]): string => {
  const label = recordLabel(record, key);
  return key === null || key === label ? label : `${label} · ${key}`;
};

/** Which real record the table shows, and the button that fills what it can. */
export function MappingHead({ samples, record, suggestionCount, offersKnown, onSuggest }: MappingHeadProps) {
  const { ui } = useOpenFlow();
  const count = samples.records.length;
  const go = (to: number) => ui.getState().set({ record: (to + count) % count });
  return (
    <div className="flex items-center gap-1.5 px-4 py-2.5">
      <Combobox
        label="Record"
        className="flex-1"
        disabled={count === 0}
        value={count === 0 ? null : String(record)}
        placeholder={samples.loading ? 'Reading samples' : 'No samples'}
        searchHint="Find a record by its values"
        options={samples.records.map((one, index) => ({
          value: String(index),
          label: labelWithKey(one),
        }))}
        onChange={(index) => go(Number(index))}
      />
      <IconButton
        kind="plain"
        icon={ChevronLeft}
        label="Previous record"
        keys="k"
        disabled={count < 2}
        onClick={() => go(record - 1)}
      />
      <span className="min-w-13 text-center text-xs text-ink-2">
        {count > 0 && `${record + 1} of ${count}`}
      </span>
      <IconButton
        kind="plain"
        icon={ChevronRight}
        label="Next record"
        keys="j"
        disabled={count < 2}
        onClick={() => go(record + 1)}
      />
      <Button
        icon={Link2}
        disabled={suggestionCount === 0}
        title={offersKnown ? undefined : 'Lead this step to a destination first'}
        onClick={onSuggest}
      >
        Suggest
      </Button>
    </div>
  );
}
