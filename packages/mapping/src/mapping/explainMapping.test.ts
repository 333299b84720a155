import type { DataRecord, RecordSchema } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapConfigSchema } from '../fieldTable.ts';
import { compileMapping } from './compileMapping.ts';
import { explainMapping, explainSamples } from './explainMapping.ts';
import type { MappingEnv } from './mappingEnv.ts';

const source: RecordSchema = { fields: [], key: [], cursorFields: [], open: true };
const env: MappingEnv = { source, target: null, tables: {}, now: () => new Date(0) };

const config = mapConfigSchema.parse({
  fields: [
    { to: 'email', from: 'email', steps: ['trim', 'email'] },
    { to: 'born', from: 'born', steps: [{ do: 'parse-date', format: 'DD.MM.YYYY' }] },
    { to: 'source', value: 'crm' },
    { to: 'name', expression: 'first & " " & last' },
  ],
});

describe('explaining a mapping', () => {
  it('shows for each row what came, what was done and what goes', () => {
    const record = { email: ' Ada@Example.com', born: '31.02.1815', first: 'Ada', last: 'Lovelace' };
    expect(explainMapping(config, env, record)).toEqual([
      {
        to: 'email',
        from: 'email',
        input: ' Ada@Example.com',
        output: 'ada@example.com',
        failure: null,
        steps: ['trim', 'clean e-mail'],
      },
      {
        to: 'born',
        from: 'born',
        input: '31.02.1815',
        output: undefined,
        failure: {
          field: 'born',
          row: 1,
          step: 0,
          code: 'mapping.not-a-date',
          message: '“31.02.1815” is not a date in the form DD.MM.YYYY',
          value: '31.02.1815',
        },
        steps: ['to date DD.MM.YYYY'],
      },
      { to: 'source', from: null, input: 'crm', output: 'crm', failure: null, steps: [] },
      {
        to: 'name',
        from: 'first & " " & last',
        input: 'Ada Lovelace',
        output: 'Ada Lovelace',
        failure: null,
        steps: [],
      },
    ]);
  });

  it('says of a broken row why, and goes on with the others', () => {
    const broken = mapConfigSchema.parse({
      fields: [
        { to: 'a', from: 'x..y' },
        { to: 'b', expression: '1 +' },
        { to: 'c', from: 'x', steps: [{ do: 'lookup', table: 'none', column: 'c' }] },
        { to: 'd', expression: '$map(x, function($v) { $v })' },
        { to: 'e', expression: 'x + 1' },
        { to: 'ok', value: 1 },
      ],
    });
    const rows = explainMapping(broken, env, { x: 'text' });
    expect(rows.map((row) => row.failure?.code ?? 'ok')).toEqual([
      'mapping.row-broken',
      'mapping.row-broken',
      'mapping.row-broken',
      'mapping.runs-on-server',
      'mapping.expression-failed',
      'ok',
    ]);
    expect(rows[2]?.failure?.message).toBe('There is no table none. Add it to the flow.');
  });

  it('never throws, and agrees with what the mapping does', () => {
    const mapping = compileMapping(config, env);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('email', 'born', 'first', 'last'), fc.jsonValue()),
        (json) => {
          // What JSON can hold is a record.
          const record = json as DataRecord;
          const rows = explainMapping(config, env, record);
          const result = mapping.apply(record);
          const failures = rows.flatMap(({ failure }) => (failure === null ? [] : [failure]));
          expect(result.verdict === 'ok' ? [] : result.failures).toEqual(failures);
          if (result.verdict === 'ok') {
            for (const { to, output } of rows) expect(result.record[to]).toEqual(output);
          }
        },
      ),
    );
  });
});

describe('explaining samples', () => {
  it('counts what converts and shows up to five values that don’t, each once', () => {
    const values = ['01.01.2000', 'a', 'b', 'c', 'd', 'e', 'f', 'a', '', null];
    const records: DataRecord[] = [...values.map((born) => ({ born })), {}];
    const [, born] = explainSamples(config, env, records);
    expect(born).toMatchObject({ to: 'born', converted: 1, failed: 8, empty: 2 });
    expect(born?.failures.map(({ value }) => value)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(born?.failures[0]?.message).toBe('“a” is not a date in the form DD.MM.YYYY');
  });

  it('says that a broken row converts nothing', () => {
    const broken = mapConfigSchema.parse({ fields: [{ to: 'a', expression: '1 +' }] });
    expect(explainSamples(broken, env, [{}, {}])).toMatchObject([
      { converted: 0, failed: 2, failures: [{ value: undefined }] },
    ]);
  });

  it('needs no samples', () => {
    expect(explainSamples(config, env, []).every(({ converted, failed }) => converted + failed === 0)).toBe(
      true,
    );
  });
});
