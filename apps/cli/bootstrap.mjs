#!/usr/bin/env node
// What `npm start` and `npm test` call. It runs before anything is installed, on Node 20 as well as 24, so this
// file and its folder use Node alone: no dependency, no TypeScript, no syntax younger than Node 20.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Missing } from './bootstrap/missing.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [command, ...args] = process.argv.slice(2);

const commands = {
  start: async () => (await import('./bootstrap/start.mjs')).start(root, args),
  test: async () => (await import('./bootstrap/test.mjs')).test(root, args),
};

try {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw new Missing(
      `Node 20 or newer is needed and this is ${process.version}; install it from https://nodejs.org and run this again.`,
    );
  }
  if (command === undefined || !Object.hasOwn(commands, command)) {
    throw new Missing(`Say what to do: "npm start" runs Syncline, "npm test" checks it.`);
  }
  process.exitCode = await commands[command]();
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Missing ? error.message : error);
}
