import { Play } from 'lucide-react';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useCommands } from '../commands/useCommands.ts';
import { useCheck, useDoc, useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { isObject } from '../forms/formField.ts';
import { lazyPart } from '../parts/lazyPart.ts';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { NotesTab } from './NotesTab.tsx';
import { sortMessages } from './problemPaths.ts';
import { SettingsTab } from './SettingsTab.tsx';
import { SetupTab } from './SetupTab.tsx';
import { StepHead } from './StepHead.tsx';
import { StepProblems } from './StepProblems.tsx';
import { TestResult } from './TestResult.tsx';
import { usePreview } from './usePreview.ts';
import { useStepEntry } from './useStep.ts';

// The mapping engine is most of what the panel could need, and only a map needs it.
const MappingTab = lazyPart(() =>
  import('./mapping/MappingTab.tsx').then((module) => ({ default: module.MappingTab })),
);

type StepPanelProps = { name: string };

const nothing: readonly never[] = [];

/** One step's panel: head, tabs and what belongs to the chosen tab. */
export function StepPanel({ name }: StepPanelProps) {
  const { ui } = useOpenFlow();
  const entry = useStepEntry(name);
  const there = useDoc((doc) => Object.hasOwn(doc.document.nodes, name));
  const title = useDoc((doc) => doc.document.nodes[name]?.title ?? entry?.title ?? name);
  const hasNotes = useDoc((doc) => Boolean(doc.document.nodes[name]?.notes));
  const tab = useUi((state) => state.inspectorTab);
  const focus = useUi((state) => (state.focus?.node === name ? state.focus : null));
  const diagnostics = useCheck((check) => check.byNode[name] ?? nothing);
  const [tested, setTested] = useState(false);
  const preview = usePreview(name, tested);
  const isMap = entry?.type === 'map';

  const fieldNames = useMemo(() => {
    const properties = isObject(entry?.configSchema.properties) ? entry.configSchema.properties : {};
    return new Set([...Object.keys(properties), ...(entry?.connection ? ['connection'] : [])]);
  }, [entry]);
  const messages = useMemo(() => sortMessages(diagnostics, fieldNames), [diagnostics, fieldNames]);

  // A field that stands on another tab brings its tab forward.
  useEffect(() => {
    if (focus && isMap && !focus.path.startsWith('fields')) ui.getState().set({ inspectorTab: 'settings' });
  }, [focus, isMap, ui]);

  const test = () => {
    ui.getState().set({ drawer: 'output' });
    if (tested) void preview.refetch();
    else setTested(true);
  };
  useCommands([
    { id: 'step.test', title: 'Test this step', group: 'Step', keys: 't', icon: Play, run: test },
  ]);

  if (!there) return null;
  const errorCount = diagnostics.filter(({ severity }) => severity === 'error').length;
  const count = errorCount || diagnostics.length;
  const shown = tab === 'notes' || (tab === 'settings' && isMap) ? tab : 'main';
  const tabs = [
    {
      value: 'main',
      label: isMap ? 'Mapping' : 'Set-up',
      ...(count > 0 && { count, countKind: errorCount > 0 ? ('failed' as const) : ('warning' as const) }),
    },
    ...(isMap ? [{ value: 'settings', label: 'Settings' }] : []),
    { value: 'notes', label: hasNotes ? 'Notes ·' : 'Notes' },
  ];
  return (
    <aside
      aria-label={`Step ${title}`}
      className="flex h-full w-full min-w-0 flex-col overflow-hidden bg-panel"
    >
      <h2 className="sr-only">{title}</h2>
      <StepHead name={name} onTest={test} testing={tested && preview.isFetching} />
      <Tabs
        label="About this step"
        value={shown}
        onChange={(inspectorTab) => ui.getState().set({ inspectorTab })}
        tabs={tabs}
        className="min-h-0 flex-1"
      >
        <div className="flex h-full min-h-0 flex-col overflow-y-auto">
          {tested && <TestResult preview={preview.data} error={preview.error} />}
          <StepProblems problems={messages.loose} />
          {shown === 'notes' && <NotesTab name={name} />}
          {shown === 'settings' && <SettingsTab name={name} messages={messages} focus={focus} />}
          {shown === 'main' && isMap && (
            <Suspense fallback={<SkeletonRows label="Loading the mapping" height="table" />}>
              <MappingTab name={name} messages={messages} focus={focus} />
            </Suspense>
          )}
          {shown === 'main' && !isMap && <SetupTab name={name} messages={messages} focus={focus} />}
        </div>
      </Tabs>
    </aside>
  );
}
