import { connectionRoutes } from 'virtual:contract';
import type { CatalogueNode } from '@syncline/model';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ConnectionDialog } from '../../connections/ConnectionDialog.tsx';
import { useDoc, useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { Combobox } from '../../parts/Combobox.tsx';
import { Field } from '../../parts/Field.tsx';
import { Status } from '../../parts/Status.tsx';
import { logicalName } from './logicalName.ts';

type ConnectionPickerProps = {
  name: string;
  connection: NonNullable<CatalogueNode['connection']>;
  error: string | undefined;
};

const none = '';
const stateWords = { ok: 'works', failing: 'does not work', unchecked: 'not checked yet' } as const;

/** The connection of a step: one that is there, or a new one made without leaving the flow. */
export function ConnectionPicker({ name, connection, error }: ConnectionPickerProps) {
  const { doc, catalogue } = useOpenFlow();
  const logical = useDoc((state) => state.document.nodes[name]?.connection);
  const boundId = useDoc((state) => (logical === undefined ? undefined : state.bindings[logical]));
  const [making, setMaking] = useState(false);
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => call(connectionRoutes.listConnections, { signal }),
  });
  const fitting = (connections.data?.items ?? []).filter(({ kind }) => kind === connection.kind);
  const bound = fitting.find(({ id }) => id === boundId);
  const kind = catalogue.connections.find((entry) => entry.kind === connection.kind);
  const title = kind?.title ?? connection.kind;

  const bind = (id: string) => {
    const state = doc.getState();
    if (id === none) return state.setConnection(name, undefined);
    const chosen = fitting.find((entry) => entry.id === id);
    state.setConnection(name, logicalName(state.bindings, chosen?.name ?? connection.kind, id), id);
  };
  const options = [
    ...(connection.optional ? [{ value: none, label: 'None' }] : []),
    ...fitting.map(({ id, name: label, state }) => ({ value: id, label, hint: stateWords[state] })),
  ];
  return (
    <div data-path="connection" className="scroll-m-4">
      <Field
        label="Connection"
        required={!connection.optional}
        error={error}
        {...(bound === undefined && logical !== undefined && boundId === undefined
          ? { hint: `The flow calls it “${logical}”. Choose which one that is here.` }
          : {})}
        aside={
          bound && (
            <Status
              size="xs"
              kind={bound.state === 'ok' ? 'success' : bound.state === 'failing' ? 'failed' : 'skipped'}
            >
              {stateWords[bound.state]}
            </Status>
          )
        }
      >
        <span className="flex gap-1.5">
          <Combobox
            className="flex-1"
            value={boundId ?? (connection.optional && logical === undefined ? none : null)}
            options={options}
            placeholder={connections.isLoading ? 'Reading connections' : `Choose a ${title} connection`}
            emptyText={`There is no ${title} connection yet. Make one with New connection.`}
            onChange={bind}
          />
          <Button icon={Plus} onClick={() => setMaking(true)}>
            New connection
          </Button>
        </span>
      </Field>
      {making && kind && (
        <ConnectionDialog
          kinds={[kind]}
          onClose={() => setMaking(false)}
          onSaved={({ id, name: made }) => {
            const state = doc.getState();
            state.setConnection(name, logicalName(state.bindings, made, id), id);
          }}
        />
      )}
    </div>
  );
}
