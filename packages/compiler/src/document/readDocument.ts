import {
  type Diagnostic,
  edgePort,
  type FlowDocument,
  flowDocumentSchema,
  mainPort,
  nodeSchema,
} from '@syncline/model';
import type * as z from 'zod';
import { findUnreadable, type Unreadable } from './findUnreadable.ts';
import { wordIssue } from './wordIssue.ts';

type ReadDocument = { document: FlowDocument; problems: [] } | { document: null; problems: Diagnostic[] };

/**
 * The document as typed data, or everything that is wrong with its shape. An edge that names the only way out gets
 * its short form, so that both spellings are one graph.
 */
export function readDocument(input: unknown): ReadDocument {
  const unreadable = findUnreadable(input);
  if (unreadable) return { document: null, problems: [wordUnreadable(unreadable)] };
  const parsed = flowDocumentSchema.safeParse(input);
  if (!parsed.success)
    return { document: null, problems: parsed.error.issues.map((issue) => wordShape(issue)) };
  const edges = parsed.data.edges.map((edge): FlowDocument['edges'][number] =>
    edgePort(edge) === mainPort ? [edge[0], edge[1]] : edge,
  );
  return { document: { ...parsed.data, edges }, problems: [] };
}

function wordUnreadable({ what, path }: Unreadable): Diagnostic {
  const where = path.join('.').slice(0, 200);
  const place = where === '' ? 'The document' : where;
  switch (what) {
    case 'too-deep':
      return shapeError('flow.too-deep', where, `${place} is nested too deeply`, 'Use at most 60 levels.');
    case 'not-json':
      return shapeError(
        'flow.not-json',
        where,
        `${place} cannot be saved as JSON`,
        'Use text, numbers, lists.',
      );
    case 'reserved-name':
      return shapeError('flow.reserved-name', where, '__proto__ is a reserved name', 'Choose another name.');
  }
}

function wordShape(issue: z.core.$ZodIssue): Diagnostic {
  const path = issue.path.map(String).join('.').slice(0, 200);
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => key.slice(0, 64)).join(', ');
    const where = path === '' ? 'a flow' : path;
    return shapeError(
      'flow.unknown-key',
      path,
      `${names}: not known in ${where}`,
      remedyForUnknown(issue.path),
    );
  }
  if (issue.code === 'invalid_key') {
    const name = String(issue.path.at(-1)).slice(0, 80);
    const reason = issue.issues[0]?.message ?? 'Choose another name.';
    return shapeError('flow.name', path, `"${name}" cannot be a name`, reason);
  }
  if (issue.path[0] === 'edges' && issue.path.length > 1) {
    return shapeError(
      'flow.edge',
      path,
      `${path} is not an edge`,
      'Write ["from", "to"] or ["from", "to", "port"].',
    );
  }
  return shapeError(
    'flow.shape',
    path,
    wordIssue(path === '' ? 'The document' : path, issue.message),
    'Correct it.',
  );
}

function remedyForUnknown(path: PropertyKey[]): string {
  const known =
    path.length === 0
      ? Object.keys(flowDocumentSchema.shape)
      : path[0] === 'nodes' && path.length === 2
        ? Object.keys(nodeSchema.shape)
        : null;
  return known ? `Remove it, or use one of: ${known.join(', ')}.` : 'Remove it, or correct its spelling.';
}

function shapeError(code: string, path: string, title: string, whatToDo: string): Diagnostic {
  return { severity: 'error', code, ...(path === '' ? {} : { path }), title, whatToDo };
}
