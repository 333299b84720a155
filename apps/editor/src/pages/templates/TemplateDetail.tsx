import type { TemplateSummary } from '@syncline/model';
import { Check, Play, Plus } from 'lucide-react';
import { systemLook } from '../../connections/systemLook.ts';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { MiniCanvas } from '../../parts/MiniCanvas.tsx';
import { SystemMonogram } from '../../parts/SystemMonogram.tsx';
import { useStepTypes } from '../../runs/useCatalogue.ts';
import { miniEdges, miniSteps } from '../../templates/templateLook.ts';
import { useRunTemplate, useUseTemplate } from '../../templates/useTemplates.ts';

/** The chosen template: what it does, what it needs, and two ways to begin. */
export function TemplateDetail({ template }: { template: TemplateSummary }) {
  const types = useStepTypes();
  const use = useUseTemplate();
  const run = useRunTemplate();
  const canRun = template.runsAtOnce && template.mode !== 'trigger';
  return (
    <Card className="sticky top-0 overflow-hidden">
      <MiniCanvas
        steps={miniSteps(template.document, types)}
        edges={miniEdges(template.document)}
        className="border-b border-line"
      />
      <div className="flex flex-col gap-2 p-4">
        <h2 className="text-lg tracking-[-.015em]">{template.title}</h2>
        <p className="text-ink-2">{template.summary}</p>
        <p className="text-xs leading-[18px] text-ink-2">{template.note}</p>
        {Object.keys(template.needs).length > 0 && (
          <>
            <h3 className="mt-1 text-xs font-medium text-ink-3">Needs</h3>
            <ul>
              {Object.entries(template.needs).map(([name, need]) => (
                <li
                  key={name}
                  className="flex items-center gap-2 border-b border-line py-1.5 last:border-b-0"
                >
                  <SystemMonogram {...systemLook(need.kind)} size="sm" />
                  <span className="min-w-0 flex-1 truncate">
                    {name} <span className="text-ink-3">{systemLook(need.kind).name}</span>
                  </span>
                  {template.ready[name] ? (
                    <span className="inline-flex items-center gap-1 font-medium text-success">
                      <Icon of={Check} size="sm" /> {need.builtIn ? 'Built in' : 'Connected'}
                    </span>
                  ) : (
                    <span className="inline-flex items-center gap-1 text-ink-3">
                      <Icon of={Plus} size="sm" /> To connect
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        <div className="mt-2 flex flex-wrap gap-2">
          <Button
            kind="primary"
            className="flex-1"
            onClick={() => use.mutate(template.id)}
            busy={use.isPending ? 'Making the draft' : undefined}
          >
            Use template
          </Button>
          {canRun && (
            <Button
              icon={Play}
              onClick={() => run.mutate(template.id)}
              busy={run.isPending ? 'Starting' : undefined}
            >
              Try on sample data
            </Button>
          )}
        </div>
        <p className="text-xs text-ink-3">Use opens a draft. Nothing is written until you publish.</p>
      </div>
    </Card>
  );
}
