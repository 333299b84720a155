import { useUi } from '../flow/FlowContext.tsx';
import { StepPanel } from './StepPanel.tsx';

/** The open step: what it does, set up in place. Nothing when no step is open. */
export function Inspector() {
  const open = useUi((ui) => ui.open);
  if (open === null) return null;
  return <StepPanel key={open} name={open} />;
}
