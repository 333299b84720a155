import {
  type Change,
  describeError,
  type Hint,
  mainPort,
  type RejectedInput,
  type Token,
} from '@syncline/model';
import { keyFields } from '../deliver/destinationStep.ts';
import type { FailedItem, Item, StepResult } from '../plan/operator.ts';
import type { DeadLetterWrite } from '../ports.ts';
import { type Delivery, originOf } from '../record/delivery.ts';
import { partOf } from '../record/lane.ts';
import { createDeliveryMaker } from '../record/makeDelivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import { createPageAccount, type PageAccount } from './pageAccount.ts';
import { createResumption, itemsOf, type ResumedRecord } from './resumed.ts';

/** A page as a feeder gave it. */
export interface RawPage {
  changes: Change[];
  rejected: RejectedInput[];
  /** Records it has only word of. */
  hints?: readonly Hint[];
  /** Null for pages of a trigger: their place is the inbox. */
  token: Token | null;
  progress: number | null;
  inboxIds: string[];
  /** When word came of records that were then read again, by their source keys. */
  hintedMs?: ReadonlyMap<string, number>;
  /** In place of `changes`: records that go on from where they were kept, or that are run once more. */
  resumed?: readonly ResumedRecord[];
}

/** A page that has been through the steps, ready to be delivered. */
export interface Page {
  number: number;
  token: Token | null;
  progress: number | null;
  inboxIds: string[];
  read: number;
  hintedMs: ReadonlyMap<string, number>;
  /** By destination step, in order of arrival. */
  deliveries: Map<string, Delivery[]>;
  account: PageAccount;
}

/** Takes a page through the steps: pure work, so it overlaps with the delivery of the page before. */
export async function preparePage(work: RunWork, raw: RawPage): Promise<Page> {
  const { ready, run } = work;
  const resumed = raw.resumed === undefined ? null : ownResumed(work, raw.resumed);
  const account = createPageAccount(resumed === null ? null : createResumption(resumed));
  const fromMs = work.elapsed();
  const changes = ownChanges(work, raw.changes);
  const rejected = ownRejects(work, raw.rejected);
  const results = await (resumed === null
    ? ready.operators.run(run.feeder, changes)
    : ready.operators.resume(run.feeder, itemsOf(resumed)));
  const deliveries = new Map<string, Delivery[]>();
  for (const [node, result] of results) {
    countStep(work, account, node, result);
    if (endsAt(work, node))
      deliveries.set(node, await deliver(work, account, node, result.kept ?? result.input));
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
    read: (resumed ?? changes).length + rejected.length,
    hintedMs: raw.hintedMs ?? new Map(),
    deliveries,
    account,
  };
  work.nextPage += 1;
  return page;
}

/** A checkpoint ends the way of what reaches it, and begins that of what it lets go on. */
function endsAt({ ready, run }: RunWork, node: string): boolean {
  const { role } = ready.step(node);
  return role === 'destination' || (role === 'checkpoint' && node !== run.feeder);
}

/** Every part of a split flow reads all and keeps what is its own. Events were split when they came in. */
function ownChanges({ ready, run, lease }: RunWork, changes: Change[]): Change[] {
  const { parts } = ready.flow.plan.settings;
  if (parts === 1 || run.kind === 'live') return changes;
  return changes.filter(({ key }) => partOf(key, parts) === lease.part);
}

function ownResumed({ ready, lease }: RunWork, resumed: readonly ResumedRecord[]): readonly ResumedRecord[] {
  const { parts } = ready.flow.plan.settings;
  return parts === 1 ? resumed : resumed.filter(({ change }) => partOf(change.key, parts) === lease.part);
}

function ownRejects({ ready, run, lease }: RunWork, rejected: RejectedInput[]): RejectedInput[] {
  const { parts } = ready.flow.plan.settings;
  if (parts === 1 || run.kind === 'live') return rejected;
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

async function deliver(
  work: RunWork,
  account: PageAccount,
  node: string,
  items: Item[],
): Promise<Delivery[]> {
  const make = createDeliveryMaker(work, node);
  const nameless = items.some(({ key }) => key === '');
  const named = nameless ? await nameDeletes(work, node, items) : items;
  const deliveries: Delivery[] = [];
  for (const item of named) {
    if (item.key !== '') {
      deliveries.push(make(item));
    } else if (item.change.op === 'delete') {
      // It does not hold the record, under whatever name.
      account.counts.outcome(node, 'filtered');
      account.resumption?.tell(item.place, 'done');
    } else {
      const message = 'The record has no identity';
      buryItem(work, account, node, { item, code: 'source.no-key', field: null, message });
    }
  }
  return deliveries;
}

/** A delete may bring nothing but the identity at the source: the ledger knows which record of the destination it means. */
async function nameDeletes({ ports, ready }: RunWork, node: string, items: Item[]): Promise<Item[]> {
  const destinationId = ready.flow.destinationIds[node];
  const isNameless = ({ key, change }: Item) => key === '' && change.op === 'delete';
  const sourceKeys = items.filter(isNameless).map(({ change }) => change.key);
  if (destinationId === undefined || sourceKeys.length === 0) return items;
  const keys = await ports.ledger.keysOf(destinationId, sourceKeys);
  const [name, ...more] = keyFields(ready.step(node));
  return items.map((item) => {
    const key = keys.get(item.change.key);
    if (key === undefined || !isNameless(item)) return item;
    // By its only key field the destination finds it; of several nobody knows which part is which.
    const named = name === undefined || more.length > 0 ? {} : { [name]: key };
    return { ...item, key, record: { ...named, ...item.record } };
  });
}

function buryItem(
  work: RunWork,
  account: PageAccount,
  node: string,
  { item, code, field, message }: FailedItem,
) {
  account.resumption?.tell(item.place, 'dead');
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
    origin: originOf(work.run.feeder, item.change, account.resumption?.records[item.place]?.key),
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
