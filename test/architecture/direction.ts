import { findImports, packageOf, resolveRelative } from './imports.ts';
import { codeOf, isTest, nameOf, type Tree, type Violation, workspaceOf } from './tree.ts';

/** Which workspaces each workspace may import. The folder `test` may import them all. */
export type Direction = Readonly<Record<string, readonly string[]>>;

const scope = '@syncline/';

/** Code imports only the workspaces its own may know, by their public names, and never by a path. */
export function checkImportDirection(tree: Tree, direction: Direction): Violation[] {
  const found: Violation[] = [];
  for (const [path, text] of codeOf(tree)) {
    const home = workspaceOf(path);
    for (const { specifier, line } of findImports(text)) {
      if (specifier.startsWith('.')) {
        if (workspaceOf(resolveRelative(path, specifier)) !== home) {
          found.push(`${path}:${line}: "${specifier}" leaves its workspace; import the package by its name`);
        }
      } else if (specifier.startsWith(scope)) {
        const problem = judge(tree, direction, home, specifier);
        if (problem) found.push(`${path}:${line}: ${problem}`);
      }
    }
  }
  return found;
}

function judge(tree: Tree, direction: Direction, home: string, specifier: string): string | undefined {
  const target = packageOf(specifier).slice(scope.length);
  const own = nameOf(home);
  if (own === target) return `${own} imports itself by name; import the file`;
  if (home !== 'test' && !direction[own]?.includes(target)) return `${own} may not import ${target}`;
  const part = specifier.slice(scope.length + target.length);
  if (part !== '' && !exportsOf(tree, target).includes(`.${part}`)) {
    return `"${specifier}" reaches into ${target}; import what its index gives out`;
  }
  return undefined;
}

function exportsOf(tree: Tree, name: string): string[] {
  const text = tree.get(`packages/${name}/package.json`) ?? tree.get(`apps/${name}/package.json`) ?? '{}';
  const { exports = {} }: { exports?: Record<string, unknown> } = JSON.parse(text);
  return Object.keys(exports);
}

const dependencyKinds = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

/** A package.json asks for no workspace beyond the table, and every workspace stands in the table. */
export function checkManifests(tree: Tree, direction: Direction): Violation[] {
  const found: Violation[] = [];
  for (const [path, text] of tree) {
    const home = workspaceOf(path);
    if (home === '' || path !== `${home}/package.json`) continue;
    const own = nameOf(home);
    if (!Object.hasOwn(direction, own)) {
      found.push(`${path}: the workspace ${own} does not stand in the table of directions`);
      continue;
    }
    const manifest: Partial<Record<(typeof dependencyKinds)[number], Record<string, string>>> =
      JSON.parse(text);
    for (const dependency of dependencyKinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))) {
      if (dependency.startsWith(scope) && !direction[own]?.includes(dependency.slice(scope.length))) {
        found.push(`${path}: ${own} may not depend on ${dependency}`);
      }
    }
  }
  return found;
}

/** One connector knows nothing of another: each folder that the registry lists stands alone. */
export function checkConnectorFolders(tree: Tree): Violation[] {
  const base = 'packages/connectors/src/';
  const folderOf = (path: string): string | undefined =>
    path.startsWith(base) && path.indexOf('/', base.length) > 0
      ? path.slice(base.length).split('/')[0]
      : undefined;

  const registry = `${base}registry.ts`;
  const connectors = new Set<string | undefined>([
    ...[...tree.keys()].filter((path) => path.endsWith('/definition.ts')).map(folderOf),
    ...findImports(tree.get(registry) ?? '').map(({ specifier }) =>
      folderOf(resolveRelative(registry, specifier)),
    ),
  ]);
  const found: Violation[] = [];
  for (const [path, text] of codeOf(tree)) {
    const own = folderOf(path);
    if (own === undefined || !connectors.has(own)) continue;
    for (const { specifier, line } of findImports(text)) {
      if (!specifier.startsWith('.')) continue;
      const other = folderOf(resolveRelative(path, specifier));
      if (other !== undefined && other !== own && connectors.has(other)) {
        found.push(`${path}:${line}: the connector ${own} imports the connector ${other}`);
      }
    }
  }
  return found;
}

/** The pretend vendors reach the server through demo.ts alone, which is loaded only when somebody asks for it. */
export function checkDemo(tree: Tree): Violation[] {
  const demo = 'apps/server/src/demo.ts';
  const found: Violation[] = [];
  for (const [path, text] of codeOf(tree)) {
    if (!path.startsWith('apps/server/') || isTest(path)) continue;
    for (const { specifier, line, how } of findImports(text)) {
      if (packageOf(specifier) === `${scope}simulators` && path !== demo) {
        found.push(`${path}:${line}: only src/demo.ts may import the simulators`);
      }
      if (specifier.startsWith('.') && resolveRelative(path, specifier) === demo && how === 'static') {
        found.push(`${path}:${line}: demo.ts is loaded on demand, with import()`);
      }
    }
  }
  return found;
}
