import type { Item } from '../plan/operator.ts';
import type { RunWork } from '../run/runWork.ts';
import { type ContentText, createContentText } from './contentHash.ts';
import type { Delivery } from './delivery.ts';

/** Makes deliveries for one destination of a run out of the records that reached it. */
export function createDeliveryMaker(work: RunWork, node: string): (item: Item) => Delivery {
  const text = textOf(work, node);
  const timeOf = createTimeReader();
  const { ready, run } = work;
  // That a condition became true again is news, even when nothing else of the record changed.
  const repeats = run.kind === 'release' && ready.step(run.feeder).type === 'crossing';
  return ({ change, key, place, record, holds }) => {
    const { op, version } = change;
    // Of a condition only its answer is kept.
    const hash =
      op === 'delete' ? '' : holds === undefined ? work.ports.digest(text(record)) : holds ? 't' : 'f';
    const delivery = { key, place, op, version, receivedMs: timeOf(change.receivedTs), hash, record, change };
    return repeats && op === 'upsert' ? { ...delivery, repeats } : delivery;
  };
}

/** The records of a page mostly came at the same time, and reading a time is slow. */
function createTimeReader(): (ts: string) => number {
  let last = '';
  let lastMs = 0;
  return (ts) => {
    if (ts !== last) {
      last = ts;
      lastMs = Date.parse(ts) || 0;
    }
    return lastMs;
  };
}

/** One per destination of a run: the records of one destination share their shape. */
const texts = new WeakMap<RunWork, Map<string, ContentText>>();

function textOf(work: RunWork, node: string): ContentText {
  const own = texts.get(work) ?? new Map<string, ContentText>();
  texts.set(work, own);
  const text = own.get(node) ?? createContentText();
  own.set(node, text);
  return text;
}
