import { useUi } from '../flow/FlowContext.tsx';

/** What flows into and out of the open step, as a live preview read it. */
export function DataDrawer() {
  const open = useUi((ui) => ui.open);
  const tab = useUi((ui) => ui.drawer);
  if (open === null || tab === 'closed') return null;
  return <section aria-label="Data of this step" className="h-full border-t border-line bg-panel" />;
}
