import { expect, it } from 'vitest';
import type { Projection } from './mergeSides.ts';
import { heldAfter } from './spelling.ts';

const held = (before: Projection | null, sent: Projection, values: Projection, isRepeated = false) =>
  heldAfter(before, sent, { values, isCertain: false, isNew: before === null }, isRepeated);

it.each([
  ['case and blanks', ' Ann@X.test ', 'ann@x.test'],
  ['notation of a number', '12.50', 12.5],
  ['notation of a time', '2026-11-21T12:00:00Z', '2026-11-21 12:00:00.000+00'],
  ['an empty text kept as nothing', '', null],
])('takes another %s for the spelling of the system', (_, sent, returned) => {
  expect(held({ mail: 'old' }, { mail: sent }, { mail: returned })).toEqual({ mail: returned });
});

it('takes another value for an edit that came between, so that the next look sees it', () => {
  expect(held({ mail: 'old' }, { mail: 'sent' }, { mail: 'somebody else' })).toEqual({ mail: 'sent' });
});

it('does the same with a field that was not sent', () => {
  const returned = { mail: 'sent', name: 'changed meanwhile' };
  expect(held({ mail: 'old', name: 'Ann' }, { mail: 'sent' }, returned)).toEqual({
    mail: 'sent',
    name: 'Ann',
  });
});

it('lets a side make what it can of a value that it was told twice', () => {
  const cut = { plan: 'enter' };
  expect(held({ plan: 'free' }, { plan: 'enterprise' }, cut)).toEqual({ plan: 'enterprise' });
  expect(held(cut, { plan: 'enterprise' }, cut, true)).toEqual(cut);
  expect(held({ plan: 'free' }, { plan: 'enterprise' }, cut, true)).toEqual({ plan: 'enterprise' });
});

it('believes what the answer to the write itself says', () => {
  const sure = { values: { plan: 'enter' }, isCertain: true, isNew: false };
  expect(heldAfter({ plan: 'free' }, { plan: 'enterprise' }, sure, false)).toEqual({ plan: 'enter' });
});

it('takes a new record as it came to be, defaults included', () => {
  expect(held(null, { mail: 'a@x.test' }, { mail: 'a@x.test', plan: 'free' })).toEqual({
    mail: 'a@x.test',
    plan: 'free',
  });
});

it('does not know what a record held that somebody else made at the same time', () => {
  const found = { values: { mail: 'a@x.test', plan: 'gold' }, isCertain: true, isNew: false };
  expect(heldAfter(null, { mail: 'a@x.test' }, found, false)).toEqual({ mail: 'a@x.test' });
});
