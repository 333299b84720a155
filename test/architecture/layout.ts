import { isTest, type Tree, type Violation } from './tree.ts';

const ceiling = 400;
const vague = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc']);

const topLevel = new Set([
  ...['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'tsconfig.json', 'biome.json', 'knip.json'],
  ...['vitest.config.ts', 'README.md', 'LICENSE', 'CHANGELOG.md', 'apps', 'packages', 'test'],
]);

/** A source file that has grown past the ceiling is two files. Tests and generated migrations may be long. */
export function checkLength(tree: Tree): Violation[] {
  return [...tree]
    .filter(
      ([path]) => /\.(ts|tsx|mts|js|mjs|css)$/.test(path) && !isTest(path) && !path.includes('/migrations/'),
    )
    .map(([path, text]) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > ceiling)
    .map(({ path, lines }): Violation => `${path}: ${lines} lines, ${ceiling} are the ceiling; split it`);
}

/** No file or folder has a name that would fit any other as well. */
export function checkNames(tree: Tree): Violation[] {
  const found = new Set<Violation>();
  for (const path of tree.keys()) {
    const parts = path.split('/');
    const at = parts.findIndex((part) => vague.has(part.replace(/\..*$/, '').toLowerCase()));
    if (at >= 0) found.add(`${parts.slice(0, at + 1).join('/')}: the name says nothing; name the idea`);
  }
  return [...found];
}

/** One index.ts per package, at its door. */
export function checkIndexFiles(tree: Tree): Violation[] {
  return [...tree.keys()]
    .filter((path) => /(^|\/)index\.(ts|tsx|mts|js|mjs)$/.test(path))
    .filter((path) => !/^(?:apps|packages)\/[^/]+\/src\/index\.ts$/.test(path))
    .map(
      (path): Violation =>
        `${path}: a package has one index.ts, at src/index.ts; inside it import the file itself`,
    );
}

/** The top level stays small enough to be read at a glance. Files that begin with a dot are settings of tools. */
export function checkTopLevel(tree: Tree): Violation[] {
  const names = new Set([...tree.keys()].map((path) => path.split('/')[0] ?? path));
  return [...names]
    .filter((name) => !name.startsWith('.') && !topLevel.has(name))
    .map(
      (name): Violation =>
        `${name}: does not belong at the top level; apps, packages and test hold everything`,
    );
}
