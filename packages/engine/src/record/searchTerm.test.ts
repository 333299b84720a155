import { openSchema, type RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { searchTerm } from './searchTerm.ts';
import { termReader } from './termReader.ts';

describe('what a person types', () => {
  it.each([
    ['Ada@Example.COM', ' ada@example.com '],
    ['+41 79 123 45 67', '0041791234567'],
    ['+1 (555) 010-9999', '1.555.010.9999'],
    ['Order-17', 'order-17'],
  ])('finds %s by %s', (held, typed) => {
    expect(searchTerm(typed)).toBe(searchTerm(held));
  });

  it('keeps short numbers and names as they are', () => {
    expect(['0017', '17-3', 'a-17'].map(searchTerm)).toEqual(['0017', '17-3', 'a-17']);
  });
});

describe('the texts by which a record is looked for', () => {
  const field = (name: string, type: RecordSchema['fields'][number]['type']) => ({
    name,
    type,
    nullable: true,
    required: false,
  });
  const schema: RecordSchema = {
    ...openSchema,
    fields: [
      field('name', 'text'),
      field('mail', 'email'),
      field('tel', 'phone'),
      field('work_email', 'text'),
      field('mobile', 'text'),
    ],
  };

  it('are its e-mail addresses and phone numbers, three at most, by the types of its fields first', () => {
    const read = termReader(schema);
    const record = {
      name: 'Ada',
      mail: 'Ada@X.org',
      tel: '+41 79 123 45 67',
      work_email: 'W@X.org',
      mobile: '1',
    };
    expect(read(record, null)).toEqual(['ada@x.org', '41791234567', 'w@x.org']);
    expect(read({ mail: 'a@x.org', work_email: 'A@x.org', tel: null }, null)).toEqual(['a@x.org']);
  });

  it('and its identity at the source where that is another', () => {
    expect(termReader(schema)({ mail: 'a@x.org' }, 'Shop-17')).toEqual(['a@x.org', 'shop-17']);
    expect(termReader(openSchema)({ n: 1 }, '17')).toEqual(['17']);
  });

  it('are none where the fields say nothing', () => {
    expect(termReader(openSchema)({ email: 'a@x.org' }, null)).toBeNull();
  });
});
