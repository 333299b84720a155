import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

/**
 * `pnpm test:long [part of a file's name ...]`: the random histories and the proofs with more of everything. Prints its
 * seeds; SYNCLINE_SEED repeats one, SYNCLINE_SEEDS says how many seeds the load beside live edits is played with.
 */
const vitest = createRequire(import.meta.url).resolve('vitest/vitest.mjs');
const wanted = process.argv.slice(2);

async function run(...words: string[]): Promise<number> {
  const child = spawn(process.execPath, [vitest, 'run', '--reporter=verbose', ...words], {
    env: { ...process.env, SYNCLINE_LONG: '1' },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

const histories = ['--project', 'unit', 'engine/src/guard/interleaving', 'engine/src/histories'];
const codes = wanted.length > 0 ? [] : [await run(...histories)];
codes.push(
  await run('--project', 'proofs', '--project', 'timed', ...(wanted.length > 0 ? wanted : ['test/proofs'])),
);
process.exitCode = Math.max(...codes);
