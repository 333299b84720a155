import { useDoc } from '../flow/FlowContext.tsx';

type StepPanelProps = { name: string };

/** One step's panel: head, tabs and what belongs to the chosen tab. */
export function StepPanel({ name }: StepPanelProps) {
  const title = useDoc((doc) => doc.document.nodes[name]?.title ?? name);
  return (
    <aside
      aria-label={`Step ${title}`}
      className="flex h-full w-full flex-col border-l border-line bg-panel md:w-(--inspector)"
    >
      <header className="border-b border-line px-4 py-3">
        <h2>{title}</h2>
      </header>
    </aside>
  );
}
