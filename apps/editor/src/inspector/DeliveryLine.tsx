import { ShieldCheck } from 'lucide-react';
import { useCheck } from '../flow/FlowContext.tsx';
import { Icon } from '../parts/Icon.tsx';

const sentences: Readonly<Record<string, string>> = {
  T: 'Each change is written exactly once: the write and its proof commit together.',
  U: 'Each change is written by the key of its record. Writing one twice leaves the same record.',
  I: 'Each change carries a key of its own. The system knows a repeated one and takes it once.',
  L: 'Each record is marked. After a lost answer the mark is looked for before anything is sent again.',
  N: 'After a lost answer nobody can tell whether a change was taken. The settings above say what happens then.',
};

/** How sure the destination can be that a change is written once, in words. */
export function DeliveryLine({ name }: { name: string }) {
  const delivery = useCheck((check) => check.delivery[name]);
  if (delivery === undefined) return null;
  return (
    <p className="flex items-start gap-2 border-t border-line pt-3 text-ink-2">
      <Icon of={ShieldCheck} className="mt-0.5 text-ink-3" />
      {Object.hasOwn(sentences, delivery) ? sentences[delivery] : delivery}
    </p>
  );
}
