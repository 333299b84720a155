import { Eye, List, Play, Redo2, Rocket, Undo2 } from 'lucide-react';
import { isAskable } from '../../canvas/askable.ts';
import { useCanvasStore } from '../../canvas/CanvasContext.tsx';
import { speak } from '../../canvas/canvasStore.ts';
import { useCommands } from '../../commands/useCommands.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { showToast } from '../../parts/toast.ts';
import { goToNextProblem } from './goToProblem.ts';
import { useFlowFacts, useSession } from './session.tsx';
import { useFlowActions } from './useFlowActions.ts';
import { usePublish } from './usePublish.ts';

const group = 'Flow';

/** What the keyboard does in the editor besides the canvas. */
export function useEditorCommands(): void {
  const open = useOpenFlow();
  const { autosave, state } = useSession();
  const canvas = useCanvasStore();
  const flow = useFlowFacts();
  const actions = useFlowActions();
  const publish = usePublish();
  const { doc, ui, catalogue } = open;
  const history = () => doc.temporal.getState();

  const step = (which: 'undo' | 'redo') => {
    history()[which]();
    const { document } = doc.getState();
    const { selection, open: opened } = ui.getState();
    ui.getState().set({
      selection: selection.filter((name) => document.nodes[name]),
      selectedEdges: [],
      ...(opened !== null && !document.nodes[opened] ? { open: null } : {}),
    });
    speak(canvas, which === 'undo' ? 'Undone.' : 'Done again.');
  };
  const runOnce = () => {
    const { document } = doc.getState();
    const feeders = Object.keys(document.nodes).filter((name) => isAskable(catalogue, document, name));
    if (flow.version === null) return publish();
    if (feeders.length === 1 && feeders[0]) return actions.run.mutate({ feeder: feeders[0] });
    showToast({
      title: feeders.length === 0 ? 'This flow listens' : 'Choose where to start',
      detail:
        feeders.length === 0
          ? 'It runs when a change arrives at its trigger.'
          : 'It has several sources. Open the menu of Run once.',
    });
  };
  const back = () => {
    const { open: opened, problemsOpen, changesOpen } = ui.getState();
    canvas.setState({ picker: null, refusal: null });
    if (problemsOpen || changesOpen) return ui.getState().set({ problemsOpen: false, changesOpen: false });
    ui.getState().set({ open: null });
    const name = opened ?? ui.getState().selection[0];
    if (name)
      document
        .querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`)
        ?.focus({ preventScroll: true });
  };

  useCommands([
    {
      id: 'flow.undo',
      title: 'Undo',
      group,
      keys: '$mod+z',
      icon: Undo2,
      when: () => history().pastStates.length > 0,
      run: () => step('undo'),
    },
    {
      id: 'flow.redo',
      title: 'Redo',
      group,
      keys: '$mod+Shift+z',
      icon: Redo2,
      when: () => history().futureStates.length > 0,
      run: () => step('redo'),
    },
    {
      id: 'flow.redoY',
      title: 'Redo, with Y',
      group,
      keys: '$mod+y',
      when: () => history().futureStates.length > 0,
      run: () => step('redo'),
    },
    { id: 'flow.save', title: 'Save the draft now', group, keys: '$mod+s', run: () => void autosave.flush() },
    { id: 'flow.run', title: 'Run once', group, keys: '$mod+Enter', icon: Play, run: runOnce },
    {
      id: 'flow.publish',
      title: 'Publish this flow',
      group,
      keys: '$mod+Shift+Enter',
      icon: Rocket,
      run: publish,
    },
    {
      id: 'flow.outline',
      title: 'Outline or canvas',
      group,
      keys: 'o',
      icon: List,
      run: () => ui.getState().set({ view: ui.getState().view === 'outline' ? 'canvas' : 'outline' }),
    },
    {
      id: 'flow.preview',
      title: 'Preview the data of the step',
      group,
      keys: 'p',
      icon: Eye,
      when: () => ui.getState().open !== null,
      run: () => ui.getState().set({ drawer: ui.getState().drawer === 'closed' ? 'output' : 'closed' }),
    },
    {
      id: 'flow.problem',
      title: 'Next problem',
      group,
      keys: 'F8',
      run: () => {
        const problem = goToNextProblem(open);
        ui.getState().set({ problemsOpen: true });
        speak(canvas, problem ? `${problem.title}. ${problem.whatToDo}` : 'Nothing to fix.');
      },
    },
    {
      id: 'flow.changes',
      title: 'What differs from the version that runs',
      group,
      when: () => flow.version !== null,
      run: () => ui.getState().set({ changesOpen: !ui.getState().changesOpen, problemsOpen: false }),
    },
    { id: 'flow.back', title: 'Back to the canvas', group, keys: 'Escape', run: back },
    {
      id: 'flow.settings',
      title: 'Settings of this flow',
      group,
      run: () => state.setState({ dialog: 'settings' }),
    },
    {
      id: 'flow.pause',
      title: 'Pause this flow',
      group,
      when: () => flow.state === 'live',
      run: () => actions.pause.mutate(),
    },
    {
      id: 'flow.resume',
      title: 'Resume this flow',
      group,
      when: () => flow.state === 'paused',
      run: () => actions.resume.mutate(),
    },
  ]);
}
