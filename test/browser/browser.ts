import { fileURLToPath } from 'node:url';
import { findChromium } from '@syncline/cli/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Quiet towards the network, so that what a test sees leave the machine is what the page sent.
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium with a fresh profile. `npm test` has seen to it that there is one; a test run started
 * by hand finds it the same way.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium(root);
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium was found; run `npm test -- chromium` once, or name one in SYNCLINE_CHROMIUM.',
    );
  }
  // Chromium's sandbox refuses to run as root, which is what a container usually is.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    args: asRoot ? [...flags, '--no-sandbox'] : flags,
    chromiumSandbox: !asRoot,
  });
}

/** How a page is looked at. */
export interface View {
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** Opens `url` as a newcomer would see it: a context of its own, without cookies or stored choices. */
export async function openPage(browser: Browser, url: string, view: View): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.theme,
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
