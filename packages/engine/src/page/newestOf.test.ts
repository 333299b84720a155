import { noVersion, type SourceVersion } from '@syncline/model';
import { expect, it } from 'vitest';
import type { Delivery } from '../record/delivery.ts';
import { newestOf } from './newestOf.ts';

const seq = (value: number): SourceVersion => ({
  kind: 'seq',
  epoch: 0,
  value: `${value}`,
  granularityMs: 0,
});
const delivery = (key: string, place: number, version: SourceVersion): Delivery => ({
  key,
  place,
  version,
  op: 'upsert',
  receivedMs: 0,
  hash: `${place}`,
  record: {},
  change: { stream: 's', key, op: 'upsert', version, record: {}, sourceTs: null, receivedTs: '' },
});
const places = (list: Delivery[]) => list.map(({ place }) => place);

it('sends one state of each record, the last to come where versions say nothing', () => {
  const page = [delivery('a', 0, noVersion), delivery('b', 1, noVersion), delivery('a', 2, noVersion)];
  const { newest, superseded } = newestOf(page);
  expect(places(newest).sort()).toEqual([1, 2]);
  expect(places(superseded)).toEqual([0]);
});

it('sends the newest version, though an older one came after it', () => {
  const page = [delivery('a', 0, seq(2)), delivery('a', 1, seq(3)), delivery('a', 2, seq(1))];
  const { newest, superseded } = newestOf(page);
  expect(places(newest)).toEqual([1]);
  expect(places(superseded)).toEqual([0, 2]);
});

it('sends the later of two states of one version', () => {
  expect(places(newestOf([delivery('a', 0, seq(2)), delivery('a', 1, seq(2))]).newest)).toEqual([1]);
});
