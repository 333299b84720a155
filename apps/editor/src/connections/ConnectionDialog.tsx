import { connectionRoutes } from 'virtual:contract';
import type { CatalogueConnection, Connection } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem, call } from '../api/client.ts';
import { SchemaForm } from '../forms/SchemaForm.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { countOf } from '../parts/format.ts';
import { Select } from '../parts/Select.tsx';
import { Status } from '../parts/Status.tsx';
import { TextInput } from '../parts/TextInput.tsx';
import { showToast } from '../parts/toast.ts';

type ConnectionDialogProps = {
  kinds: readonly CatalogueConnection[];
  /** The connection to change; absent for a new one. */
  connection?: Connection;
  onClose: () => void;
  onSaved?: (connection: Connection) => void;
};

const formContext = {};

/** Makes or changes a connection: kind, name, its form; tested before it is saved, if one likes. */
export function ConnectionDialog({ kinds, connection, onClose, onSaved }: ConnectionDialogProps) {
  const [kind, setKind] = useState(connection?.kind ?? (kinds.length === 1 ? (kinds[0]?.kind ?? '') : ''));
  const [name, setName] = useState(connection?.name ?? '');
  const [config, setConfig] = useState<Record<string, unknown>>(connection?.config ?? {});
  const queries = useQueryClient();
  const chosen = kinds.find((candidate) => candidate.kind === kind);
  const body = { name, kind, config: withoutKeptSecrets(config) };
  const test = useMutation({
    mutationFn: () =>
      call(connectionRoutes.tryConnection, {
        body: { ...body, name: name || 'Untitled', ...(connection ? { id: connection.id } : {}) },
      }),
  });
  const save = useMutation({
    mutationFn: () =>
      connection
        ? call(connectionRoutes.updateConnection, { params: { id: connection.id }, body })
        : call(connectionRoutes.createConnection, { body }),
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: ['connections'] });
      showToast({ title: `Saved ${saved.name}`, kind: 'success' });
      onSaved?.(saved);
      onClose();
    },
  });
  const [unchosen, setUnchosen] = useState(false);
  const problems = issuesOf(save.error ?? test.error);
  const nameProblem = problems['body.name'] && (name.trim() === '' ? 'Write a name.' : problems['body.name']);
  const form = useRef<HTMLDivElement>(null);
  const failure = save.error ?? test.error;
  useEffect(() => {
    // What is wrong may stand out of view, above or below.
    if (failure) form.current?.querySelector('[aria-invalid]')?.scrollIntoView({ block: 'center' });
  }, [failure]);
  const change = (next: Record<string, unknown>) => {
    setConfig(next);
    test.reset();
    save.reset();
  };

  const choose = (next: string) => {
    setKind(next);
    setUnchosen(false);
    change({});
  };
  const act = (action: { mutate: () => void; reset: () => void }) => {
    if (kind === '') return setUnchosen(true);
    // One result at a time: that of the other button would speak of what was there before.
    (action === test ? save : test).reset();
    action.mutate();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={connection ? `Change ${connection.name}` : 'Connect a system'}
      description="Keys and passwords are stored encrypted and never shown again."
      actions={
        <>
          <Button onClick={() => act(test)} busy={test.isPending ? 'Testing' : undefined}>
            Test
          </Button>
          <Button kind="primary" onClick={() => act(save)} busy={save.isPending ? 'Saving' : undefined}>
            Save connection
          </Button>
        </>
      }
    >
      <div ref={form} className="flex flex-col gap-4">
        {!connection && kinds.length > 1 && (
          <Field label="System" required error={unchosen ? 'Choose the system first.' : undefined}>
            <Select
              value={kind || null}
              placeholder="Choose a system"
              onChange={choose}
              options={kinds.map((candidate) => ({
                value: candidate.kind,
                label: candidate.title,
                hint: candidate.doc,
              }))}
            />
          </Field>
        )}
        <Field
          label="Name"
          required
          error={nameProblem}
          hint="As your colleagues would call it: Warehouse database"
        >
          <TextInput value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        {chosen && (
          <SchemaForm
            key={kind}
            schema={chosen.configSchema}
            value={config}
            onChange={change}
            errors={configErrors(problems)}
            context={formContext}
          />
        )}
        <div aria-live="polite">
          {test.data?.ok && <Status kind="success">{test.data.summary}</Status>}
          {test.data && !test.data.ok && (
            <p>
              <Status kind="failed">{test.data.problem?.title ?? test.data.summary}</Status>
              <span className="block pl-5.5 text-ink-2">{test.data.problem?.whatToDo}</span>
            </p>
          )}
          {test.data?.warnings.map((warning) => (
            <Status key={warning} kind="warning">
              {warning}
            </Status>
          ))}
          {failure && Object.keys(problems).length === 0 && (
            <p>
              <Status kind="failed">{failure.message}</Status>
              <span className="block pl-5.5 text-ink-2">
                {failure instanceof ApiProblem
                  ? failure.problem.whatToDo
                  : 'What you entered is kept. Try again.'}
              </span>
            </p>
          )}
          {failure && Object.keys(problems).length > 0 && (
            <Status kind="failed">
              {save.error ? 'Not saved' : 'Not tested'}: {countOf(Object.keys(problems).length, 'field')} to
              correct
            </Status>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** A secret reads as `true`: it is set and stays as it is unless a new one is typed. */
function withoutKeptSecrets(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== true));
}

function issuesOf(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries((error.problem.issues ?? []).map((issue) => [issue.path, issue.message]));
}

function configErrors(problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).map(([path, message]) => [path.replace(/^body\.config\.?/, ''), message]),
  );
}
