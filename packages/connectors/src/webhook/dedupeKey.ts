import { createHash } from 'node:crypto';
import type { RawRequest } from '@syncline/model';
import { valueAt } from '../json/valuePath.ts';
import { readBody } from './readBody.ts';
import type { TriggerConfig } from './triggerNode.ts';

// Signed ids first: a sender that has one can't be confused by an unsigned one beside it.
const idHeaders = ['webhook-id', 'x-shopify-event-id', 'x-github-delivery', 'idempotency-key'];

const longest = 200;

/** Id of a delivery at its sender: the same again when it sends again. Null when it gives none. */
export function findDedupeKey(request: RawRequest, config: TriggerConfig): string | null {
  switch (config.dedupe) {
    case 'none':
      return null;
    case 'auto': {
      const name = idHeaders.find((header) => request.headers.get(header));
      return name === undefined ? null : shorten(`${name}:${request.headers.get(name)}`);
    }
    case 'header': {
      const name = config.dedupeName?.toLowerCase() ?? '';
      const value = request.headers.get(name);
      return value ? shorten(`${name}:${value}`) : null;
    }
    case 'path': {
      const body = readBody(request);
      const value = body.ok ? valueAt(body.value, config.dedupeName ?? '') : undefined;
      const usable = (typeof value === 'string' && value !== '') || typeof value === 'number';
      return usable ? shorten(`body:${value}`) : null;
    }
  }
}

function shorten(key: string): string {
  const clean = key.replaceAll('\u0000', '').toWellFormed();
  if (clean.length <= longest) return clean;
  return `sha256:${createHash('sha256').update(clean).digest('base64url')}`;
}
