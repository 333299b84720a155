import { CircleX, Plus } from 'lucide-react';
import { type RefObject, useMemo, useRef } from 'react';
import { useCanvas, useCanvasStore } from '../canvas/CanvasContext.tsx';
import { ChoiceList } from '../canvas/ChoiceList.tsx';
import { definitionsOf } from '../canvas/definitions.ts';
import { pickerChoices, pickerWords } from '../canvas/pickerChoices.ts';
import { takeChoice } from '../canvas/takeChoice.ts';
import { titleOf } from '../canvas/titleOf.ts';
import { useCheck, useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { Button } from '../parts/Button.tsx';
import { EmptyState } from '../parts/EmptyState.tsx';
import { Icon } from '../parts/Icon.tsx';
import { OutlineStep } from './OutlineStep.tsx';
import { outlineRows } from './outlineRows.ts';
import { useOutlineCommands } from './useOutlineCommands.ts';

/** The flow as a list, in flow order: everything the canvas can do, for keyboards, screen readers and phones. */
export function Outline() {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const list = useRef<HTMLElement>(null);
  const definitions = definitionsOf(open.catalogue);
  // The outline is the other root that may hold the whole document.
  const document = useDoc((state) => state.document);
  const rows = useMemo(() => outlineRows(document, definitions), [document, definitions]);
  const first = useCheck((state) => state.diagnostics.find(({ severity }) => severity === 'error'));
  useOutlineCommands(list);
  const add = () => store.setState({ picker: { task: { kind: 'add' } } });
  return (
    <section ref={list} aria-label="Outline" className="relative h-full overflow-y-auto bg-page pb-6">
      <div className="mx-auto w-full max-w-[760px] wide:pt-4">
        {first && (
          <div className="mx-3 mt-2 flex items-center gap-2.5 rounded-lg bg-failed-soft py-2 pr-1.5 pl-3">
            <Icon of={CircleX} className="text-failed" />
            <div className="min-w-0 flex-1">
              <b className="block truncate font-semibold">{first.title}</b>
              <p className="text-xs text-ink-2">
                {first.node ? `${titleOf(open, first.node)}, blocks publishing` : 'Blocks publishing'}
              </p>
            </div>
            <Button
              onClick={() =>
                first.node
                  ? open.ui.getState().focusField(first.node, first.path ?? '')
                  : open.ui.getState().set({ problemsOpen: true })
              }
            >
              Fix
            </Button>
          </div>
        )}
        {rows.length === 0 && (
          <EmptyState
            title="Where do the records come from?"
            action={
              <Button kind="primary" icon={Plus} onClick={add}>
                Add the first step
              </Button>
            }
          >
            A trigger hears of each change as it happens. A schedule asks at set times. One flow may have
            both.
          </EmptyState>
        )}
        <ul>
          {rows.map((row, index) => {
            if (row.kind === 'step') {
              const next = rows[index + 1];
              const leads =
                (next?.kind === 'step' && next.joined && next.depth === row.depth) ||
                (next?.kind === 'way' && next.depth === row.depth);
              return <OutlineStep key={row.key} row={row} leads={leads} />;
            }
            if (row.kind === 'heading') {
              return (
                <li key={row.key}>
                  <h2 className="px-4 pt-4 pb-1 text-xs font-medium text-ink-2">{row.text}</h2>
                </li>
              );
            }
            return (
              <li
                key={row.key}
                style={{ paddingLeft: 32 + row.depth * 32 }}
                className="relative flex min-h-(--row) items-center text-ink-2"
              >
                <span
                  aria-hidden="true"
                  className="h-4 w-3 -translate-y-1/2 rounded-bl-md border-b-2 border-l-2 border-edge"
                />
                <span className="pl-1">{row.text}</span>
              </li>
            );
          })}
        </ul>
        {rows.length > 0 && (
          <button
            type="button"
            onClick={add}
            className="flex min-h-12 w-full items-center gap-4 px-4 text-left text-md font-medium text-accent-text hover:bg-hover"
          >
            <span className="grid w-8 place-items-center">
              <Icon of={Plus} />
            </span>
            Add a step
          </button>
        )}
      </div>
      <OutlinePicker list={list} />
    </section>
  );
}

function OutlinePicker({ list }: { list: RefObject<HTMLElement | null> }) {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const picker = useCanvas((state) => state.picker);
  const choices = useMemo(() => (picker ? pickerChoices(open, picker.task) : []), [open, picker]);
  if (!picker) return null;
  const words = pickerWords(picker.task, (name) => titleOf(open, name));
  const leave = (name: string | null) => {
    store.setState({ picker: null });
    requestAnimationFrame(() => {
      const row = name && list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`);
      if (row) row.focus();
    });
  };
  return (
    <div
      className="fixed inset-0 z-(--z-popover) grid place-items-start justify-center bg-scrim p-3 pt-16"
      onPointerDown={(event) => event.target === event.currentTarget && leave(null)}
    >
      <div className="flex max-h-[70dvh] w-[min(360px,calc(100vw-24px))] flex-col">
        <ChoiceList
          label={words.label}
          empty={words.empty}
          choices={choices}
          onChoose={(choice) => leave(takeChoice(open, store, picker, choice.id, { x: 0, y: 0 }))}
          onLeave={() => leave(open.ui.getState().selection[0] ?? null)}
        />
      </div>
    </div>
  );
}
