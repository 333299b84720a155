import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openPage } from './browser.ts';

const html = `<!doctype html><title>A page</title><style>
  body { background: rgb(255, 255, 255) } @media (prefers-color-scheme: dark) { body { background: rgb(0, 0, 0) } }
</style>`;
const server = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html').end(html),
);
let browser: Browser;
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  server.close();
});

it.each([
  { theme: 'light', width: 1280, height: 800, background: 'rgb(255, 255, 255)' },
  { theme: 'dark', width: 390, height: 844, background: 'rgb(0, 0, 0)' },
] as const)('shows a page in $theme at $width x $height', async ({ background, ...view }) => {
  const page = await openPage(browser, url, view);
  const seen = await page.locator('body').evaluate((body) => {
    const page = body.ownerDocument.defaultView;
    return [page?.innerWidth, page?.innerHeight, page?.getComputedStyle(body).backgroundColor];
  });
  expect(seen).toEqual([view.width, view.height, background]);
  await page.context().close();
});

it('keeps nothing from one page to the next', async () => {
  const view = { theme: 'light', width: 800, height: 600 } as const;
  const first = await openPage(browser, url, view);
  await first.context().addCookies([{ name: 'seen', value: 'yes', url }]);
  const second = await openPage(browser, url, view);
  expect(await second.context().cookies()).toEqual([]);
});
