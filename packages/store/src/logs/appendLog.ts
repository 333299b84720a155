import type { LogEntry } from '@syncline/engine';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { levelNumber } from './levels.ts';

/** The run's row hands out the numbers, so they rise over all workers of the run. */
const text = `
  with numbered as (
    update syncline.run set log_seq = log_seq + cardinality($2::timestamptz[]) where id = $1
    returning log_seq - cardinality($2::timestamptz[]) as before
  )
  insert into syncline.run_log (run_id, seq, ts, level, node, key, code, text)
  select $1, before + at, ts, level, node, key, code, line
  from numbered, unnest($2::timestamptz[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[])
    with ordinality as entry (ts, level, node, key, code, line, at)`;

const longestLine = 8000;

export async function appendLog(db: Queryable, runId: string, entries: LogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.query({
    name: 'append-log',
    text,
    values: [
      runId,
      entries.map((entry) => entry.ts),
      entries.map((entry) => levelNumber(entry.level)),
      entries.map((entry) => entry.node),
      entries.map((entry) => cleanTextOrNull(entry.key)),
      entries.map((entry) => entry.code),
      entries.map((entry) => cleanText(entry.text.slice(0, longestLine))),
    ],
  });
}
