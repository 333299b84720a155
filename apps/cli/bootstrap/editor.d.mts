/** Builds the editor when its bundle is missing or older than its sources. */
export function ensureEditor(
  root: string,
  node: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string; built: boolean }>;
