import type { FlowDocument } from '@syncline/model';
import { cut } from '../flow/edits.ts';

/** The chosen steps as text for the clipboard. Holds logical connection names only, never a secret. */
export function writePiece(document: FlowDocument, names: readonly string[]): string {
  return JSON.stringify({ syncline: 'steps', ...cut(document, names) }, null, 2);
}

/** Whether a text claims to be steps or a flow. Reading it, with the parser, is `readPiece`'s. */
export function looksLikePiece(text: string): boolean {
  return text.trimStart().startsWith('{') && text.includes('"syncline"');
}
