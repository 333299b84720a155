import type { DataRecord, Value } from '@syncline/model';
import jsonata from 'jsonata';
import { parseExpression } from './ast.ts';
import { builtinsWith } from './builtins/builtins.ts';
import { textFunctions } from './builtins/textFunctions.ts';
import { checkFunctions } from './checkFunctions.ts';
import { capText, type Data, ExpressionError, startBudget } from './data.ts';
import { linearRegExp } from './linearRegExp.ts';
import { plainValue } from './plainValue.ts';

export interface ExpressionLimits {
  /** Milliseconds one record may take. */
  timeout: number;
  /** Depth of calls. */
  stack: number;
  /** Longest list. */
  sequence: number;
}

export const defaultLimits: ExpressionLimits = { timeout: 500, stack: 200, sequence: 100_000 };

export type ExpressionResult = { ok: true; value: Value | undefined } | { ok: false; message: string };

/** Runs `slow` expressions somewhere a runaway can be stopped: a process of its own, a worker. */
export interface ExpressionHost {
  evaluateAll(text: string, records: DataRecord[]): Promise<ExpressionResult[]>;
}

/**
 * Runs any expression with the reference interpreter, with limits. For the process an expression host starts: the
 * limits stop loops, recursion, long lists and slow regular expressions, but only the end of a process stops everything.
 */
export async function evaluateGuarded(
  text: string,
  record: DataRecord,
  limits: ExpressionLimits = defaultLimits,
): Promise<ExpressionResult> {
  try {
    const expression = await guardedExpression(text, limits);
    const result: unknown = await expression.evaluate(record);
    startBudget();
    // Everything an evaluation can give but a function, which `withoutFunctions` takes away.
    return { ok: true, value: plainValue(withoutFunctions(result) as Data) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
}

/** More than all expressions of a flow; parsing takes ten times as long as an evaluation. */
const mostRemembered = 200;
const remembered = new Map<string, jsonata.Expression>();

/** Parsed once per text: a host runs one expression over many records. */
async function guardedExpression(text: string, limits: ExpressionLimits): Promise<jsonata.Expression> {
  const name = JSON.stringify([text, limits]);
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const parsed = parseExpression(text);
  const names = new Set(builtinsWith(() => new Date()).keys());
  const [issue] = parsed.ok ? checkFunctions(parsed.ast, names) : parsed.issues;
  if (issue !== undefined) throw new ExpressionError('S0201', issue.message);
  const expression = jsonata(text, { ...limits, RegexEngine: linearRegExp });
  await guard(expression);
  const [oldest] = remembered.keys();
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
  remembered.set(name, expression);
  return expression;
}

type Replace = (text: unknown, search: unknown, replacement: unknown, limit: unknown) => unknown;

/** Takes the teeth out of the built-ins that can turn a short text into a huge one. */
async function guard(expression: jsonata.Expression): Promise<void> {
  expression.registerFunction('eval', refuseEval, '<sx?:x>');
  expression.registerFunction('pad', textFunctions.pad.run, '<s-ns?:s>');
  expression.registerFunction('join', textFunctions.join.run, '<a<s>s?:s>');
  const replace = await originalReplace();
  expression.registerFunction(
    'replace',
    function (this: unknown, text: unknown, search: unknown, replacement: unknown, limit: unknown) {
      if (typeof text === 'string' && typeof replacement === 'string')
        capText(mostReplaced(text, replacement, limit));
      return replace.call(this, text, search, replacement, limit);
    },
    '<s-(sf)(sf)n?:s>',
  );
}

function mostReplaced(text: string, replacement: string, limit: unknown): number {
  const places = typeof limit === 'number' ? Math.min(limit, text.length) : text.length;
  return text.length + places * replacement.length;
}

function refuseEval(): never {
  throw new ExpressionError('D3121', '$eval is not available');
}

let replaceFound: Replace | null = null;

/** The package keeps its built-ins to itself; a variable reference hands one out. */
async function originalReplace(): Promise<Replace> {
  if (replaceFound !== null) return replaceFound;
  const definition: unknown = await jsonata('$replace').evaluate({});
  if (typeof definition === 'object' && definition !== null && 'implementation' in definition) {
    // The definition of a built-in always carries its function.
    replaceFound = definition.implementation as Replace;
    return replaceFound;
  }
  throw new ExpressionError('S1005', '$replace is not available');
}

/** A plain copy: the interpreter marks its lists with properties of their own, and may give functions. */
function withoutFunctions(value: unknown): unknown {
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, withoutFunctions);
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return undefined;
  const copy: { [name: string]: unknown } = Object.create(null);
  for (const [name, member] of Object.entries(value)) copy[name] = withoutFunctions(member);
  return copy;
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return 'The expression or the data is nested too deeply';
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message.slice(0, 300) : 'The expression failed';
}
