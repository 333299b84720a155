import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  checkConnectorFolders,
  checkDemo,
  checkImportDirection,
  checkManifests,
  type Direction,
} from './architecture/direction.ts';
import { checkNetwork, checkProcesses } from './architecture/doors.ts';
import { checkIndexFiles, checkLength, checkNames, checkTopLevel } from './architecture/layout.ts';
import { checkExportAll, checkSkippedTests } from './architecture/phrases.ts';
import { checkEngine, checkModelImports, checkPurity } from './architecture/purity.ts';
import { readTree, type Tree, type Violation } from './architecture/tree.ts';

/** Which workspaces each workspace may import. Change it together with the map in the README. */
const direction: Direction = {
  model: [],
  mapping: ['model'],
  compiler: ['model', 'mapping'],
  engine: ['model', 'mapping', 'compiler'],
  store: ['model', 'mapping', 'compiler', 'engine'],
  connectors: ['model'],
  templates: ['model'],
  simulators: ['model'],
  server: ['model', 'mapping', 'compiler', 'engine', 'store', 'connectors', 'templates', 'simulators'],
  cli: ['server', 'model'],
  editor: ['model', 'mapping', 'compiler'],
};

interface Rule {
  readonly says: string;
  readonly check: (tree: Tree) => Violation[];
  /** Files, each of which breaks the rule: path to text. */
  readonly breaks: Record<string, string>;
  /** Files that come close and are right. */
  readonly keeps: Record<string, string>;
}

