import { expect, it } from 'vitest';
import type { FieldPolicy, Projection } from './mergeSides.ts';
import { heldAfter } from './spelling.ts';

const policies: Record<string, FieldPolicy> = { mail: 'latest', name: 'manual', plan: 'a' };
const held = (before: Projection | null, sent: Projection, returned: Projection) =>
  heldAfter(before, sent, returned, policies);

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

it('lets a side make what it can of a field that the other one owns', () => {
  expect(held({ plan: 'free' }, { plan: 'enterprise' }, { plan: 'enter' })).toEqual({ plan: 'enter' });
});

it('takes a new record as it came to be, defaults included', () => {
  expect(held(null, { mail: 'a@x.test' }, { mail: 'a@x.test', plan: 'free' })).toEqual({
    mail: 'a@x.test',
    plan: 'free',
  });
});
