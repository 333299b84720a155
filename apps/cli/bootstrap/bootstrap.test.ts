import { execFile, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// Each test has a small repository of its own with the real bootstrap in it. npx is played by a script, because it
// is what reaches for the network; what it would leave behind is written by that script.
const cli = fileURLToPath(new URL('..', import.meta.url));
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bootstrap-'));
  await cp(join(cli, 'bootstrap.mjs'), join(root, 'apps/cli/bootstrap.mjs'));
  await cp(join(cli, 'bootstrap'), join(root, 'apps/cli/bootstrap'), { recursive: true });
  await put('package.json', JSON.stringify({ type: 'module', config: { pnpm: '1.2.3' } }));
  await put('pnpm-lock.yaml', 'first');
  await put('apps/cli/src/main.ts', `console.log('started', ...process.argv.slice(2));`);
  await put('node_modules/vite/package.json', JSON.stringify({ bin: { vite: 'vite.mjs' } }));
  await put(
    'node_modules/vite/vite.mjs',
    `import { mkdirSync } from 'node:fs'; mkdirSync('apps/editor/dist', { recursive: true }); console.log('vite ran');`,
  );
  await playNpx('echo "$@" >> npx.log');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function playNpx(script: string): Promise<void> {
  await put('bin/npx', `#!/bin/sh\n${script}\n`);
  await chmod(join(root, 'bin/npx'), 0o755);
}

function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { HOME: root, PATH: `${join(root, 'bin')}:/usr/bin:/bin`, ...extra };
}

interface Ended {
  code: number;
  out: string;
  err: string;
}

function run(args: string[], extra?: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const command = ['apps/cli/bootstrap.mjs', ...args];
    execFile(process.execPath, command, { cwd: root, env: environment(extra) }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

describe('npm start', () => {
  it('installs with the pinned pnpm and the frozen lockfile, then hands the arguments on', async () => {
    const { code, out } = await run(['start', '--port', '5000']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Installing dependencies .*\nInstalled in \d+\.\d s\nstarted start --port 5000\n$/);
    expect(await readFile(join(root, 'npx.log'), 'utf8')).toMatch(
      /^--yes pnpm@1\.2\.3 install --frozen-lockfile /,
    );
  });

  it('does not install again until the lockfile changes', async () => {
    await run(['start']);
    expect((await run(['start'])).out).toBe('started start\n');
    await put('pnpm-lock.yaml', 'second');
    expect((await run(['start'])).out).toContain('Installing dependencies');
    expect((await readFile(join(root, 'npx.log'), 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('builds the editor when its sources changed, and only then', async () => {
    await run(['start']);
    expect((await run(['start'], { SYNCLINE_VERBOSE: '1' })).out).not.toContain('vite ran');
    await put('apps/editor/src/main.tsx', 'changed');
    expect((await run(['start'], { SYNCLINE_VERBOSE: '1' })).out).toContain('vite ran');
  });

  it('runs the program with Node 24 and the project tools first on the PATH', async () => {
    await put('apps/cli/src/main.ts', `console.log(process.version, process.env.PATH);`);
    const [version, path] = (await run(['start'])).out.trim().split('\n').at(-1)?.split(' ') ?? [];
    expect(Number(version?.slice(1).split('.')[0])).toBeGreaterThanOrEqual(24);
    expect(path?.split(':').slice(0, 2)).toEqual([
      dirname(process.execPath),
      join(root, 'node_modules/.bin'),
    ]);
  });

  it('passes the exit code on', async () => {
    await put('apps/cli/src/main.ts', 'process.exit(7);');
    expect((await run(['start'])).code).toBe(7);
  });

  it('passes SIGTERM on and lets the program end in its own way', async () => {
    await put(
      'apps/cli/src/main.ts',
      `process.on('SIGTERM', () => { console.log('drained'); process.exit(3); });
       setInterval(() => {}, 1000); console.log('ready');`,
    );
    const child = spawn(process.execPath, ['apps/cli/bootstrap.mjs', 'start'], {
      cwd: root,
      env: environment(),
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.endsWith('ready\n')) child.kill('SIGTERM');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, last: out.trim().split('\n').at(-1) }).toEqual({ code: 3, last: 'drained' });
  });
});

describe('what the machine lacks is said in one line', () => {
  it('npx', async () => {
    await rm(join(root, 'bin/npx'));
    const { code, err } = await run(['start'], { PATH: join(root, 'bin') });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^npx was not found; install npm.*\n$/),
    });
  });

  it('the network', async () => {
    await playNpx('echo "npm error request to the registry failed, getaddrinfo EAI_AGAIN" >&2; exit 1');
    const { code, err } = await run(['start']);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^The dependencies could not be .* network.*\n$/),
    });
  });

  it('anything else an install stumbles over, after its own words', async () => {
    await playNpx('echo "ERR_PNPM_OUTDATED_LOCKFILE"; exit 1');
    const { code, err } = await run(['start']);
    expect({ code, lines: err.trim().split('\n') }).toEqual({
      code: 1,
      lines: ['ERR_PNPM_OUTDATED_LOCKFILE', expect.stringContaining('its words are above')],
    });
    expect((await run(['start'])).code).toBe(1);
  });

  it('a browser that is named but not there', async () => {
    const { code, err } = await run(['test', 'chromium'], { SYNCLINE_CHROMIUM: '/nowhere/chrome' });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^SYNCLINE_CHROMIUM names \/nowhere.*\n$/),
    });
  });

  it('a command or a step that does not exist', async () => {
    expect((await run([])).err).toMatch(/^Say what to do: .*\n$/);
    expect((await run(['toString'])).err).toMatch(/^Say what to do: .*\n$/);
    expect((await run(['test', 'units'])).err).toMatch(/^There is no step "units"; the steps are .*\n$/);
  });
});

