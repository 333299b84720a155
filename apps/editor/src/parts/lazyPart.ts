import { lazy } from 'react';
import { serverAnswers } from '../api/client.ts';

const pauseMs = 3_000;

/**
 * A part whose code is fetched when it is first shown. While the server is away it is waited for, since a page that works
 * must not fall over because a menu could not be fetched. A server that answers without having it is a newer version: then
 * it fails, and the page offers to load anew.
 */
export const lazyPart: typeof lazy = (load) => lazy(() => keepTrying(load));

async function keepTrying<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load();
    } catch {
      if (await serverAnswers()) return load();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
