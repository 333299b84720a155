import { appendFileSync } from 'node:fs';
import { differences, readHistory } from './copy.ts';
import { isLong, percentile } from './size.ts';
import type { World } from './world.ts';

/** Prints a line now and, in the long set, once more with all others at the end. */
export function tell(line: string): void {
  process.stdout.write(`${line}\n`);
  if (process.env.SYNCLINE_SUMMARY) appendFileSync(process.env.SYNCLINE_SUMMARY, `${line}\n`);
}

/** What the long set is read for: how often and where workers were killed, how long work stood still, what came of it. */
export async function tellProof(world: World): Promise<void> {
  const { title, kills, chance, database, copies } = world;
  tell(`${title}: SYNCLINE_SEED=${chance.seed}${kills.length > 0 ? `, ${killsOf(world)}` : ''}`);
  const outcomes = await database.query<{ key: string; n: string }>(
    `select key, sum(value::bigint)::text as n from syncline.run_node, jsonb_each_text(outcomes) group by key order by key`,
  );
  tell(`  outcomes: ${outcomes.map(({ key, n }) => `${key} ${n}`).join(', ')}`);
  for (const copy of copies) {
    const { writes, doubled, back, risen } = await readHistory(copy);
    const lost = await differences(copy);
    tell(
      `  ${copy.target}: ${writes} writes; ${lost} records differ, ${doubled} doubled, ${back} went back in time, ${risen} rose again`,
    );
  }
}

function killsOf({ kills }: World): string {
  const places = new Map<string, number>();
  for (const { at } of kills) places.set(at, (places.get(at) ?? 0) + 1);
  const by = [...places].map(([place, count]) => `${place} ${count}`).join(', ');
  const waits = progressAfterKills(kills);
  if (waits.length === 0) return `${kills.length} kills (${by})`;
  return (
    `${kills.length} kills (${by}); first progress after a kill` +
    ` p50 ${percentile(waits, 0.5)} ms, p99 ${percentile(waits, 0.99)} ms, of ${waits.length}`
  );
}

export const progressAfterKills = (kills: World['kills']): number[] =>
  kills.flatMap(({ progressMs }) => (progressMs === undefined ? [] : [progressMs]));

const began = Date.now();

/** That it goes on, for whoever watches the long set; each tenth step of it. */
export function tellStep(world: World, what: string, done: number, of: number): void {
  if (!isLong || done % Math.max(1, Math.round(of / 10)) !== 0) return;
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stdout.write(`${world.title}: ${what} ${done} of ${of} after ${seconds} s\n`);
}
