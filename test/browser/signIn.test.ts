import { expect, it } from 'vitest';
import { startSyncline } from '../harness/serverProcess.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { launchBrowser, openPage } from './browser.ts';

it('asks for the owner password, says when it is wrong, and comes back to the page that was wanted', async () => {
  using folder = temporaryFolder();
  await using server = await startSyncline({
    dataFolder: folder.path,
    environment: { SYNCLINE_OWNER_PASSWORD: 'correct horse battery' },
  });
  const browser = await launchBrowser();
  try {
    const page = await openPage(browser, `${server.url}/templates`, {
      theme: 'light',
      width: 1440,
      height: 900,
    });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await fetch(`${server.url}/api/flows`)).status).toBe(401);
    await page.getByLabel('Owner password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The password is wrong').waitFor();
    await page.getByLabel('Owner password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Templates', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  } finally {
    await browser.close();
  }
}, 90_000);
