import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A repository as data: path from the root, with forward slashes, to text. Files nobody reads here hold ''. */
export type Tree = ReadonlyMap<string, string>;

/** What a rule reports: where, and what is wrong there. */
export type Violation = `${string}: ${string}`;

const madeByTools = new Set(['node_modules', 'dist', '.git', '.syncline', 'coverage', 'test-results']);
const readable = /\.(ts|tsx|mts|js|mjs|css)$|(^|\/)package\.json$/;

/** Reads the repository from disk, leaving out what tools make. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (madeByTools.has(entry.name)) continue;
      if (entry.isDirectory()) visit(path);
      else tree.set(path, readable.test(path) ? readFileSync(join(root, path), 'utf8') : '');
    }
  };
  visit('');
  return tree;
}

/** True for TypeScript and JavaScript. */
function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|js|mjs)$/.test(path);
}

/** True for a test file, which may do what its subject may not. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** The folder of the workspace a file belongs to: `apps/server`, `packages/model`, `test`, or '' for the root. */
export function workspaceOf(path: string): string {
  return /^(?:(?:apps|packages)\/[^/]+|test)(?=\/)/.exec(path)?.[0] ?? '';
}

/** A workspace's short name: `server` for `apps/server`. */
export function nameOf(workspace: string): string {
  return workspace.slice(workspace.lastIndexOf('/') + 1);
}

/** The code files of a tree, tests included. */
export function codeOf(tree: Tree): [path: string, text: string][] {
  return [...tree].filter(([path]) => isCode(path));
}

/** The code files of a tree that ship: no tests, nothing under `test/`. */
export function sourcesOf(tree: Tree): [path: string, text: string][] {
  return codeOf(tree).filter(([path]) => !isTest(path) && !path.startsWith('test/'));
}