const rules: Rule[] = [
  {
    says: 'a workspace imports only what the table of directions allows',
    check: (tree) => checkImportDirection(tree, direction),
    breaks: {
      'packages/mapping/src/up.ts': `import { plan } from '@syncline/compiler';`,
      'packages/model/src/typeUp.ts': `import type { Apply } from '@syncline/mapping';`,
      'packages/connectors/src/lazyUp.ts': `const store = await import('@syncline/store');`,
      'packages/templates/src/inlineType.ts': `export type Step = import('@syncline/engine').Step;`,
      'apps/editor/src/manyLines.tsx': `import {\n  one,\n  two,\n} from '@syncline/server';`,
      'packages/store/src/again.ts': `export { registry } from '@syncline/connectors';`,
      'packages/simulators/src/effect.ts': `import '@syncline/connectors';`,
      'apps/server/src/byPath.ts': `import { flow } from '../../../packages/model/src/flow.ts';`,
      'test/system/byPath.test.ts': `import { find } from '../../apps/cli/bootstrap/chromium.mjs';`,
      'packages/compiler/src/deep.ts': `import { flow } from '@syncline/model/src/flow.ts';`,
      'packages/engine/src/self.ts': `import { lane } from '@syncline/engine';`,
    },
    keeps: {
      'packages/model/package.json': `{ "exports": { ".": "./src/index.ts", "./schema": "./src/schema.ts" } }`,
      'packages/mapping/src/down.ts': `import { flow } from '@syncline/model';\nimport { schema } from '@syncline/model/schema';`,
      'packages/mapping/src/deep/er/near.ts': `import { one } from '../../one.ts';`,
      'packages/model/src/comment.ts': `// import { a } from '@syncline/server';\n/*\nimport '@syncline/server';\n*/`,
      'packages/model/src/words.ts': 'export const words = `\nimport { a } from "@syncline/server";\n`;',
      'packages/model/src/pattern.ts': `const quote = /['"\`]/; // import '@syncline/server'\nexport const say = "it's";`,
      'test/system/any.test.ts': `import { main } from '@syncline/server';`,
    },
  },
  {
    says: 'a package.json depends only on what the table of directions allows',
    check: (tree) => checkManifests(tree, direction),
    breaks: {
      'packages/model/package.json': `{ "devDependencies": { "@syncline/store": "workspace:*" } }`,
      'packages/newcomer/package.json': `{ "dependencies": {} }`,
    },
    keeps: {
      'package.json': `{ "devDependencies": { "@syncline/store": "workspace:*" } }`,
      'packages/store/package.json': `{ "dependencies": { "@syncline/engine": "workspace:*", "pg": "1" } }`,
    },
  },
  {
    says: 'one connector never imports another',
    check: checkConnectorFolders,
    breaks: {
      'packages/connectors/src/shopify/source.ts': `import { page } from '../mailchimp/paging.ts';`,
      'packages/connectors/src/mailchimp/lazy.ts': `export const page = () => import('../shopify/source.ts');`,
    },
    keeps: {
      'packages/connectors/src/registry.ts': `import { mailchimp } from './mailchimp/members.ts';`,
      'packages/connectors/src/shopify/definition.ts': `import { send } from '../egress/send.ts';`,
      'packages/connectors/src/egress/send.ts': `import { limit } from './limit.ts';`,
    },
  },
  {
    says: 'the simulators reach the server through demo.ts, on demand',
    check: checkDemo,
    breaks: {
      'apps/server/src/main.ts': `import { startDemo } from './demo.ts';`,
      'apps/server/src/routes/getShop.ts': `import { shop } from '@syncline/simulators';`,
    },
    keeps: {
      'apps/server/src/demo.ts': `import { shop } from '@syncline/simulators';`,
      'apps/server/src/serve.ts': `const { startDemo } = await import('./demo.ts');`,
    },
  },
  {
    says: 'model imports zod only',
    check: checkModelImports,
    breaks: {
      'packages/model/src/ids.ts': `import { nanoid } from 'nanoid';`,
      'packages/model/src/hash.ts': `import type { Hash } from 'node:crypto';`,
    },
    keeps: {
      'packages/model/src/flow.ts': `import * as z from 'zod';\nimport { id } from './id.ts';`,
      'packages/model/src/flow.test.ts': `import { expect } from 'vitest';`,
    },
  },
  {
    says: 'model, mapping and compiler use no Node module and no Node or DOM global',
    check: checkPurity,
    breaks: {
      'packages/mapping/src/hash.ts': `import { createHash } from 'node:crypto';`,
      'packages/compiler/src/bare.ts': `import { join } from 'path';`,
      'packages/model/src/dom.ts': `export const title = () => document.title;`,
      'packages/mapping/src/env.ts': `export const debug = process.env.DEBUG;`,
      'packages/compiler/src/bytes.ts': `export const size = (text: string) => Buffer.from(text).length;`,
      'packages/mapping/src/loadsHost.ts': `import { host } from './evaluator/host.ts';`,
    },
    keeps: {
      'packages/mapping/src/evaluator/host.ts': `import { fork } from 'node:child_process';`,
      'packages/model/src/parseFlow.ts': `export const parse = (document: Flow) => document.nodes;`,
      'packages/compiler/src/steps.ts': `const { process } = step;\nprocess.run();\nstep.process(1);`,
      'packages/engine/src/clock.ts': `import { randomUUID } from 'node:crypto';`,
      'packages/model/src/flow.test.ts': `import { readFileSync } from 'node:fs';`,
    },
  },
  {
    says: 'the engine knows no database, no SQL, no HTTP and no connector',
    check: checkEngine,
    breaks: {
      'packages/engine/src/db.ts': `import type { Pool } from 'pg';`,
      'packages/engine/src/send.ts': `import { request } from 'node:https';`,
      'packages/engine/src/registry.ts': `import { registry } from '@syncline/connectors';`,
      'packages/engine/src/take.ts': 'export const take = `\n  select * from inbox where seq > $1`;',
      'packages/engine/src/put.ts': `export const put = 'INSERT INTO inbox (seq) VALUES ($1)';`,
      'packages/engine/src/touch.ts': `export const touch = 'update runs set seen = now()';`,
    },
    keeps: {
      'packages/engine/src/words.ts': `// select * from inbox\nexport const title = 'Select a record from the list';`,
      'packages/engine/src/lane.ts': `import { setTimeout } from 'node:timers/promises';`,
      'packages/engine/src/lane.test.ts': `import { Pool } from 'pg';`,
      'packages/store/src/take.ts': `export const take = 'select * from inbox';`,
    },
  },
  {
    says: 'no source file is longer than 400 lines',
    check: checkLength,
    breaks: {
      'packages/engine/src/loop.ts': 'line;\n'.repeat(401),
      'apps/editor/src/styles/app.css': 'a {}\n'.repeat(401),
    },
    keeps: {
      'packages/engine/src/full.ts': 'line;\n'.repeat(400),
      'packages/engine/src/loop.test.ts': 'line;\n'.repeat(900),
      'packages/store/src/migrations/snapshot.ts': 'line;\n'.repeat(900),
    },
  },
  {
    says: 'no file or folder is named utils, helpers, common, shared or misc',
    check: checkNames,
    breaks: {
      'packages/model/src/utils.ts': '',
      'apps/editor/src/helpers/date.ts': '',
      'apps/server/src/Common.ts': '',
      'packages/store/src/shared/row.ts': '',
      'test/system/helpers.test.ts': '',
      'packages/mapping/src/misc': '',
    },
    keeps: { 'packages/model/src/sharedTemplate.ts': '', 'packages/model/src/commonKey.ts': '' },
  },
  {
    says: 'nothing is exported by an asterisk',
    check: checkExportAll,
    breaks: {
      'packages/model/src/index.ts': `export * from './flow.ts';`,
      'packages/mapping/src/index.ts': `export * as steps from './steps.ts';`,
      'packages/engine/src/index.ts': `export type * from './ports.ts';`,
    },
    keeps: { 'packages/model/src/flow.ts': `// export * from here is refused\nimport * as z from 'zod';` },
  },
  {
    says: 'a package has one index.ts',
    check: checkIndexFiles,
    breaks: {
      'packages/model/src/flow/index.ts': '',
      'packages/model/index.ts': '',
      'apps/editor/src/index.tsx': '',
    },
    keeps: { 'packages/model/src/index.ts': '', 'apps/cli/src/index.ts': '', 'apps/editor/index.html': '' },
  },
  {
    says: 'no test is skipped, singled out or left to do',
    check: checkSkippedTests,
    breaks: {
      'packages/model/src/a.test.ts': `it.skip('later', () => {});`,
      'packages/model/src/b.test.ts': `describe.only('this', () => {});`,
      'packages/model/src/c.test.ts': `test.todo('some day');`,
      'test/system/d.test.ts': `it.concurrent.skip('later', () => {});`,
      'test/system/e.test.ts': `xit('later', () => {});`,
      'test/browser/f.test.ts': `it.skipIf(true)('later', () => {});`,
    },
    keeps: {
      'packages/model/src/g.test.ts': `it('skips a record: it.only("x")', () => cursor.skip(2)); // it.skip`,
      'packages/engine/src/lane.ts': `lane.skip();`,
    },
  },
  {
    says: 'the top level holds what its map names',
    check: checkTopLevel,
    breaks: { 'notes.txt': '', 'scripts/run.ts': '', 'docker/Dockerfile': '' },
    keeps: {
      'README.md': '',
      '.ci/run': '',
      '.editorconfig': '',
      'apps/cli/bootstrap.mjs': '',
      'test/a.ts': '',
    },
  },
  {
    says: 'requests leave only through the egress guard',
    check: checkNetwork,
    breaks: {
      'packages/connectors/src/shopify/source.ts': `const page = await fetch(url, { method: 'GET' });`,
      'packages/connectors/src/mailchimp/source.ts': `import { request } from 'undici';`,
      'packages/store/src/ping.ts': `import https from 'node:https';`,
      'packages/templates/src/load.ts': `const http = await import('http');`,
      'packages/mapping/src/inject.ts': `export const load = (send = fetch) => send('/');`,
      'apps/server/src/call.ts': `import { createServer, request } from 'node:http';`,
      'apps/server/src/global.ts': `export const get = globalThis.fetch;`,
      'apps/editor/src/panels/runs/load.ts': `if (open) fetch('/api/runs');`,
    },
    keeps: {
      'packages/connectors/src/egress/send.ts': `import { fetch } from 'undici';\nexport const get = () => fetch(url);`,
      'packages/simulators/src/shop.ts': `import { createServer, request } from 'node:http';`,
      'apps/editor/src/api/client.ts': `export const get = () => fetch('/api/runs');`,
      'apps/server/src/listen.ts': `import { createServer, type Server } from 'node:http';`,
      'apps/server/src/answer.ts': `import type { IncomingMessage } from 'node:http';`,
      'packages/engine/src/ports.ts': `export interface Jobs {\n  fetch(limit: number): Promise<Job[]>;\n}`,
      'packages/engine/src/drain.ts': `const jobs = await engine.fetch(10);\nclass Queue { async fetch(n: number) { return n; } }`,
      'packages/connectors/src/shopify/page.ts': `export const read = (fetch: Fetch) => fetch('/orders');`,
      'test/system/start.test.ts': `await fetch('http://127.0.0.1');`,
    },
  },
  {
    says: 'programs are started only by the cli, the embedded database and the evaluator',
    check: checkProcesses,
    breaks: {
      'packages/connectors/src/files/unzip.ts': `import { exec } from 'node:child_process';`,
      'apps/server/src/backup.ts': `const { spawn } = await import('child_process');`,
      'packages/store/src/operations/dump.ts': `import { spawn } from 'node:child_process';`,
    },
    keeps: {
      'apps/cli/bootstrap/child.mjs': `import { spawn } from 'node:child_process';`,
      'packages/store/src/embedded/launch.ts': `import { spawn } from 'node:child_process';`,
      'packages/store/src/embeddedPostgres.ts': `import { spawn } from 'node:child_process';`,
      'packages/connectors/src/evaluator/host.ts': `import { fork } from 'node:child_process';`,
      'packages/engine/src/lane.test.ts': `import { spawn } from 'node:child_process';`,
      'test/system/start.ts': `import { spawn } from 'node:child_process';`,
    },
  },
];

const tree = readTree(fileURLToPath(new URL('..', import.meta.url)));

describe.each(rules)('$says', ({ check, breaks, keeps }) => {
  it('in this repository', () => {
    expect(check(tree)).toEqual([]);
  });

  it.each(Object.keys(breaks))('and %s would be reported', (path) => {
    const all = check(new Map(Object.entries({ ...keeps, ...breaks })));
    expect(
      all.filter(
        (violation) => violation.startsWith(path) || path.startsWith(violation.split(': ')[0] ?? '-'),
      ),
    ).toHaveLength(1);
  });

  it('and what only looks like a breach is left alone', () => {
    expect(check(new Map(Object.entries(keeps)))).toEqual([]);
  });
});

it('reads the files of this repository', () => {
  expect(tree.get('test/architecture.test.ts')).toContain('reads the files of this repository');
  expect([...tree.keys()].filter((path) => path.includes('node_modules'))).toEqual([]);
});
