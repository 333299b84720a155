import type { LinkState } from '@syncline/engine';
import type { Cipher } from '../cipher.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { textArray } from '../database/textArray.ts';
import { openBase } from './linkContent.ts';

const text = `
  select key, content, turns from syncline.link_base where destination_id = $1 and key = any($2::text[])`;

interface LinkRow {
  key: string;
  content: Buffer | null;
  turns: Pick<LinkState, 'alternations' | 'halted'> | null;
}

/** How these records of a link stand; one nobody has looked at is absent. */
export async function readLinks(
  db: Queryable,
  cipher: Cipher,
  destinationId: string,
  keys: string[],
): Promise<Map<string, LinkState>> {
  const states = new Map<string, LinkState>();
  if (keys.length === 0) return states;
  const asked = new Map(keys.map((key) => [cleanText(key), key]));
  const values = [destinationId, textArray([...asked.keys()])];
  const found = await db.query<LinkRow>({ name: 'read-links', text, values });
  for (const { key, content, turns } of found.rows)
    states.set(asked.get(key) ?? key, {
      base: content === null ? null : openBase(cipher, content),
      alternations: turns?.alternations ?? { writes: [] },
      halted: turns?.halted ?? false,
    });
  return states;
}
