import { useDoc, useRun } from '../flow/FlowContext.tsx';
import { formatCount } from '../parts/format.ts';
import { wayTitle } from './definitions.ts';

/** A branch's ways out: name left, count right, the port on the row's edge. */
export function BranchRows({ name, ports }: { name: string; ports: readonly string[] }) {
  return ports.map((port) => <BranchRow key={port} name={name} port={port} />);
}

function BranchRow({ name, port }: { name: string; port: string }) {
  const title = useDoc(({ document }) => wayTitle(document, name, port));
  const count = useRun((state) => state.counts[name]?.ports?.[port]);
  return (
    <div className="flex h-6 items-center justify-between gap-2 border-t border-line pr-[11px] pl-[9px] text-2xs text-ink-2">
      <span className="truncate">{title}</span>
      {count !== undefined && <b className="font-semibold text-ink">{formatCount(count)}</b>}
    </div>
  );
}
