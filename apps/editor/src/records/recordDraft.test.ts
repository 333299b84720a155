import { describe, expect, it } from 'vitest';
import { fieldValue } from './fieldValue.ts';
import { fromDraft, parseRecord, toDraft } from './recordDraft.ts';

const record = { id: 991, email: '', vip: true, gone: null, tags: ['a', 'b'], place: { city: 'Zagreb' } };

describe('a record that is edited as a form', () => {
  it('comes back as it was when nothing is changed, types and order included', () => {
    const back = fromDraft(toDraft(record));
    expect(back).toEqual({ ok: true, record });
    expect(back.ok && Object.keys(back.record)).toEqual(Object.keys(record));
  });

  it('keeps empty text, nothing and an absent field apart', () => {
    const draft = toDraft({ email: '', phone: null, fax: undefined });
    expect(draft.map(({ name, kind }) => [name, kind])).toEqual([
      ['email', 'text'],
      ['phone', 'nothing'],
    ]);
  });

  it('says what is wrong beside the field that is wrong', () => {
    const draft = [
      { id: 1, name: 'age', kind: 'number' as const, text: 'ten' },
      { id: 2, name: 'tags', kind: 'json' as const, text: '[vip' },
      { id: 3, name: ' ', kind: 'text' as const, text: '' },
      { id: 4, name: 'age', kind: 'text' as const, text: '10' },
    ];
    const back = fromDraft(draft);
    expect(back.ok ? [] : [...back.problems]).toEqual([
      [1, 'Write a number, such as 12 or 0.5.'],
      [2, 'Write a list or an object as JSON, such as ["vip"].'],
      [3, 'Give the field a name.'],
      [4, 'age is there twice. Take one away.'],
    ]);
  });
});

it('takes JSON only when it is a record', () => {
  expect(parseRecord('{"a":1}')).toEqual({ ok: true, record: { a: 1 } });
  expect(parseRecord('[1]')).toEqual({
    ok: false,
    problem: 'A record is an object: names and values between { and }.',
  });
  expect(parseRecord('{').ok).toBe(false);
});

it('shows lists as words, and never an empty place where a value is empty', () => {
  expect(fieldValue(['vip', 'gold'])).toBe('vip · gold');
  expect(fieldValue('')).toBe('(empty)');
  expect(fieldValue(null)).toBe('nothing');
  expect(fieldValue(undefined)).toBe('no value');
  expect(fieldValue({ city: 'Zagreb' })).toBe('{"city":"Zagreb"}');
});
