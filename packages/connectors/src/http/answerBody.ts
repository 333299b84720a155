import type { Value } from '@syncline/model';
import type { EgressAnswer } from '../egress/egress.ts';
import { parseExact } from '../json/parseExact.ts';
import { readText } from '../json/readText.ts';

/** What the body of an answer turned out to be. */
export type AnswerBody =
  | { kind: 'json'; value: Value }
  | { kind: 'empty' }
  | { kind: 'html' }
  | { kind: 'text'; text: string }
  /** Announced as JSON, or begun like it, and not readable as it. */
  | { kind: 'broken'; message: string };

/** Looks at the bytes, not only at the content type: proxies answer HTML under any name. */
export function readAnswerBody(answer: EgressAnswer): AnswerBody {
  const type = answer.headers.get('content-type') ?? '';
  if (answer.body.length === 0) return { kind: 'empty' };
  const read = readText(answer.body, type);
  if (!read.ok) return { kind: 'broken', message: read.message };
  const start = read.text.trimStart().slice(0, 15).toLowerCase();
  if (start === '') return { kind: 'empty' };
  if (/^<(?:!doctype html|html|head|body)/.test(start) || /text\/html/i.test(type)) return { kind: 'html' };
  const parsed = parseExact(read.text);
  if (parsed.ok) return { kind: 'json', value: parsed.value };
  const claimsJson = /[/+]json/i.test(type) || /^[[{]/.test(start);
  return claimsJson ? { kind: 'broken', message: parsed.message } : { kind: 'text', text: read.text };
}
