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

it('knows a survivor that may be the older one, and never forgets it', () => {
  const contested = (page: Delivery[]) => newestOf(page).newest.map((one) => one.contested === true);
  expect(contested([delivery('a', 0, noVersion), delivery('a', 1, noVersion)])).toEqual([true]);
  expect(
    contested([delivery('a', 0, seq(1)), delivery('a', 1, noVersion), delivery('a', 2, seq(2))]),
  ).toEqual([true]);
  expect(contested([delivery('a', 0, seq(1)), delivery('a', 1, seq(2))])).toEqual([false]);
  const same = { ...delivery('a', 1, noVersion), hash: '0' };
  expect(contested([delivery('a', 0, noVersion), same])).toEqual([false]);
});

it('lets a delete end the version it names, wherever it stands', () => {
  const gone: Delivery = { ...delivery('a', 0, seq(2)), op: 'delete', hash: '' };
  expect(newestOf([gone, delivery('a', 1, seq(2))]).newest).toEqual([gone]);
  expect(newestOf([delivery('a', 1, seq(2)), gone]).newest).toEqual([gone]);
});
