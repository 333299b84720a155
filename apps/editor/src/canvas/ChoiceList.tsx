import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { joinClasses } from '../parts/classes.ts';
import { Icon } from '../parts/Icon.tsx';
import { Tile } from '../parts/Tile.tsx';
import { type Choice, filterChoices } from './pickerChoices.ts';

type ChoiceListProps = {
  label: string;
  empty: string;
  choices: readonly Choice[];
  onChoose: (choice: Choice) => void;
  onLeave: () => void;
};

/** A search field over a list; arrows move, Enter takes, Escape leaves. */
export function ChoiceList({ label, empty, choices, onChoose, onLeave }: ChoiceListProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = filterChoices(choices, text);

  const go = (to: number) => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    const chosen = found[at];
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Enter' && chosen) onChoose(chosen);
    else if (event.key === 'Escape' || event.key === 'Tab') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      role="dialog"
      aria-label={label}
      className="flex min-h-0 animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-float"
    >
      <h2 className="px-3 pt-2.5 pb-1 text-xs text-ink-2">{label}</h2>
      <div className="mx-2 mb-1 flex h-(--control) shrink-0 items-center gap-2 rounded-md border border-line-strong bg-panel px-2 focus-within:outline-2 focus-within:outline-focus">
        <Icon of={Search} size="sm" className="text-ink-3" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the list was asked for; focus belongs in it
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
          value={text}
          placeholder="Type to find"
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
          className="h-full w-full bg-transparent outline-none"
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={label} className="min-h-0 overflow-y-auto p-1">
        {found.map((choice, index) => (
          <div key={choice.id} role="presentation">
            {choice.group !== '' && choice.group !== found[index - 1]?.group && text === '' && (
              <div role="presentation" className="px-2 pt-2 pb-0.5 text-2xs font-medium text-ink-3">
                {choice.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys for its list */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onClick={() => onChoose(choice)}
              onPointerMove={() => setAt(index)}
              className={joinClasses(
                'flex cursor-default items-start gap-2.5 rounded-sm px-2 py-1.5 select-none',
                index === at && 'bg-hover',
              )}
            >
              <Tile category={choice.category} icon={choice.icon} />
              <span className="min-w-0 flex-1">
                <b className="block leading-4 font-medium">{choice.title}</b>
                <span className="line-clamp-2 text-xs text-ink-3">{choice.hint}</span>
              </span>
            </div>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="px-3 pb-3 text-ink-2">{empty}</p>}
    </div>
  );
}
