import { flowRoutes } from 'virtual:contract';
import type { FlowSummary } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pause, Play, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Menu } from '../../parts/Menu.tsx';
import type { MenuEntry } from '../../parts/MenuEntries.tsx';
import { showToast } from '../../parts/toast.ts';

/** What can be done with a flow from the list. Each action says what came of it and how to go back. */
export function FlowMenu({ flow }: { flow: FlowSummary }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const params = { id: flow.id };
  const fail = (error: Error) => showToast({ title: error.message, kind: 'failed' });
  const refresh = () => queries.invalidateQueries({ queryKey: ['flows'] });
  const run = useMutation({
    mutationFn: () => call(flowRoutes.runFlow, { params, body: {} }),
    onSuccess: (started) =>
      showToast({
        title: `Started ${flow.name}`,
        kind: 'success',
        action: { label: 'Open run', run: () => navigate(`/runs/${started.id}`) },
      }),
    onError: fail,
    onSettled: refresh,
  });
  const resume = useMutation({
    mutationFn: () => call(flowRoutes.resumeFlow, { params }),
    onSuccess: () => showToast({ title: `Resumed ${flow.name}`, kind: 'success' }),
    onError: fail,
    onSettled: refresh,
  });
  const pause = useMutation({
    mutationFn: () => call(flowRoutes.pauseFlow, { params }),
    onSuccess: () =>
      showToast({
        title: `Paused ${flow.name}`,
        detail: 'What arrives meanwhile is kept',
        action: { label: 'Resume', run: () => resume.mutate() },
      }),
    onError: fail,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => call(flowRoutes.deleteFlow, { params }),
    onSuccess: () => {
      setAsking(false);
      showToast({ title: `Deleted ${flow.name}` });
    },
    onSettled: refresh,
  });
  const entries: MenuEntry[] = [
    {
      label: 'Run once',
      icon: Play,
      onSelect: () => run.mutate(),
      disabled: flow.state !== 'live',
      ...(flow.state === 'live'
        ? {}
        : { hint: flow.state === 'draft' ? 'Publish it first' : 'Resume it first' }),
    },
    flow.state === 'paused'
      ? { label: 'Resume', icon: RotateCcw, onSelect: () => resume.mutate() }
      : { label: 'Pause', icon: Pause, onSelect: () => pause.mutate(), disabled: flow.state !== 'live' },
    {
      label: 'Show its runs',
      onSelect: () => navigate(`/runs?flow=${encodeURIComponent(flow.id)}&hours=all`),
    },
    'separator',
    { label: 'Delete flow', icon: Trash2, danger: true, onSelect: () => setAsking(true) },
  ];
  return (
    <>
      <Menu
        align="end"
        entries={entries}
        trigger={<IconButton icon={Ellipsis} label={`Actions of ${flow.name}`} kind="ghost" size="sm" />}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${flow.name}?`}
        goes={[
          'The draft and every published version',
          'Its run history, logs and failed records',
          'Its webhook addresses',
        ]}
        stays={['The records in the systems it wrote to', 'Connections and files']}
        confirmLabel="Delete flow"
        onConfirm={() => remove.mutate()}
        busy={remove.isPending ? 'Deleting' : undefined}
        error={remove.error?.message}
      />
    </>
  );
}
