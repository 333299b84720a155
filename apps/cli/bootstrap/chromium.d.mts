/** Where a Chromium is that tests can drive, or undefined when this machine has none. */
export function findChromium(root: string, env?: NodeJS.ProcessEnv): string | undefined;
