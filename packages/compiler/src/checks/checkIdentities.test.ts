import { describe, expect, it } from 'vitest';
import { env, field, said, schema } from '../testing/catalogue.ts';
import { filter, flow, hook, map, post } from '../testing/flows.ts';

const keyed = (...key: string[]) =>
  schema(
    key.map((name) => field(name)),
    { key, open: true },
  );
const mapBy = (key: unknown) => ({ type: 'map', config: { ...map.config, key } });

const meeting = (left: object, right: object, schemas: Record<string, ReturnType<typeof keyed>>) =>
  said(
    flow(
      {
        live: { ...hook, title: 'Live' },
        nightly: { ...hook, title: 'Nightly' },
        l: filter,
        r: filter,
        end: post,
        ...left,
        ...right,
      },
      [
        ['live', 'l'],
        ['nightly', 'r'],
        ['l', 'end'],
        ['r', 'end'],
      ],
    ),
    'destination.different-identities',
    { ...env, schemas },
  );

describe('two sources that meet in one destination', () => {
  it('may tell records apart by the same key', () => {
    expect(meeting({}, {}, { live: keyed('id'), nightly: keyed('id') })).toEqual([]);
  });

  it('are warned of when their keys differ, with both named', () => {
    expect(meeting({}, {}, { live: keyed('id'), nightly: keyed('shop', 'number') })).toMatchObject([
      {
        severity: 'warning',
        node: 'end',
        title: 'Records that meet in end are told apart differently: Live by id, Nightly by shop + number',
      },
    ]);
  });

  it('are fine when maps give both the same key, however it is spelled', () => {
    const schemas = { live: keyed('id'), nightly: keyed('number') };
    expect(meeting({ l: mapBy('email') }, { r: mapBy(['["email"]']) }, schemas)).toEqual([]);
    expect(meeting({ l: mapBy('number') }, {}, schemas)).toEqual([]);
    expect(meeting({ l: mapBy('phone') }, {}, schemas)).toHaveLength(1);
  });

  it('are not guessed at when one says nothing of its key', () => {
    expect(meeting({}, {}, { live: keyed('id') })).toEqual([]);
  });
});
