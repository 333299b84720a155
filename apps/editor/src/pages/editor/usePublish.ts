import { useCanvasStore } from '../../canvas/CanvasContext.tsx';
import { speak } from '../../canvas/canvasStore.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { countOf } from '../../parts/format.ts';
import { useSession } from './session.tsx';

/** What Publish does: with problems it opens their list, else it asks for a note. */
export function usePublish(): () => void {
  const { check, ui } = useOpenFlow();
  const { state } = useSession();
  const canvas = useCanvasStore();
  return () => {
    const errors = check.getState().diagnostics.filter(({ severity }) => severity === 'error').length;
    if (errors === 0) return state.setState({ dialog: 'publish' });
    ui.getState().set({ problemsOpen: true });
    speak(canvas, `Not published: ${countOf(errors, 'problem')} to fix first.`);
  };
}
