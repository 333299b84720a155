import type { SynclineProcess } from '../../harness/serverProcess.ts';
import { waitFor } from '../../harness/waitFor.ts';
import { tellStep } from './report.ts';
import type { World } from './world.ts';

const points = ['attempt', 'write', 'settle', 'lease'];

/** How long nobody dies of himself before somebody is killed all the same. */
const patienceMs = 15_000;

export interface Relay {
  kills: number;
  /** Something that grows while work goes on. */
  progress: () => Promise<number>;
  /** Named points beside those of every page. */
  points?: readonly string[];
  /** The work is done, so that nothing would go on after a further kill. */
  over?: () => Promise<boolean>;
}

interface Mortal {
  worker: SynclineProcess;
  point: string;
}

const isGone = ({ worker }: Mortal) => worker.child.signalCode !== null || worker.child.exitCode !== null;

/**
 * Workers die one after the other while a second one always stands by: at a random moment, or right before or after a
 * step of their work. Measures how long the work stood still after each death. One worker is left at the end.
 */
export async function killInTurn(world: World, relay: Relay): Promise<void> {
  const alive = [await start(world, relay), await start(world, relay)];
  const isOver = relay.over ?? (async () => false);
  for (let kill = 0; kill < relay.kills && !(await isOver()); kill += 1) {
    await refuseStop(world);
    const dead = await nextDeath(world, relay, alive);
    const died = performance.now();
    const stood = await relay.progress();
    alive.splice(alive.indexOf(dead), 1);
    const record: World['kills'][number] = { at: dead.point, role: 'worker' };
    world.kills.push(record);
    const next = start(world, relay);
    await waitFor(
      `work to go on after kill ${kill + 1} (${dead.point}), SYNCLINE_SEED=${world.chance.seed}`,
      async () => (await relay.progress()) > stood || alive.some(isGone) || (await isOver()),
      120_000,
      50,
    );
    if (!alive.some(isGone)) record.progressMs = Math.round(performance.now() - died);
    tellStep(world, 'kill', kill + 1, relay.kills);
    alive.push(await next);
  }
  // The one that goes on to the end has no appointment.
  await world.startWorker();
  await Promise.all(alive.map(({ worker }) => worker.kill()));
}

/** A flow that stopped by itself would never go on; that is news of its own. */
async function refuseStop(world: World): Promise<void> {
  const [stopped] = await world.database.query<{ why: string }>(
    `select concat_ws(': ', name, pause_reason, pause_message) as why from syncline.flow where desired = 'paused'`,
  );
  if (stopped) throw new Error(`${stopped.why} (SYNCLINE_SEED=${world.chance.seed})`);
}

async function start(world: World, relay: Relay): Promise<Mortal> {
  const { chance } = world;
  if (chance.happens(0.4)) return { worker: await world.startWorker(), point: 'random' };
  const choices = [...points, ...(relay.points ?? [])];
  const when = chance.happens(0.5) ? 'before' : 'after';
  const what = choices[chance.below(choices.length)] ?? 'settle';
  const point = `${when}-${what}` as const;
  // The first lease is the one of the work itself.
  const pass = what === 'lease' ? 1 : 1 + chance.below(2);
  return { worker: await world.startWorker({ dies: `${point}:${pass}` }), point };
}

/** One that died by itself; else, once work went on, one without an appointment is killed at a random moment. */
async function nextDeath(world: World, { progress }: Relay, alive: readonly Mortal[]): Promise<Mortal> {
  const before = await progress();
  const patience = performance.now() + patienceMs;
  return waitFor(
    'a worker to die',
    async () => {
      const gone = alive.find(isGone);
      if (gone) return gone;
      const impatient = performance.now() > patience;
      const victim = impatient ? alive[0] : alive.find(({ point }) => point === 'random');
      if (victim === undefined) return undefined;
      if (!impatient && (!world.chance.happens(0.15) || (await progress()) <= before)) return undefined;
      await victim.worker.kill();
      victim.point = 'random';
      return victim;
    },
    120_000,
    20,
  );
}
