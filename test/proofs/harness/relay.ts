import type { SynclineProcess } from '../../harness/serverProcess.ts';
import { waitFor } from '../../harness/waitFor.ts';
import type { World } from './world.ts';

const points = ['attempt', 'write', 'settle', 'lease'] as const;

/**
 * Workers die one after the other while a second one always stands by: at a random moment, or right before or after a
 * step of their work. Measures how long the work stood still after each death.
 *
 * @param progress something that grows while work goes on.
 */
export async function killInTurn(
  world: World,
  kills: number,
  progress: () => Promise<number>,
  more: readonly string[] = [],
): Promise<void> {
  const { chance } = world;
  const choices = [...points, ...more];
  type Mortal = { worker: SynclineProcess; point: string };
  const start = async (): Promise<Mortal> => {
    if (chance.happens(0.4)) return { worker: await world.startWorker(), point: 'random' };
    const when = chance.happens(0.5) ? 'before' : 'after';
    const what = choices[chance.below(choices.length)] ?? 'settle';
    const point = `${when}-${what}` as const;
    // The first lease is the one of the work itself.
    const pass = what === 'lease' ? 1 : 1 + chance.below(4);
    return { worker: await world.startWorker({ dies: `${point}:${pass}` }), point };
  };
  const alive = [await start(), await start()];
  for (let kill = 0; kill < kills; kill += 1) {
    const before = await progress();
    const dead = await waitFor('a worker to die', () => fall(world, alive, before, progress), 120_000, 20);
    const died = performance.now();
    const stood = await progress();
    alive.splice(alive.indexOf(dead), 1);
    world.kills.push({ at: dead.point, role: 'worker' });
    const next = start();
    await waitFor(
      `progress after kill ${kill + 1} (${dead.point})`,
      async () => (await progress()) > stood || alive.some(isGone),
      120_000,
      50,
    );
    const last = world.kills.at(-1);
    if (last && !alive.some(isGone)) last.progressMs = Math.round(performance.now() - died);
    alive.push(await next);
  }
  // The one that goes on to the end has no appointment.
  await world.startWorker();
  await Promise.all(alive.map(({ worker }) => worker.kill()));
}

type Mortal = { worker: SynclineProcess; point: string };

const isGone = ({ worker }: Mortal) => worker.child.signalCode !== null || worker.child.exitCode !== null;

/** One that died by itself; else, once there was progress, one without an appointment is killed at a random moment. */
async function fall(
  world: World,
  alive: readonly Mortal[],
  before: number,
  progress: () => Promise<number>,
): Promise<Mortal | undefined> {
  const gone = alive.find(isGone);
  if (gone) return gone;
  const random = alive.find(({ point }) => point === 'random');
  if (random === undefined || !world.chance.happens(0.15) || (await progress()) <= before) return undefined;
  await random.worker.kill();
  return random;
}
