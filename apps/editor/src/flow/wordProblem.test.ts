import type { Diagnostic } from '@syncline/model';
import { expect, it } from 'vitest';
import { wordProblem } from './wordProblem.ts';

const schema = {
  properties: {
    table: { title: 'Table', type: 'string' },
    archiveField: { title: 'Field that marks it', type: 'string' },
    fields: { title: 'Fields', type: 'array', items: { properties: { to: { title: 'To' } } } },
  },
};
const problem = (path: string, title: string): Diagnostic => ({
  severity: 'error',
  code: 'step.config',
  node: 'copy',
  path,
  title,
  whatToDo: `Open the step and correct ${path}.`,
});

it('says what is wrong without the name the document has for the field', () => {
  const worded = wordProblem(problem('archiveField', 'archiveField: Choose the field'), schema);
  expect(worded).toMatchObject({
    path: 'archiveField',
    title: 'Choose the field',
    whatToDo: 'Correct it at “Field that marks it”.',
  });
});

it('calls a field as its form does where the sentence begins with it', () => {
  expect(wordProblem(problem('table', 'table has no value'), schema).title).toBe('Table has no value');
  expect(wordProblem(problem('fields.2.to', 'fields.2.to has no value'), schema).title).toBe(
    'Fields, entry 3, To has no value',
  );
});

it('leaves what the form has no field for, and what is no setting, as it is', () => {
  const unknown = problem('colour', 'colour: "colour" is not known here');
  expect(wordProblem(unknown, schema)).toBe(unknown);
  const other = { ...problem('table', 'table is empty'), code: 'step.other' };
  expect(wordProblem(other, schema)).toBe(other);
});
