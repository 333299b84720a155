import type { Reply } from './respond.ts';

const listFields = ['data', 'items', 'results'] as const;

/**
 * A good answer with a part of its list only, and without the way to the next page: as from a system whose search index is
 * being built. Nothing in it tells that something is missing.
 *
 * @param share of the records that stay: 0 = an empty list.
 */
export function shrinkList(reply: Reply, share: number): Reply {
  if (reply.status !== 200) return reply;
  const cut = (list: unknown[]) => list.slice(0, Math.floor(list.length * share));
  const { link: _, ...headers } = reply.headers ?? {};
  const { body } = reply;
  if (Array.isArray(body)) return { ...reply, headers, body: cut(body) };
  if (typeof body !== 'object' || body === null) return reply;
  const field = listFields.find((name) => Array.isArray(Reflect.get(body, name)));
  if (field === undefined) return reply;
  const list: unknown[] = Reflect.get(body, field);
  return { ...reply, headers, body: { ...body, [field]: cut(list), next: null, paging: {} } };
}
