import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Missing } from './missing.mjs';

/** The JavaScript file behind a tool's command, run with our own Node: the same on every system, no shell between. */
export function toolPath(root, name, command = name.split('/').pop()) {
  const folder = join(root, 'node_modules', name);
  try {
    const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return join(folder, bin[command]);
  } catch {
    throw new Missing(
      `The tool ${name} is not installed; remove the folder node_modules and run this again.`,
    );
  }
}
