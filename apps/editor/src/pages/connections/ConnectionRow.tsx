import { connectionRoutes } from 'virtual:contract';
import type { Connection } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { flowsOf, ResumeAll } from '../../connections/ResumeAll.tsx';
import { systemLook } from '../../connections/systemLook.ts';
import { useCheckConnection } from '../../connections/useConnections.ts';
import { Button } from '../../parts/Button.tsx';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { RelativeTime } from '../../parts/Figures.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Menu } from '../../parts/Menu.tsx';
import type { MenuEntry } from '../../parts/MenuEntries.tsx';
import { Status } from '../../parts/Status.tsx';
import { SystemMonogram } from '../../parts/SystemMonogram.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { showToast } from '../../parts/toast.ts';

type ConnectionRowProps = { connection: Connection; onEdit: () => void };

/** One connection: what it is, whether it answers, who uses it, and what can be done. */
export function ConnectionRow({ connection, onEdit }: ConnectionRowProps) {
  const [asking, setAsking] = useState(false);
  const check = useCheckConnection();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(connectionRoutes.deleteConnection, { params: { id: connection.id } }),
    onSuccess: () => {
      setAsking(false);
      showToast({ title: `Deleted ${connection.name}` });
      void queries.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  const system = systemLook(connection.kind);
  const used = connection.usedBy.length > 0;
  const paused = connection.pausedFlows.length;
  const entries: MenuEntry[] = [
    {
      label: 'Change',
      icon: Pencil,
      onSelect: onEdit,
      disabled: connection.builtIn,
      ...(connection.builtIn ? { hint: 'Syncline brings it' } : {}),
    },
    {
      label: 'Delete connection',
      icon: Trash2,
      danger: true,
      onSelect: () => setAsking(true),
      disabled: connection.builtIn || used,
      ...(used ? { hint: 'Flows use it' } : {}),
    },
  ];
  return (
    <div className="grid items-center gap-x-4 gap-y-1.5 border-b border-line px-3.5 py-2.5 last:border-b-0 wide:grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,1fr)_auto] desk:grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,1fr)_272px]">
      <div className="flex min-w-0 items-center gap-3">
        <SystemMonogram {...system} />
        <p className="min-w-0">
          <span className="block truncate font-semibold">{connection.name}</span>
          <span className="block truncate text-xs text-ink-3">
            {connection.builtIn ? `${system.name}, built in` : system.name}
          </span>
        </p>
      </div>
      <p className="min-w-0">
        <State connection={connection} />
        <span className="block pl-5.5 text-xs text-ink-3 wrap-anywhere">
          {connection.summary} {connection.checkedAt && <RelativeTime at={connection.checkedAt} />}
        </span>
      </p>
      <p className="min-w-0 text-xs text-ink-2">
        {used ? <UsedBy connection={connection} /> : <span className="text-ink-3">No flow uses it</span>}
        {paused > 0 && <span className="block text-warning">{flowsOf(paused)} stopped by it</span>}
      </p>
      <div className="flex flex-wrap items-center justify-end gap-1.5">
        <ResumeAll connection={connection} small />
        {connection.state === 'failing' && !connection.builtIn && (
          <Button size="sm" kind="primary" onClick={onEdit}>
            Change
          </Button>
        )}
        <Button
          size="sm"
          onClick={() => check.mutate(connection.id)}
          busy={check.isPending ? 'Testing' : undefined}
        >
          Test
        </Button>
        <Menu
          align="end"
          entries={entries}
          trigger={
            <IconButton icon={Ellipsis} label={`Actions of ${connection.name}`} kind="ghost" size="sm" />
          }
        />
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${connection.name}?`}
        goes={['The address and the secrets kept for it']}
        stays={['Everything in the system itself']}
        confirmLabel="Delete connection"
        onConfirm={() => remove.mutate()}
        busy={remove.isPending ? 'Deleting' : undefined}
        error={remove.error?.message}
      />
    </div>
  );
}

function State({ connection }: { connection: Connection }) {
  switch (connection.state) {
    case 'ok':
      return <Status kind="success">Connected</Status>;
    case 'failing':
      return <Status kind="failed">{connection.pausedFlows.length > 0 ? 'Refused' : 'Does not work'}</Status>;
    case 'unchecked':
      return <Status kind="skipped">Not tested yet</Status>;
  }
}

const named = 2;

function UsedBy({ connection }: { connection: Connection }) {
  const more = connection.usedBy.length - named;
  return (
    <>
      {connection.usedBy.slice(0, named).map((flow, index) => (
        <span key={flow.id}>
          {index > 0 && ', '}
          <TextLink small href={`/flows/${flow.id}`}>
            {flow.name}
          </TextLink>
        </span>
      ))}
      {more > 0 && `, ${more} more`}
    </>
  );
}
