import type { Diagnostic } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortDiagnostics } from './sortDiagnostics.ts';

const one = (more: Partial<Diagnostic>): Diagnostic => ({
  severity: 'error',
  code: 'a.b',
  title: 'It is so',
  whatToDo: 'Change it.',
  ...more,
});

describe('the list of what is wrong', () => {
  it('begins with errors, then goes from the whole flow along its steps', () => {
    const list = [
      one({ severity: 'warning' }),
      one({ node: 'last' }),
      one({ severity: 'warning', node: 'first' }),
      one({ node: 'first' }),
      one({}),
    ];
    expect(
      sortDiagnostics(list, ['first', 'last']).map(({ severity, node }) => `${severity} ${node ?? '*'}`),
    ).toEqual(['error *', 'error first', 'error last', 'warning *', 'warning first']);
  });

  it('counts rows of a mapping as people do', () => {
    const list = ['fields.10.to', 'fields.2.to', 'fields.2.from', 'fields.0'].map((path) => one({ path }));
    expect(sortDiagnostics(list, []).map(({ path }) => path)).toEqual([
      'fields.0',
      'fields.2.from',
      'fields.2.to',
      'fields.10.to',
    ]);
  });

  it('says nothing twice', () => {
    expect(sortDiagnostics([one({ node: 'a' }), one({}), one({ node: 'a' })], ['a'])).toHaveLength(2);
    expect(sortDiagnostics([one({ field: 'x' }), one({ path: 'x' })], [])).toHaveLength(2);
  });

  it('is the same whatever the order the checks ran in', () => {
    const any = fc.record({
      severity: fc.constantFrom<Diagnostic['severity']>('error', 'warning'),
      node: fc.constantFrom('a', 'b', 'unplaced'),
      path: fc.constantFrom('f.1', 'f.2', 'f.11', 'f.01'),
      title: fc.constantFrom('x', 'y'),
    });
    const shuffled = fc
      .array(any.map(one), { maxLength: 12 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(sortDiagnostics(other, ['b', 'a'])).toEqual(sortDiagnostics(list, ['b', 'a']));
      }),
    );
  });
});
