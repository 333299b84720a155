import type { Argument, Data } from '../data.ts';
import { type Parameter, Signature } from '../signature.ts';

/** A built-in function: pure, synchronous, with capped output. */
export interface Builtin {
  signature: Signature;
  run: (...args: Argument[]) => Data;
  /** Places where a regular expression may stand. */
  patterns: readonly number[];
}

/**
 * Declares a built-in function. The signature checks the arguments before `run` sees them, so `run` names the types the
 * signature lets through.
 */
export function builtin(parameters: readonly Parameter[], run: (...args: never[]) => Data): Builtin {
  return {
    signature: new Signature(parameters),
    // `never` accepts every parameter type; the signature is what makes the call safe.
    run: run as (...args: Argument[]) => Data,
    patterns: parameters.flatMap(({ kinds, list }, index) => (kinds.includes('f') && !list ? [index] : [])),
  };
}

export const text: Parameter = { kinds: 'sm' };
export const number: Parameter = { kinds: 'nm' };
export const anything: Parameter = { kinds: 'asnblom' };
export const list: Parameter = { kinds: 'asnblom', list: true };
export const textOrPattern: Parameter = { kinds: 'sfm' };
export const pattern: Parameter = { kinds: 'f' };

export const listOf = (items: 's' | 'n' | 'o'): Parameter => ({ ...list, items });
export const optional = (parameter: Parameter): Parameter => ({ ...parameter, optional: true });
export const orContext = (parameter: Parameter): Parameter => ({ ...parameter, context: true });
