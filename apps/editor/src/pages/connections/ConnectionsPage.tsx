import type { Connection } from '@syncline/model';
import { Lock, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { ConnectionDialog } from '../../connections/ConnectionDialog.tsx';
import { useConnections } from '../../connections/useConnections.ts';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useCatalogue } from '../../runs/useCatalogue.ts';
import { PageHead } from '../../shell/PageHead.tsx';
import { urlText, useUrlState } from '../../urlState.ts';
import { ConnectionRow } from './ConnectionRow.tsx';

const fields = { text: urlText(), change: urlText() };

/** The ways into other systems: those that need someone first, then the rest. */
export default function ConnectionsPage() {
  const [{ text, change }, setAddress] = useUrlState(fields);
  const [editing, setEditing] = useState<Connection | 'new' | null>(null);
  const connections = useConnections();
  const catalogue = useCatalogue();
  const wanted = text.trim().toLowerCase();
  const shown = (connections.data?.items ?? []).filter((connection) =>
    `${connection.name} ${connection.kind}`.toLowerCase().includes(wanted),
  );
  const needsYou = ({ state, pausedFlows }: Connection) => state === 'failing' || pausedFlows.length > 0;
  const failing = shown.filter(needsYou);
  const well = shown.filter((connection) => !needsYou(connection));
  // A banner elsewhere leads here with the connection to change.
  const asked = connections.data?.items.find(({ id }) => id === change);
  const edited = editing ?? asked ?? null;
  const close = () => {
    setEditing(null);
    setAddress({ change: '' }, { replace: true });
  };
  const kinds = catalogue.data?.connections ?? [];
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead
        title="Connections"
        actions={
          <>
            <TextInput
              icon={Search}
              className="max-wide:flex-1"
              value={text}
              onChange={(event) => setAddress({ text: event.target.value }, { replace: true })}
              placeholder="Find a connection"
              aria-label="Find a connection"
            />
            <Button
              kind="primary"
              icon={Plus}
              onClick={() => setEditing('new')}
              disabled={kinds.length === 0}
            >
              Connect a system
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-3.5 px-4 pb-8 wide:px-6">
        {connections.isPending && <SkeletonRows label="Reading connections" rows={5} height="table" />}
        {connections.isError && connections.data === undefined && (
          <LoadProblem
            what="the connections"
            error={connections.error}
            onRetry={() => void connections.refetch()}
          />
        )}
        {connections.data && shown.length === 0 && (
          <EmptyState
            title="No connection has this name"
            action={<Button onClick={() => setAddress({ text: '' })}>Show all</Button>}
          >
            {connections.data.items.length} others are there.
          </EmptyState>
        )}
        {failing.length > 0 && (
          <Card title="Needs you" count={failing.length} countKind="warning">
            {failing.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                onEdit={() => setEditing(connection)}
              />
            ))}
          </Card>
        )}
        {well.length > 0 && (
          <Card title="Nothing needed" count={well.length}>
            {well.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                onEdit={() => setEditing(connection)}
              />
            ))}
          </Card>
        )}
        <p className="flex items-center gap-2 text-xs text-ink-2">
          <Icon of={Lock} size="sm" /> Keys and passwords are stored encrypted and never shown again. Replace
          one to change it.
        </p>
      </div>
      {edited !== null && kinds.length > 0 && (
        <ConnectionDialog
          kinds={kinds}
          {...(edited === 'new' ? {} : { connection: edited })}
          onClose={close}
        />
      )}
    </div>
  );
}
