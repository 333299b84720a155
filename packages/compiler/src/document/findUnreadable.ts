/** What keeps a value from being a flow document before its shape is even looked at. */
export interface Unreadable {
  what: 'too-deep' | 'not-json' | 'reserved-name';
  /** Where: keys and places from the top. */
  path: string[];
}

const deepest = 64;

interface Place {
  value: unknown;
  depth: number;
  key: string;
  above: Place | null;
}

/**
 * Looks for what later readers could stumble over: nesting that exhausts the stack, values JSON can't hold, and
 * `__proto__` as a name (zod leaves it out without a word). Without recursion, so that depth costs nothing.
 */
export function findUnreadable(input: unknown): Unreadable | null {
  const open: Place[] = [{ value: input, depth: 0, key: '', above: null }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, depth } = place;
    if (typeof value !== 'object' || value === null) {
      if (!isJsonScalar(value)) return { what: 'not-json', path: pathOf(place) };
      continue;
    }
    if (depth >= deepest) return { what: 'too-deep', path: pathOf(place).slice(0, 4) };
    for (const key of Object.keys(value)) {
      const below: Place = { value: Reflect.get(value, key), depth: depth + 1, key, above: place };
      if (key === '__proto__') return { what: 'reserved-name', path: pathOf(below) };
      open.push(below);
    }
  }
  return null;
}

/** `undefined` is let through: it is how a program leaves a member out. */
function isJsonScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean';
}

function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at: Place | null = place; at?.above; at = at.above) path.unshift(at.key);
  return path;
}
