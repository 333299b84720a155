import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveEditor } from './editorFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'syncline-assets-'));
const script = 'export const text = "the same words again and again";\n'.repeat(500);
const app = express().use(...serveEditor(folder));
const server = createServer(app);
let address = '';

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets/main-Ab3_x.js'), script);
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function ask(path: string, encoding: string, method = 'GET') {
  // fetch unpacks by itself; `identity` in its place would hide what is tested.
  const response = await fetch(address + path, { method, headers: { 'accept-encoding': encoding } });
  return { response, text: await response.text() };
}

it.each(['br', 'gzip'])(
  'sends scripts packed with %s, a fraction of their size, to be kept for a year',
  async (encoding) => {
    const { response, text } = await ask('/assets/main-Ab3_x.js', encoding);
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(script.length / 5);
    expect(text).toBe(script);
  },
);

it('sends them plain to who can not unpack them', async () => {
  const { response, text } = await ask('/assets/main-Ab3_x.js', 'identity');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(text).toBe(script);
});

it('tells the size without the body when only that is asked', async () => {
  const { response, text } = await ask('/assets/main-Ab3_x.js', 'gzip', 'HEAD');
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(text).toBe('');
});

it.each(['/assets/none.js', '/assets/..%2findex.html.js', '/assets/.main.js'])(
  'finds nothing at %s',
  async (path) => {
    expect((await ask(path, 'gzip')).response.status).toBeGreaterThanOrEqual(400);
  },
);
