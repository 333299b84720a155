import { hostileNames } from '@syncline/model';

/**
 * The name by which the flow knows a connection: the one it has for it already, else a free one made from its name.
 *
 * @example logicalName({}, 'Shop (live)', 'c1') // 'shop-live'
 */
export function logicalName(bindings: Readonly<Record<string, string>>, wanted: string, id: string): string {
  const known = Object.entries(bindings).find(([, bound]) => bound === id);
  if (known) return known[0];
  const stem =
    wanted
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50) || 'connection';
  const isFree = (name: string) => !Object.hasOwn(bindings, name) && !hostileNames.has(name);
  let name = stem;
  for (let number = 2; !isFree(name); number += 1) name = `${stem}-${number}`;
  return name;
}