describe('npm test', () => {
  beforeEach(async () => {
    await put('bin/chrome', '#!/bin/sh\necho Chromium 1\n');
    await chmod(join(root, 'bin/chrome'), 0o755);
    const tools = { typescript: 'tsc', '@biomejs/biome': 'biome', knip: 'knip', vitest: 'vitest' };
    for (const [name, command] of Object.entries(tools)) {
      await put(`node_modules/${name}/package.json`, JSON.stringify({ bin: { [command]: 'run.mjs' } }));
      await put(
        `node_modules/${name}/run.mjs`,
        `console.log(' Test Files  2 passed (2)\\n      Tests  9 passed (9)');`,
      );
    }
  });

  it('names every step with its time and leaves out the words of a green one', async () => {
    await put('test/system/start.test.ts', '');
    const { code, out } = await run(['test'], { SYNCLINE_CHROMIUM: join(root, 'bin/chrome') });
    const lines = out.trim().split('\n').slice(2);
    expect(code).toBe(0);
    expect(lines.map((line) => line.replace(/\s+\d+\.\d s\s*/, ': '))).toEqual([
      `✓ chromium: ${join(root, 'bin/chrome')}`,
      '✓ types: server side and editor',
      '✓ lint: format and rules',
      '✓ dead: no dead code, no unused dependency',
      '✓ unit: 9 tests in 2 files',
      '✓ editor: built',
      '✓ system: 9 tests in 2 files',
      '✓ proofs: no tests yet',
      '✓ browser: no tests yet',
      '✓ timed: 9 tests in 2 files',
      expect.stringMatching(/^Green in/),
    ]);
  });

  it('stops at the first red step and shows what it said', async () => {
    await put('node_modules/knip/run.mjs', `console.log('Unused file: old.ts'); process.exit(2);`);
    const { code, out } = await run(['test'], { SYNCLINE_CHROMIUM: join(root, 'bin/chrome') });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ dead .*\n\nUnused file: old\.ts\n\nRed at "dead"; .*\n$/);
    expect(out).not.toContain('unit');
  });

  it('runs only the steps that are asked for', async () => {
    const { code, out } = await run(['test', 'lint']);
    expect(code).toBe(0);
    expect(out.match(/^✓ \w+/gm)).toEqual(['✓ lint']);
  });
});
