import type { Diagnostic } from '@syncline/model';
import { compareText } from './graph/flowGraph.ts';

/** Errors first; what concerns the whole flow before its steps, steps in the order of the flow; no entry twice. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], order: readonly string[]): Diagnostic[] {
  const place = new Map(order.map((name, index) => [name, index]));
  const rank = (one: Diagnostic) => (one.node === undefined ? -1 : (place.get(one.node) ?? order.length));
  const text = (one: Diagnostic) => [one.code, one.path, one.field, one.port, one.title, one.whatToDo];
  const sorted = [...diagnostics].sort(
    (a, b) => compareText(a.severity, b.severity) || rank(a) - rank(b) || compareAll(text(a), text(b)),
  );
  return sorted.filter((one, index) => index === 0 || !isSame(one, sorted[index - 1]));
}

function compareAll(a: (string | undefined)[], b: (string | undefined)[]): number {
  for (const [index, part] of a.entries()) {
    const difference = comparePart(part ?? '', b[index] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `fields.2` before `fields.10`. */
function comparePart(a: string, b: string): number {
  const numbers = /\d+/g;
  const padded = (text: string) => text.replace(numbers, (digits) => digits.padStart(9, '0'));
  return compareText(padded(a), padded(b)) || compareText(a, b);
}

function isSame(a: Diagnostic, b: Diagnostic | undefined): boolean {
  return JSON.stringify(a, fields) === JSON.stringify(b, fields);
}

const fields = ['severity', 'code', 'node', 'port', 'path', 'field', 'title', 'whatToDo'];
