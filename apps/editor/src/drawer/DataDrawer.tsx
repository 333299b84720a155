import { Download, RefreshCw, X } from 'lucide-react';
import { useState } from 'react';
import { useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { usePreview } from '../inspector/usePreview.ts';
import { formatDuration } from '../parts/format.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { SegmentedControl } from '../parts/SegmentedControl.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { LoadProblem } from '../runs/LoadProblem.tsx';
import { DrawerBody } from './DrawerBody.tsx';
import { saveAsFile } from './saveAsFile.ts';

export type RecordView = 'table' | 'json' | 'schema';
export type DataTab = 'input' | 'output' | 'failed';

const views: readonly { value: RecordView; label: string }[] = [
  { value: 'table', label: 'Table' },
  { value: 'json', label: 'JSON' },
  { value: 'schema', label: 'Schema' },
];

/** What flows into and out of the open step, as a live preview read it. */
export function DataDrawer() {
  const open = useUi((ui) => ui.open);
  const tab = useUi((ui) => ui.drawer);
  if (open === null || tab === 'closed') return null;
  return <StepData key={open} name={open} tab={tab} />;
}

function StepData({ name, tab }: { name: string; tab: DataTab }) {
  const { ui } = useOpenFlow();
  const preview = usePreview(name, true);
  const [view, setView] = useState<RecordView>('table');
  const { data, error, isFetching } = preview;
  const failed = data?.failed.length ?? 0;
  const tabs = [
    { value: 'input' as const, label: 'Input', ...(data && { count: data.input.length }) },
    { value: 'output' as const, label: 'Output', ...(data && { count: data.output.length }) },
    {
      value: 'failed' as const,
      label: 'Failed',
      ...(data && { count: failed, countKind: failed > 0 ? ('failed' as const) : ('plain' as const) }),
    },
  ];
  const download = () => {
    if (data) saveAsFile(`${name}-${tab}.json`, JSON.stringify(data[tab], null, 2));
  };
  return (
    <section
      aria-label="Data of this step"
      className="flex h-full min-h-0 flex-col border-t border-line bg-panel"
    >
      <Tabs
        label="Data of this step"
        value={tab}
        onChange={(drawer) => ui.getState().set({ drawer })}
        tabs={tabs}
        className="min-h-0 flex-1"
        end={
          <>
            <span className="hidden min-w-0 truncate text-xs text-ink-3 desk:inline" title={data?.from}>
              {data && `${data.from}, ${formatDuration(data.tookMs)}`}
            </span>
            <span className="hidden wide:inline-flex">
              <SegmentedControl label="Show data as" value={view} segments={views} onChange={setView} />
            </span>
            <IconButton
              icon={RefreshCw}
              label={isFetching ? 'Reading' : 'Read again'}
              aria-busy={isFetching}
              onClick={() => void preview.refetch()}
            />
            <IconButton icon={Download} label="Download as JSON" disabled={!data} onClick={download} />
            <IconButton icon={X} label="Close data" onClick={() => ui.getState().set({ drawer: 'closed' })} />
          </>
        }
      >
        <div className="flex h-full min-h-0 flex-col">
          {error && (
            <LoadProblem what="the data of this step" error={error} onRetry={() => void preview.refetch()} />
          )}
          {!error && !data && <SkeletonRows label="Reading sample records" rows={6} height="compact" />}
          {!error && data && <DrawerBody name={name} preview={data} tab={tab} view={view} />}
        </div>
      </Tabs>
    </section>
  );
}
