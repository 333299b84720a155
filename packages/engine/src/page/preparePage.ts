import { type Change, describeError, mainPort, type RejectedInput, type Token } from '@syncline/model';
import type { FailedItem, Item, StepResult } from '../plan/operator.ts';
import type { DeadLetterWrite } from '../ports.ts';
import { type ContentText, createContentText } from '../record/contentHash.ts';
import { type Delivery, originOf } from '../record/delivery.ts';
import { partOf } from '../record/lane.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import { createPageAccount, type PageAccount } from './pageAccount.ts';

/** A page as a feeder gave it. */
export interface RawPage {
  changes: Change[];
  rejected: RejectedInput[];
  /** Null for pages of a trigger: their place is the inbox. */
  token: Token | null;
  progress: number | null;
  inboxIds: string[];
}

/** A page that has been through the steps, ready to be delivered. */
export interface Page {
  number: number;
  token: Token | null;
  progress: number | null;
  inboxIds: string[];
  read: number;
  /** By destination step, in order of arrival. */
  deliveries: Map<string, Delivery[]>;
  account: PageAccount;
}

/** Takes a page through the steps: pure work, so it overlaps with the delivery of the page before. */
export async function preparePage(work: RunWork, raw: RawPage): Promise<Page> {
  const { ready, run } = work;
  const account = createPageAccount();
  const fromMs = work.elapsed();
  const changes = ownChanges(work, raw.changes);
  const rejected = ownRejects(work, raw.rejected);
  const results = await ready.operators.run(run.feeder, changes);
  const deliveries = new Map<string, Delivery[]>();
  for (const [node, result] of results) {
    countStep(work, account, node, result);
    if (ready.step(node).role === 'destination')
      deliveries.set(node, deliver(work, account, node, result.input));
  }
  account.counts.in(run.feeder, rejected.length);
  for (const input of rejected) rejectInput(work, account, input);
  const toMs = work.elapsed();
  for (const [node, { input }] of results) {
    if (input.length > 0 && !deliveries.has(node)) work.timeline.add(node, 'work', fromMs, toMs);
  }
  const page: Page = {
    number: work.nextPage,
    token: raw.token,
    progress: raw.progress,
    inboxIds: raw.inboxIds,
    read: changes.length + rejected.length,
    deliveries,
    account,
  };
  work.nextPage += 1;
  return page;
}

/** Every part of a split flow reads all and keeps what is its own. Events were split when they came in. */
function ownChanges({ ready, run, lease }: RunWork, changes: Change[]): Change[] {
  const { parts } = ready.flow.plan.settings;
  if (parts === 1 || ready.step(run.feeder).role === 'trigger') return changes;
  return changes.filter(({ key }) => partOf(key, parts) === lease.part);
}

function ownRejects({ ready, run, lease }: RunWork, rejected: RejectedInput[]): RejectedInput[] {
  const { parts } = ready.flow.plan.settings;
  if (parts === 1 || ready.step(run.feeder).role === 'trigger') return rejected;
  return rejected.filter(({ place }) => partOf(place, parts) === lease.part);
}

function countStep(work: RunWork, account: PageAccount, node: string, result: StepResult): void {
  account.counts.in(node, result.input.length);
  const severalWays = Object.keys(work.ready.step(node).next).some((port) => port !== mainPort);
  for (const [port, items] of result.output) if (severalWays) account.counts.port(node, port, items.length);
  account.counts.out(node, result.left);
  if (result.filtered.length > 0) account.counts.outcome(node, 'filtered', result.filtered.length);
  for (const failed of result.failed) buryItem(work, account, node, failed);
}

function deliver(work: RunWork, account: PageAccount, node: string, items: Item[]): Delivery[] {
  const { config } = work.ready.step(node);
  const takesDeletes = config.deletes !== undefined && config.deletes !== 'ignore';
  const text = textOf(work, node);
  const timeOf = createTimeReader();
  const deliveries: Delivery[] = [];
  for (const item of items) {
    if (item.change.op === 'delete' && !takesDeletes) {
      account.counts.outcome(node, 'filtered');
    } else if (item.key === '') {
      const message = 'The record has no identity';
      buryItem(work, account, node, { item, code: 'source.no-key', field: null, message });
    } else {
      deliveries.push(deliveryOf(work, text, timeOf(item.change.receivedTs), item));
    }
  }
  return deliveries;
}

function deliveryOf(
  { ports }: RunWork,
  text: ContentText,
  receivedMs: number,
  { change, key, place, record }: Item,
): Delivery {
  const { op, version } = change;
  const hash = op === 'delete' ? '' : ports.digest(text(record));
  return { key, place, op, version, receivedMs, hash, record, change };
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

function buryItem(
  work: RunWork,
  account: PageAccount,
  node: string,
  { item, code, field, message }: FailedItem,
) {
  bury(work, account, {
    node,
    destinationId: work.ready.flow.destinationIds[node] ?? null,
    key: item.key === '' ? null : item.key,
    outcome: 'dead',
    code,
    message,
    field,
    place: null,
    input: item.change.record,
    mapped: undefined,
    version: versionText(item.change.version, Date.parse(item.change.receivedTs) || 0),
    attempts: 1,
    origin: originOf(work.run.feeder, item.change),
  });
}

function rejectInput(
  work: RunWork,
  account: PageAccount,
  { place, code, message, raw }: RejectedInput,
): void {
  bury(work, account, {
    node: work.run.feeder,
    destinationId: null,
    key: null,
    outcome: 'rejected',
    code,
    message,
    field: null,
    place,
    input: raw,
    mapped: undefined,
    version: '',
    attempts: 1,
    origin: null,
  });
}

function bury({ log, causes }: RunWork, account: PageAccount, letter: DeadLetterWrite): void {
  account.bury(letter);
  causes.set(letter.code, (causes.get(letter.code) ?? 0) + 1);
  const { node, key, code, message, place, field } = letter;
  const where = [place, field].filter((part) => part !== null).join(', ');
  const what = message === '' ? describeError(code).title : message;
  log.write(
    'error',
    `${where === '' ? '' : `${where}: `}${what.replace(/\.$/, '')}, kept in failed records`,
    {
      node,
      key,
      code,
    },
  );
}
