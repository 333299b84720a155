import { useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { definitionsOf } from '../../canvas/definitions.ts';
import { cronWords } from '../../canvas/stepFact.ts';
import { titleOf } from '../../canvas/titleOf.ts';
import { ChangeList } from '../../changes/ChangeList.tsx';
import { useChangeCount } from '../../changes/useChanges.ts';
import { useDoc, useOpenFlow } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { countOf } from '../../parts/format.ts';
import { TextInput } from '../../parts/TextInput.tsx';
import { CursorChoice, type CursorWishes, sourcesToChoose } from '../../streams/CursorChoice.tsx';
import { useFlowFacts, useSession } from './session.tsx';
import { useFlowActions } from './useFlowActions.ts';

/** Says what publishing does and asks what changed. */
export function PublishDialog() {
  const { state } = useSession();
  const open = useOpenFlow();
  const flow = useFlowFacts();
  const { publish } = useFlowActions();
  const [note, setNote] = useState('');
  const [wishes, setWishes] = useState<CursorWishes>({});
  const effects = useEffects();
  const count = useChangeCount();
  const next = (flow.version ?? 0) + 1;
  const { error } = publish;
  const asked = sourcesToChoose(error);
  // Once the question was answered with yes to one half of it, the other half is asked with all the sources together.
  const [sources, setSources] = useState<readonly string[]>([]);
  const toChoose = [...new Set([...sources, ...asked])];
  const send = () => {
    setSources(toChoose);
    const cursors = Object.fromEntries(toChoose.map((source) => [source, wishes[source] ?? 'keep'] as const));
    publish.mutate({ note, cursors });
  };
  const problem =
    asked.length > 0
      ? undefined
      : error instanceof ApiProblem
        ? `${error.problem.title}. ${error.problem.whatToDo}`
        : error?.message;
  return (
    <Dialog
      open
      onClose={() => state.setState({ dialog: null })}
      title={`Publish version ${next}`}
      description={
        flow.version === null
          ? 'From then on this flow runs by itself.'
          : `It takes the place of version ${flow.version}, which stays in the list of versions.`
      }
      actions={
        <>
          <Button onClick={() => state.setState({ dialog: null })}>Keep editing</Button>
          <Button kind="primary" busy={publish.isPending ? 'Publishing' : undefined} onClick={() => send()}>
            Publish version {next}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field label="What changed" hint="One line for whoever looks at the versions later. May stay empty.">
          <TextInput
            value={note}
            maxLength={500}
            autoFocus
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        {count > 0 && (
          <section>
            <h3 className="pb-1 text-xs text-ink-3">
              {countOf(count, 'change')} since version {flow.version}
            </h3>
            <div className="max-h-52 overflow-y-auto rounded-md border border-line">
              <ChangeList most={30} />
            </div>
          </section>
        )}
        <section>
          <h3 className="pb-1 text-xs text-ink-3">What happens</h3>
          <ul className="flex list-disc flex-col gap-1 pl-4 text-ink-2">
            {effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </section>
        {toChoose.length > 0 && (
          <CursorChoice
            sources={toChoose}
            titleOf={(source) => titleOf(open, source)}
            wishes={wishes}
            onChange={setWishes}
          />
        )}
        {problem && (
          <p role="alert" className="text-failed">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function useEffects(): string[] {
  const open = useOpenFlow();
  const flow = useFlowFacts();
  const document = useDoc((state) => state.document);
  const definitions = definitionsOf(open.catalogue);
  const effects = Object.entries(document.nodes).flatMap(([name, node]) => {
    const role = definitions.entry(node.type)?.role;
    const cron = node.config.cron;
    if (role === 'schedule' && typeof cron === 'string')
      return [`${titleOf(open, name)} runs ${cronWords(cron)}.`];
    if (role === 'sync')
      return [
        `${titleOf(open, name)} hears every change from now on${node.config.loadExisting === false ? '' : ', and loads what exists beside them'}.`,
      ];
    return role === 'trigger' ? [`${titleOf(open, name)} takes every change from now on.`] : [];
  });
  if (flow.version !== null)
    effects.push('A run that is under way ends with its version; the next one takes this one.');
  if (flow.waitingEvents > 0)
    effects.push(`${flow.waitingEvents} events that wait are worked off by this version.`);
  if (flow.version !== null && !flow.changed)
    effects.push('Nothing in what the flow does has changed since then.');
  return effects;
}
