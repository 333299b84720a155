/** Names that would reach an object's prototype. Refused as node names, field names and target keys. */
export const hostileNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
