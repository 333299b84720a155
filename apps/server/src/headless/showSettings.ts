import type * as z from 'zod';
import { settingDefinitions } from '../settings/settings.ts';

export interface ShownSetting {
  name: string;
  /** As it may be shown: a secret is masked, what can't be shown is empty. */
  value: string;
  source: 'environment' | 'default';
  what: string;
  remedy: string;
  ok: boolean;
}

const mask = '••••••••';

/** Every setting as this environment has it, right or wrong. */
export function showSettings(environment: Readonly<Record<string, string | undefined>>): ShownSetting[] {
  const all: [string, { schema: z.ZodType; what: string; remedy: string; secret?: boolean }][] =
    Object.entries(settingDefinitions);
  return all.map(([name, { schema, what, remedy, secret = false }]) => {
    const given = environment[name] || undefined;
    const value = given ?? String(schema.safeParse(undefined).data ?? '');
    return {
      name,
      value: secret && given !== undefined ? mask : value,
      source: given === undefined ? 'default' : 'environment',
      what,
      remedy,
      ok: schema.safeParse(given).success,
    };
  });
}
