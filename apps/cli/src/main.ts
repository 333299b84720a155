#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { commands } from './commands.ts';
import { dispatch } from './dispatch.ts';
import { createTerminal } from './terminal.ts';

// Half of the time of a start is Node reading TypeScript; what it makes of it is kept beside the dependencies.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/syncline', import.meta.url)));

const { version }: { version?: unknown } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);
const terminal = createTerminal(process.env, process.stdout, process.stderr);
process.exitCode = await dispatch({ commands, version: String(version) }, process.argv.slice(2), terminal);
// Whatever is still open by now must not hold the process.
setTimeout(() => process.exit(), 1_000).unref();
