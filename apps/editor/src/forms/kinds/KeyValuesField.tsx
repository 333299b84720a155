import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import type { KindProps } from '../formContext.ts';
import { isObject } from '../formField.ts';

type Pair = { name: string; value: string };

const pairsIn = (value: unknown): Pair[] =>
  isObject(value) ? Object.entries(value).map(([name, held]) => ({ name, value: String(held) })) : [];

/** fromEntries makes own properties of every name, also of those that would reach a prototype. */
const objectOf = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(
    pairs.filter(({ name }) => name.trim() !== '').map((pair) => [pair.name.trim(), pair.value]),
  );

/** Names with values. A pair without a name is kept here and not sent. */
export function KeyValuesField({ field, value, onChange }: KindProps) {
  const [pairs, setPairs] = useState(() => pairsIn(value));
  const held = JSON.stringify(value ?? {});
  useEffect(() => {
    setPairs((mine) => {
      const theirs: unknown = JSON.parse(held);
      return JSON.stringify(objectOf(mine)) === held ? mine : pairsIn(theirs);
    });
  }, [held]);
  const write = (next: Pair[]) => {
    setPairs(next);
    onChange(objectOf(next));
  };
  const change = (index: number, part: Partial<Pair>) =>
    write(pairs.map((pair, place) => (place === index ? { ...pair, ...part } : pair)));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {pairs.map((pair, index) => (
        // Names change while they are typed; the place is what stays.
        <div key={index} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1.5">
          <TextInput
            aria-label={`${field.title}, name ${index + 1}`}
            placeholder="Name"
            value={pair.name}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <TextInput
            aria-label={`${field.title}, value ${index + 1}`}
            placeholder="Value"
            value={pair.value}
            onChange={(event) => change(index, { value: event.target.value })}
          />
          <IconButton
            icon={X}
            size="sm"
            label={`Remove ${pair.name || `pair ${index + 1}`}`}
            onClick={() => write(pairs.filter((_pair, place) => place !== index))}
          />
        </div>
      ))}
      <Button
        size="sm"
        icon={Plus}
        className="self-start"
        onClick={() => setPairs([...pairs, { name: '', value: '' }])}
      >
        Add
      </Button>
    </div>
  );
}
