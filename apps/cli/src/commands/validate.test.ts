import { expect, it } from 'vitest';
import { describeDiagnostic } from './validate.ts';

const words = { code: 'x', title: 'This field is not known', whatToDo: 'Choose one of: email.' };

it.each([
  [{ node: 'clean', path: 'fields.3.from' }, 'error nodes.clean.fields.3.from  '],
  [{ node: 'clean' }, 'error nodes.clean  '],
  [{ node: 'split', port: 'yes' }, 'error nodes.split.yes  '],
  [{ path: 'edges.0' }, 'error edges.0  '],
  [{}, 'error flow  '],
])('names the place of a finding: %j', (place, start) => {
  expect(describeDiagnostic({ severity: 'error', ...words, ...place })).toBe(
    `${start}This field is not known. Choose one of: email.`,
  );
});
