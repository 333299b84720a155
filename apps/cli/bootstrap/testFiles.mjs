import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether any of the folders holds a test file. */
export function hasTests(root, folders) {
  const holds = (folder) => {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return false;
    }
    return entries.some((entry) =>
      entry.isDirectory()
        ? entry.name !== 'node_modules' && holds(join(folder, entry.name))
        : /\.test\.tsx?$/.test(entry.name),
    );
  };
  return folders.some((folder) => holds(join(root, folder)));
}

/** "312 tests in 45 files", read from vitest's own summary; empty when it wrote none. */
export function readCounts(output) {
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '');
  const files = /Test Files\s.*?(\d+) passed/.exec(plain);
  const tests = /Tests\s.*?(\d+) passed/.exec(plain);
  return files && tests ? `${count(tests[1], 'test')} in ${count(files[1], 'file')}` : '';
}

function count(number, thing) {
  return `${number} ${thing}${number === '1' ? '' : 's'}`;
}
