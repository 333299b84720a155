import { AtSign, Hash, type LucideIcon, Phone } from 'lucide-react';
import { Kbd } from '../../parts/Kbd.tsx';
import { Tile } from '../../parts/Tile.tsx';

const examples: readonly { icon: LucideIcon; what: string; example: string }[] = [
  { icon: AtSign, what: 'An e-mail address, however it is written', example: 'Ana.Kovac@example.test' },
  { icon: Hash, what: 'An id of the source or of a destination', example: 'shop:17' },
  { icon: Phone, what: 'A phone number, with or without spaces', example: '+385 91 234 5678' },
];

/** Before the first search: what can be looked for. */
export function Examples() {
  return (
    <div className="max-w-[640px] pt-6">
      <h2 className="text-xl tracking-[-.02em]">Where is this customer, and why?</h2>
      <p className="pt-1 text-ink-2">
        One search over every flow and every system: what each of them holds, what happened to the record on
        its way, and where it stopped.
      </p>
      <ul className="mt-5 flex flex-col gap-2.5">
        {examples.map(({ icon, what, example }) => (
          <li key={what} className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 wide:flex">
            <Tile category="plain" icon={icon} />
            <span className="text-ink-2">{what}</span>
            <span className="col-start-2 font-mono text-xs">{example}</span>
          </li>
        ))}
      </ul>
      <p className="mt-6 flex items-center gap-2 text-xs text-ink-3 max-wide:hidden">
        <Kbd keys="/" /> comes here from every page but the canvas.
      </p>
    </div>
  );
}
