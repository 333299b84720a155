import { percentile } from './size.ts';
import type { World } from './world.ts';

/** What the long set is read for: how often, where, and how long work stood still. */
export function tellKills(world: World): void {
  const places = new Map<string, number>();
  for (const { at } of world.kills) places.set(at, (places.get(at) ?? 0) + 1);
  const waits = world.kills.flatMap(({ progressMs }) => (progressMs === undefined ? [] : [progressMs]));
  const by = [...places].map(([place, count]) => `${place} ${count}`).join(', ');
  process.stdout.write(
    `${world.title}: seed ${world.chance.seed}, ${world.kills.length} kills (${by}); first progress after a kill` +
      ` p50 ${percentile(waits, 0.5)} ms, p99 ${percentile(waits, 0.99)} ms, of ${waits.length}\n`,
  );
}
