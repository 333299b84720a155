import type { Contact } from './contact.ts';

export interface ListPage {
  body: unknown;
  headers?: Record<string, string>;
}

const defaultSize = 100;
const maxSize = 500;

/**
 * One page of the list in the style of its address: `/contacts` everything at once, `/link`, `/next`, `/cursor`,
 * `/offset` and `/page` in pages.
 *
 * @param self address of this list as the caller sees it, without query.
 */
export function listPage(
  style: string,
  contacts: readonly Contact[],
  query: URLSearchParams,
  self: string,
): ListPage {
  const size = readNumber(query.get('limit') ?? query.get('size'), defaultSize, maxSize);
  switch (style) {
    case 'all':
      return { body: { data: contacts, total: contacts.length } };
    case 'link': {
      const start = readNumber(query.get('after'), 0);
      const next = start + size < contacts.length ? follow(self, query, 'after', start + size) : null;
      const headers = next ? { link: `<${self}>; rel="first", <${next}>; rel="next"` } : undefined;
      return { body: contacts.slice(start, start + size), ...(headers && { headers }) };
    }
    case 'next': {
      const start = readNumber(query.get('after'), 0);
      const next = start + size < contacts.length ? follow(self, query, 'after', start + size) : null;
      return { body: { items: contacts.slice(start, start + size), next } };
    }
    case 'cursor': {
      const start = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString() || '0');
      const after =
        start + size < contacts.length ? Buffer.from(String(start + size)).toString('base64url') : null;
      return {
        body: { results: contacts.slice(start, start + size), paging: after ? { next: { after } } : {} },
      };
    }
    case 'offset': {
      const start = readNumber(query.get('offset'), 0);
      return { body: { items: contacts.slice(start, start + size), total: contacts.length } };
    }
    default: {
      const page = readNumber(query.get('page'), 1);
      return { body: { items: contacts.slice((page - 1) * size, page * size), page } };
    }
  }
}

function follow(self: string, query: URLSearchParams, name: string, value: number): string {
  const next = new URLSearchParams(query);
  next.set(name, String(value));
  return `${self}?${next}`;
}

function readNumber(text: string | null, otherwise: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number >= 0 ? Math.min(number, most) : otherwise;
}
