import { flowRoutes } from 'virtual:contract';
import {
  Copy,
  Download,
  FileUp,
  ListTree,
  type LucideIcon,
  Pause,
  Play,
  Share2,
  SlidersHorizontal,
  Trash2,
} from 'lucide-react';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import LoadedMenu from '../../parts/LoadedMenu.tsx';
import type { MenuEntry } from '../../parts/MenuEntries.tsx';
import { showToast } from '../../parts/toast.ts';
import { useFlowFacts, useSession } from './session.tsx';
import { useFlowActions } from './useFlowActions.ts';

type LoadedFlowMenuProps = { icon: LucideIcon };

/** The menu itself, opened by the press that loaded it. */
export default function LoadedFlowMenu({ icon }: LoadedFlowMenuProps) {
  const { flowId, doc } = useOpenFlow();
  const { autosave, state } = useSession();
  const flow = useFlowFacts();
  const { pause, resume } = useFlowActions();
  const [, navigate] = useLocation();

  const duplicate = async () => {
    const { document, bindings } = doc.getState();
    const name = `${document.name} (copy)`.slice(0, 120);
    const copy = await call(flowRoutes.createFlow, { body: { document: { ...document, name }, bindings } });
    navigate(`/flows/${copy.id}`);
    showToast({
      kind: 'success',
      title: `Duplicated as ${name}`,
      detail: 'It is a draft: it does not run yet.',
    });
  };
  const download = async (as: 'document' | 'template') => {
    await autosave.flush();
    const answer = await call(flowRoutes.exportFlow, { params: { id: flowId }, query: { as } });
    const text = `${JSON.stringify(answer, null, 2)}\n`;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `${fileName(doc.getState().document.name)}.${as === 'template' ? 'template' : 'flow'}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
    showToast({ kind: 'success', title: as === 'template' ? 'Exported as a template' : 'Exported' });
  };
  const attempt = (title: string, work: () => Promise<void>) => () => {
    work().catch((error: Error) => showToast({ kind: 'failed', title, detail: error.message }));
  };
  const entries: MenuEntry[] = [
    { label: 'Settings', icon: SlidersHorizontal, onSelect: () => state.setState({ dialog: 'settings' }) },
    {
      label: 'Runs of this flow',
      icon: ListTree,
      onSelect: () => navigate(`/runs?flow=${encodeURIComponent(flowId)}`),
    },
    ...(flow.state === 'live'
      ? [
          {
            label: 'Pause',
            icon: Pause,
            hint: 'What arrives meanwhile is kept',
            onSelect: () => pause.mutate(),
          },
        ]
      : []),
    ...(flow.state === 'paused' ? [{ label: 'Resume', icon: Play, onSelect: () => resume.mutate() }] : []),
    'separator',
    { label: 'Duplicate flow', icon: Copy, onSelect: attempt('It was not duplicated', duplicate) },
    {
      label: 'Export as a file',
      icon: Download,
      onSelect: attempt('It was not exported', () => download('document')),
    },
    {
      label: 'Export as a template',
      icon: Share2,
      hint: 'Without secrets, ids and addresses',
      onSelect: attempt('It was not exported', () => download('template')),
    },
    { label: 'Import a file', icon: FileUp, onSelect: () => state.setState({ dialog: 'import' }) },
    'separator',
    {
      label: 'Delete flow',
      icon: Trash2,
      danger: true,
      onSelect: () => state.setState({ dialog: 'delete' }),
    },
  ];
  return (
    <LoadedMenu
      align="start"
      entries={entries}
      trigger={<IconButton size="sm" icon={icon} label="Flow menu" />}
    />
  );
}

const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'flow';
