import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../parts/Button.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { Select } from '../../parts/Select.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { TemplateCard } from '../../parts/TemplateCard.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useStepTypes } from '../../runs/useCatalogue.ts';
import { PageHead } from '../../shell/PageHead.tsx';
import { templateCard } from '../../templates/templateLook.ts';
import { useTemplates } from '../../templates/useTemplates.ts';
import { urlChoice, urlText, useUrlState } from '../../urlState.ts';
import { TemplateDetail } from './TemplateDetail.tsx';
import { useImportTemplate } from './useImportTemplate.ts';

const fields = {
  template: urlText(),
  text: urlText(),
  mode: urlChoice(['all', 'trigger', 'schedule', 'both']),
  system: urlText(),
};
const modes = [
  { value: 'all', label: 'All' },
  { value: 'trigger', label: 'On change' },
  { value: 'schedule', label: 'Schedule' },
  { value: 'both', label: 'Both' },
] as const;

/** Working flows to start from, each drawn small, with what it needs. */
export default function TemplatesPage() {
  const [{ template: chosen, text, mode, system }, setAddress] = useUrlState(fields);
  const templates = useTemplates();
  const types = useStepTypes();
  const upload = useRef<HTMLInputElement>(null);
  const importing = useImportTemplate((id) =>
    setAddress({ template: id, text: '', mode: 'all', system: '' }),
  );
  const all = templates.data?.items ?? [];
  const systems = [...new Set(all.flatMap((template) => template.systems))].sort();
  const wanted = text.trim().toLowerCase();
  const shown = all.filter(
    (template) =>
      (mode === 'all' || template.mode === mode) &&
      (system === '' || template.systems.includes(system)) &&
      (wanted === '' ||
        JSON.stringify([template.title, template.summary, template.systems, template.document.nodes])
          .toLowerCase()
          .includes(wanted)),
  );
  const detail = all.find((template) => template.id === chosen) ?? shown[0];
  const clear = () => setAddress({ text: '', mode: 'all', system: '' });

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead
        title="Templates"
        aside={templates.data && <span className="text-ink-3 tabular-nums">{all.length}</span>}
        actions={
          <>
            <input
              ref={upload}
              type="file"
              accept="application/json,.json"
              className="sr-only"
              aria-label="Template file"
              tabIndex={-1}
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) importing.mutate(file);
                event.target.value = '';
              }}
            />
            <Button
              icon={Upload}
              kind="ghost"
              onClick={() => upload.current?.click()}
              busy={importing.isPending ? 'Importing' : undefined}
            >
              Import from file
            </Button>
          </>
        }
      />
      <search aria-label="Filters" className="flex flex-wrap items-center gap-2 px-4 pb-3 wide:px-6">
        <TextInput
          value={text}
          onChange={(event) => setAddress({ text: event.target.value }, { replace: true })}
          placeholder="System, field or task"
          aria-label="Find a template"
          className="w-70 max-w-full"
        />
        <SegmentedControl
          label="Started by"
          value={mode}
          onChange={(next) => setAddress({ mode: next })}
          segments={modes}
        />
        <Select
          caption="System"
          active={system !== ''}
          value={system}
          onChange={(next) => setAddress({ system: next })}
          options={[{ value: '', label: 'Any' }, ...systems.map((name) => ({ value: name, label: name }))]}
        />
      </search>
      <div className="grid items-start gap-3.5 px-4 pb-8 wide:px-6 desk:grid-cols-[minmax(0,1fr)_344px]">
        <div className="min-w-0">
          {templates.isPending && <SkeletonRows label="Reading the templates" rows={8} />}
          {templates.isError && (
            <LoadProblem
              what="the templates"
              error={templates.error}
              onRetry={() => void templates.refetch()}
            />
          )}
          {templates.isSuccess && shown.length === 0 && (
            <EmptyState title="No template fits" action={<Button onClick={clear}>Clear filters</Button>}>
              Templates for other systems and ways to start are there.
            </EmptyState>
          )}
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,236px),1fr))] gap-3.5">
            {shown.map((template) => (
              <TemplateCard
                key={template.id}
                template={templateCard(template, types)}
                href={`/templates?template=${encodeURIComponent(template.id)}`}
                selected={template.id === detail?.id}
              />
            ))}
          </div>
        </div>
        {detail && <TemplateDetail template={detail} />}
      </div>
    </div>
  );
}
