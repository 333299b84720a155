import type { Value } from '@syncline/model';

/**
 * What keeps a value from being stored: half a surrogate pair or a NUL in a text, which PostgreSQL refuses.
 *
 * @returns the problem with its place, null when there is none.
 * @example findUnstorable({ name: 'a\u0000' }) // 'name holds a NUL character'
 */
export function findUnstorable(value: Value | undefined, place = ''): string | null {
  if (typeof value === 'string') return textProblem(value, place);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = textProblem(name, `the name of a field${place && ` in ${place}`}`);
    const problem = found ?? findUnstorable(inner, place === '' ? name : `${place}.${name}`);
    if (problem !== null) return problem;
  }
  return null;
}

function textProblem(text: string, place: string): string | null {
  const where = place === '' ? 'it' : place;
  if (text.includes('\u0000')) return `${where} holds a NUL character`;
  return text.isWellFormed() ? null : `${where} holds half a character (a lone surrogate)`;
}

/** Names of fields that data may not bring, because records are built from them. */
export const hostileName = (name: string): boolean =>
  name === '__proto__' || name === 'constructor' || name === 'prototype';
