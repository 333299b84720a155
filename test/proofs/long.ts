import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

/**
 * `pnpm test:long [part of a file's name ...]`: the random histories and the proofs with more of everything. Tells how far
 * it is, and in the end once more what each proof found. SYNCLINE_SEED repeats a seed, SYNCLINE_SEEDS says how many seeds
 * the load beside live edits is played with, SYNCLINE_SHARE=0.1 plays a tenth of the rows, edits and kills.
 */
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const wanted = process.argv.slice(2);
using folder = temporaryFolder();
const summary = `${folder.path}/summary.txt`;
writeFileSync(summary, '');

async function run(...words: string[]): Promise<number> {
  const child = spawn(process.execPath, [vitest, 'run', '--reporter=verbose', ...words], {
    env: { SYNCLINE_HISTORIES: '2860', ...process.env, SYNCLINE_LONG: '1', SYNCLINE_SUMMARY: summary },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

const began = Date.now();
const histories = [
  '--project',
  'unit',
  'engine/src/guard/interleaving',
  'engine/src/histories',
  'engine/src/link',
];
const codes = wanted.length > 0 ? [] : [await run(...histories)];
codes.push(
  await run('--project', 'proofs', '--project', 'timed', ...(wanted.length > 0 ? wanted : ['test/proofs'])),
);
const minutes = Math.round((Date.now() - began) / 60_000);
const verdict = Math.max(...codes) === 0 ? 'all of it holds' : 'something does not hold, see above';
process.stdout.write(`\nSummary, after ${minutes} minutes: ${verdict}\n${readFileSync(summary, 'utf8')}`);
process.exitCode = Math.max(...codes);
