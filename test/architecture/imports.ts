import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { lineAt, readSource } from './sourceText.ts';

/** One import of a file, whichever way it is written. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import()` and `require()` load on demand; `import(...)` in a type loads nothing. */
  readonly how: 'static' | 'dynamic';
  /** True for `import type` and `export type`: gone before the program runs. */
  readonly typeOnly: boolean;
  /** What stands between the keyword and `from`. */
  readonly clause: string;
}

const forms: readonly { how: Import['how']; form: RegExp }[] = [
  { how: 'static', form: /^[ \t]*(?:import|export)\b([^;'"`()=]*?)\bfrom\s*['"]/gm },
  { how: 'static', form: /^[ \t]*import()\s*['"]/gm },
  { how: 'dynamic', form: /\b(?:import|require|require\.resolve|import\.meta\.resolve)()\s*\(\s*['"`]/g },
];

/** Every import, re-export, `import()` and type import whose target is written out. */
export function findImports(text: string): Import[] {
  const { code, strings } = readSource(text);
  const found: Import[] = [];
  for (const { how, form } of forms) {
    for (const match of code.matchAll(form)) {
      const start = match.index + match[0].length;
      const specifier = strings.find((string) => string.start === start)?.value;
      if (specifier === undefined) continue;
      const clause = (match[1] ?? '').trim();
      found.push({
        specifier,
        line: lineAt(text, start),
        how,
        typeOnly: /^type\b(?!\s*,)/.test(clause),
        clause,
      });
    }
  }
  return found.sort((one, other) => one.line - other.line);
}

/** The names a clause takes, types left out: `{ createServer, type Server }` gives `['createServer']`. */
export function importedNames(clause: string): string[] {
  if (/^type\b(?!\s*,)/.test(clause)) return [];
  return clause
    .replace(/[{}]/g, ',')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(/\s+as\s+/)[0] ?? name);
}

/** The file a relative import points to, as a path from the root. */
export function resolveRelative(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

/** `@scope/name` or `name` of a package import. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** True for Node's own modules, with or without the `node:` in front. */
export function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier));
}
