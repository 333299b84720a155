import type { FieldType } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, schema } from '../testing/catalogue.ts';
import { mergeSchemas } from './mergeSchemas.ts';

const shop = schema([field('id', 'integer'), field('email', 'email', { maxLength: 80 }), field('city')], {
  key: ['id'],
  cursorFields: ['at', 'seq'],
});
const hook = schema([field('id', 'integer'), field('email', 'text', { maxLength: 255, sensitive: true })], {
  key: ['id'],
  cursorFields: ['at'],
  open: true,
});

describe('records of several steps in one', () => {
  it('have every field, and one that not all bring may be missing', () => {
    const { schema: merged, conflicts } = mergeSchemas([shop, hook]);
    expect(conflicts).toEqual([]);
    expect(merged.fields).toEqual([
      { name: 'id', type: 'integer', nullable: false, required: false },
      { name: 'email', type: 'text', nullable: false, required: false, maxLength: 255, sensitive: true },
      { name: 'city', type: 'text', nullable: true, required: false },
    ]);
  });

  it('keep key and cursor fields only as far as all agree', () => {
    expect(mergeSchemas([shop, hook]).schema).toMatchObject({
      key: ['id'],
      cursorFields: ['at'],
      open: true,
    });
    expect(mergeSchemas([shop, { ...hook, key: ['email'] }]).schema.key).toEqual([]);
  });

  it('say which types do not go together, once for a field', () => {
    const types = (...list: FieldType[]) => mergeSchemas(list.map((type) => schema([field('x', type)])));
    expect(types('boolean', 'date')).toMatchObject({
      schema: { fields: [{ type: 'json' }] },
      conflicts: [{ field: 'x', types: ['boolean', 'date'] }],
    });
    expect(types('boolean', 'date', 'list').conflicts).toHaveLength(1);
    expect(types('integer', 'decimal').schema.fields[0]?.type).toBe('decimal');
    expect(types('phone', 'enum').schema.fields[0]?.type).toBe('text');
    expect(types('json', 'list').conflicts).toEqual([]);
  });

  it('join the choices of a list of choices', () => {
    const choice = (...options: string[]) => schema([field('size', 'enum', { options, label: 'Size' })]);
    expect(mergeSchemas([choice('s', 'm'), choice('m', 'l')]).schema.fields[0]).toMatchObject({
      label: 'Size',
      options: ['s', 'm', 'l'],
    });
  });

  it('are anything when nothing comes, and what they are when one thing comes', () => {
    expect(mergeSchemas([]).schema).toMatchObject({ fields: [], open: true });
    expect(mergeSchemas([shop]).schema).toBe(shop);
  });

  it('have the same fields whichever step is looked at first', () => {
    const some = fc
      .uniqueArray(
        fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('text', 'integer', 'decimal', 'date')),
        {
          selector: ([name]) => name,
        },
      )
      .map((pairs) => schema(pairs.map(([name, type]) => field(name, type as FieldType))));
    const byName = (list: { name: string }[]) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
    fc.assert(
      fc.property(some, some, (one, other) => {
        const [there, back] = [mergeSchemas([one, other]), mergeSchemas([other, one])];
        expect(byName(there.schema.fields)).toEqual(byName(back.schema.fields));
        expect(there.conflicts.length).toBe(back.conflicts.length);
      }),
    );
  });
});
