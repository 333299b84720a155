import {
  edgeSchema,
  type FlowDocument,
  flowDocumentSchema,
  nodeNameSchema,
  nodeSchema,
} from '@syncline/model';
import * as z from 'zod';
import type { Piece } from '../flow/edits.ts';
import { looksLikePiece } from './writePiece.ts';

const pieceSchema = z.strictObject({
  syncline: z.literal('steps'),
  nodes: z.record(nodeNameSchema, nodeSchema),
  edges: z.array(edgeSchema).max(5000).default([]),
  layout: z.record(nodeNameSchema, z.tuple([z.number(), z.number()])).default({}),
});

const mostCharacters = 4_000_000;
const mostSteps = 2000;

export type ReadPiece =
  | { kind: 'steps'; piece: Piece }
  | { kind: 'flow'; piece: Piece; document: FlowDocument }
  /** Looks like ours and is broken: why. */
  | { kind: 'refused'; reason: string }
  /** Some other text. */
  | { kind: 'other' };

/** Reads what someone pasted: steps, a whole flow, or neither. Anything may stand in it; nothing is trusted. */
export function readPiece(text: string): ReadPiece {
  if (!looksLikePiece(text)) return { kind: 'other' };
  const trimmed = text.trim();
  if (trimmed.length > mostCharacters)
    return { kind: 'refused', reason: 'This text is larger than 4 MB. Import it as a file instead.' };
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    return {
      kind: 'refused',
      reason: 'This looks like steps, but the text is cut off or changed. Copy it again.',
    };
  }
  const asPiece = typeof value === 'object' && value !== null && Reflect.get(value, 'syncline') === 'steps';
  const parsed = asPiece ? pieceSchema.safeParse(value) : flowDocumentSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    return { kind: 'refused', reason: `These steps can not be read. ${place}${issue?.message ?? ''}` };
  }
  const { nodes, edges, layout } = parsed.data;
  if (Object.keys(nodes).length > mostSteps)
    return { kind: 'refused', reason: `At most ${mostSteps} steps can be pasted at once.` };
  const piece: Piece = { nodes, edges, layout: layout ?? {} };
  return parsed.data.syncline === 'steps'
    ? { kind: 'steps', piece }
    : { kind: 'flow', piece, document: parsed.data };
}
