import { Dialog } from '../parts/Dialog.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { groupCommands } from './groupCommands.ts';
import { useCommandList } from './useCommands.ts';

/** All keys that work on this page, from the same table that makes them work. Loaded on first use. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const groups = groupCommands(useCommandList().filter((command) => command.keys));
  return (
    <Dialog open onClose={onClose} title="Keys on this page">
      <div className="grid gap-5 wide:grid-cols-2">
        {groups.map(([heading, entries]) => (
          <section key={heading}>
            <h3 className="pb-1 text-xs font-medium text-ink-3">{heading}</h3>
            <dl>
              {entries.map((command) => (
                <div key={command.id} className="flex min-h-(--row-compact) items-center gap-3">
                  <dt className="min-w-0 flex-1">{command.title}</dt>
                  <dd>
                    <Kbd keys={command.keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
