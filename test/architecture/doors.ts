import { findImports, importedNames, packageOf } from './imports.ts';
import { lineAt, readSource } from './sourceText.ts';
import { sourcesOf, type Tree, type Violation } from './tree.ts';

// Everything that leaves passes one guarded place, or has a reason to be here.
const networkDoors = [
  /^packages\/connectors\/src\/egress(?:\/|\.ts$)/,
  /^packages\/simulators\//,
  /^apps\/editor\/src\/api(?:\/|[A-Z]|\.ts$)/,
];
const listener = /^apps\/server\//;

const processDoors = [
  /^apps\/cli\//,
  /^packages\/store\/src\/(?:.*\/)?embedded/i,
  /^packages\/(?:mapping|connectors)\/src\/(?:.*\/)?evaluator/i,
];

/** Requests leave through the egress guard; the server's `createServer` only listens. */
export function checkNetwork(tree: Tree): Violation[] {
  const found: Violation[] = [];
  for (const [path, text] of sourcesOf(tree)) {
    if (networkDoors.some((door) => door.test(path))) continue;
    for (const { specifier, line, clause, typeOnly } of findImports(text)) {
      const module = specifier.replace(/^node:/, '');
      if (!['http', 'https', 'http2', 'undici'].includes(packageOf(module)) || typeOnly) continue;
      const names = importedNames(clause);
      const listens =
        module === 'http' && listener.test(path) && names.every((name) => name === 'createServer');
      if (!listens || clause === '') {
        found.push(`${path}:${line}: "${specifier}" bypasses the egress guard of connectors`);
      }
    }
    for (const index of findFetches(text)) {
      found.push(`${path}:${lineAt(text, index)}: fetch bypasses the egress guard of connectors`);
    }
  }
  return found;
}

/** Places where the global fetch is called or handed on; a method, parameter or variable of that name is not it. */
function findFetches(text: string): number[] {
  const { code } = readSource(text);
  const explicit = [...code.matchAll(/\b(?:globalThis|window|self)\s*\.\s*fetch\b/g)].map(
    ({ index }) => index,
  );
  if (
    /\b(?:const|let|var|function)\s+fetch\b|[({,]\s*fetch\s*\??\s*:|[({,]\s*fetch\s*[,}][^;]*?\}\s*(?:=|:)/.test(
      code,
    )
  ) {
    return explicit;
  }
  const bare = [...code.matchAll(/(?<![.\w$#])fetch\b(?=\s*\(|\s*[;,)}\n])/g)]
    .map(({ index }) => index)
    .filter((index) => !isMethod(code, index) && !isDeclaredName(code, index));
  return [...explicit, ...bare].sort((one, other) => one - other);
}

/** `fetch(limit: number): Promise<Job[]>` or `async fetch(limit) {` within a type, class or object. */
function isMethod(code: string, index: number): boolean {
  const open = code.indexOf('(', index);
  if (open < 0 || code.slice(index + 'fetch'.length, open).trim() !== '') return false;
  let depth = 0;
  let close = open;
  for (; close < code.length; close++) {
    if (code[close] === '(') depth++;
    if (code[close] === ')' && --depth === 0) break;
  }
  const after = code.slice(close + 1).trimStart()[0];
  const before = /(?:[{;,}]|\b(?:async|get|static|readonly))$/.test(code.slice(0, index).trimEnd());
  return before && (after === '{' || after === ':');
}

/** The name between `import`'s or `export`'s braces. */
function isDeclaredName(code: string, index: number): boolean {
  return /\b(?:import|export)\b[^;]*\{[^}]*$/.test(code.slice(Math.max(0, index - 400), index));
}

/** Programs are started in a handful of places, none of which takes a user's words as an argument. */
export function checkProcesses(tree: Tree): Violation[] {
  return sourcesOf(tree)
    .filter(([path]) => !processDoors.some((door) => door.test(path)))
    .flatMap(([path, text]) =>
      findImports(text)
        .filter(({ specifier, typeOnly }) => /^(?:node:)?child_process$/.test(specifier) && !typeOnly)
        .map(({ specifier, line }): Violation => `${path}:${line}: "${specifier}" has no business here`),
    );
}
