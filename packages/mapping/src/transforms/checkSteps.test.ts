import type { ReferenceTable } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { stepSchema } from '../fieldTable.ts';
import { transformOf } from './transforms.ts';

const tables: Record<string, ReferenceTable> = {
  countries: {
    key: 'code',
    rows: [
      { code: 'CH', name: 'Switzerland', dial: 41 },
      { code: 'DE', name: 'Germany', dial: 49 },
      { code: 'CH', name: 'second', dial: 0 },
    ],
  },
};

type Written = string | { do: string; [setting: string]: unknown };

function problems(step: Written): string[] {
  const { transform, settings } = transformOf(stepSchema.parse(step));
  const found = transform.check?.(settings, { tables, before: 'text', checkPath: () => [] }) ?? [];
  return found.map(({ code, path }) => `${code} ${path}`);
}

describe('checking steps', () => {
  it.each([
    [{ do: 'parse-date', format: 'yyyy' }, ['mapping.bad-date-format format']],
    [
      { do: 'parse-datetime', format: 'YYYY-MM-DD', timezone: 'Mars' },
      ['mapping.unknown-time-zone timezone'],
    ],
    [{ do: 'format-date', format: '--' }, ['mapping.bad-date-format format']],
    [{ do: 'replace', find: '(', with: '', pattern: true }, ['mapping.bad-pattern find']],
    [{ do: 'replace', find: '(', with: '' }, []],
    [{ do: 'phone', country: 'XX' }, ['mapping.unknown-country country']],
    [{ do: 'lookup', table: 'nope', column: 'x' }, ['mapping.unknown-table table']],
    [{ do: 'lookup', table: 'countries', column: 'nope' }, ['mapping.unknown-column column']],
    [{ do: 'lookup', table: 'countries', column: 'name' }, []],
    [{ do: 'map-values', values: {} }, ['mapping.no-values values']],
    [{ do: 'boolean', yes: ['x'], no: [' X '] }, ['mapping.ambiguous-word yes']],
    [{ do: 'boolean', yes: ['x'] }, []],
  ] as [Written, string[]][])('%j: %j', (step, expected) => {
    expect(problems(step)).toEqual(expected);
  });
});
