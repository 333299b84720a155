import { expect, it } from 'vitest';
import type { Role } from '../main.ts';
import { quotaShare } from './quotaShare.ts';

it.each<[Role[]]>([
  [['all']],
  [['web']],
  [['all', 'all']],
  [['web', 'worker']],
  [['web', 'web', 'worker', 'worker', 'worker']],
  [['all', 'worker', 'web']],
])('%j together use a limit and no more', (roles) => {
  const shares = roles.map((role, at) => {
    const others = roles.filter((_, other) => other !== at);
    const web = others.filter((other) => other === 'web').length;
    return quotaShare(role, { web, working: others.length - web });
  });
  expect(shares.every((share) => share > 0)).toBe(true);
  expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1);
});
