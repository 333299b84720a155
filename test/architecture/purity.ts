import { findImports, isNodeModule, packageOf, resolveRelative } from './imports.ts';
import { lineAt, readSource } from './sourceText.ts';
import { nameOf, sourcesOf, type Tree, type Violation, workspaceOf } from './tree.ts';

// JSONata runs in a killable process; the code that starts it is the one part of mapping that needs Node.
const evaluatorHost = 'packages/mapping/src/evaluator/';
const pure = ['model', 'mapping', 'compiler'];

const globals = (
  'window document navigator localStorage sessionStorage indexedDB location history HTMLElement XMLHttpRequest ' +
  'DOMParser requestAnimationFrame process Buffer setImmediate'
).split(' ');

/** model knows zod and itself, nothing else. */
export function checkModelImports(tree: Tree): Violation[] {
  return sourcesOf(tree)
    .filter(([path]) => path.startsWith('packages/model/'))
    .flatMap(([path, text]) =>
      findImports(text)
        .filter(({ specifier }) => !specifier.startsWith('.') && specifier !== 'zod')
        .map(
          ({ specifier, line }): Violation =>
            `${path}:${line}: model imports "${specifier}"; it may import zod only`,
        ),
    );
}

/** model, mapping and compiler load in a browser and in a worker as they are: no Node, no DOM. */
export function checkPurity(tree: Tree): Violation[] {
  const found: Violation[] = [];
  for (const [path, text] of sourcesOf(tree)) {
    const own = nameOf(workspaceOf(path));
    if (!pure.includes(own) || path.startsWith(evaluatorHost)) continue;
    for (const { specifier, line } of findImports(text)) {
      if (isNodeModule(specifier)) found.push(`${path}:${line}: ${own} imports "${specifier}"; it is pure`);
      if (specifier.startsWith('.') && resolveRelative(path, specifier).startsWith(evaluatorHost)) {
        found.push(
          `${path}:${line}: the evaluator's host needs Node; only callers outside mapping may load it`,
        );
      }
    }
    for (const { name, index } of findGlobals(text)) {
      found.push(`${path}:${lineAt(text, index)}: ${own} uses the global "${name}"; it is pure`);
    }
  }
  return found;
}

/** Uses of a Node or DOM global, unless the file itself gives that name a meaning (`document` is a good name here). */
function findGlobals(text: string): { name: string; index: number }[] {
  const { code } = readSource(text);
  return globals.flatMap((name) => {
    const declared = new RegExp(
      `\\b(?:const|let|var|function|class|import)\\s+${name}\\b|\\b${name}\\s*\\??\\s*:|\\b${name}\\s*=>|[{(,]\\s*${name}\\s*[,})](?=[^;]*?(?:=|from|=>|\\{))`,
    );
    if (declared.test(code)) return [];
    return [...code.matchAll(new RegExp(`(?<![.\\w$])${name}\\s*[.([]`, 'g'))].map(({ index }) => ({
      name,
      index,
    }));
  });
}

const engineTaboo = ['pg', 'pg-boss', 'pg-cursor', 'pg-copy-streams', 'drizzle-orm', 'undici', 'express'];
const engineTabooNode = ['http', 'https', 'http2', 'net', 'tls', 'dgram'];
// A title may begin with "Select"; a statement is written in one case.
const sql = [
  /^\s*(?:insert\s+into|delete\s+from|create\s+(?:table|index)|update\s+[\w."]+\s+set)\s/i,
  /^\s*(?:select|SELECT)\s[\s\S]+\s(?:from|FROM)\s/,
];

/** The engine meets the world through its ports: no database, no SQL, no HTTP, no connector. */
export function checkEngine(tree: Tree): Violation[] {
  const found: Violation[] = [];
  for (const [path, text] of sourcesOf(tree)) {
    if (!path.startsWith('packages/engine/')) continue;
    for (const { specifier, line } of findImports(text)) {
      const taboo =
        engineTaboo.includes(packageOf(specifier)) ||
        specifier === '@syncline/connectors' ||
        (isNodeModule(specifier) && engineTabooNode.includes(specifier.replace(/^node:/, '')));
      if (taboo)
        found.push(`${path}:${line}: engine imports "${specifier}"; it meets the world through ports.ts`);
    }
    for (const { start, value } of readSource(text).strings) {
      if (sql.some((form) => form.test(value)))
        found.push(`${path}:${lineAt(text, start)}: engine holds SQL; it belongs to store`);
    }
  }
  return found;
}
