import type { LinkWrite } from '@syncline/engine';
import type { Cipher } from '../cipher.ts';
import type { Bindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import { textArray } from '../database/textArray.ts';
import { sealBase } from './linkContent.ts';

/** Step that keeps what the sides of links agreed on, when `gate` has a row. */
export function writeLinksStep(
  links: readonly LinkWrite[],
  gate: string,
  cipher: Cipher,
  { bind }: Bindings,
): string {
  // Of one record in a page only the last counts; a statement can't write a row twice.
  const last = [
    ...new Map(links.map((link) => [JSON.stringify([link.destinationId, link.key]), link])).values(),
  ];
  const columns = [
    bind(
      last.map(({ destinationId }) => destinationId),
      'bigint[]',
    ),
    bind(textArray(last.map(({ key }) => cleanText(key))), 'text[]'),
    bind(
      last.map(({ base }) => (base === null ? null : sealBase(cipher, base))),
      'bytea[]',
    ),
    bind(textArray(last.map(turnsOf)), 'json[]'),
  ];
  return `links_written as (
    insert into syncline.link_base (destination_id, key, content, turns)
    select link.* from ${gate}, unnest(${columns.join(', ')}) as link
    on conflict (destination_id, key) do update set content = excluded.content, turns = excluded.turns
  )`;
}

/** Most records never have a turn worth keeping. */
function turnsOf({ alternations, halted }: LinkWrite): string | null {
  return alternations.writes.length === 0 && !halted ? null : JSON.stringify({ alternations, halted });
}
