import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineNode, oneOut } from './nodeDefinition.ts';
import { parseNodeConfig } from './parseNodeConfig.ts';

const definition = defineNode({
  type: 'sample',
  version: 3,
  role: 'transform',
  title: 'Sample',
  icon: 'box',
  doc: 'For this test.',
  config: z.strictObject({ size: z.int().min(1), unit: z.string().default('kg') }),
  ports: oneOut,
  summarise: (config) => `${config.size} ${config.unit}`,
  migrate: {
    1: ({ length, ...rest }) => ({ ...rest, size: length }),
    2: (config) => ({ ...config, unit: config.unit ?? 'lb' }),
  },
});

describe('parseNodeConfig', () => {
  it('carries a config over every version up to today', () => {
    expect(parseNodeConfig(definition, { length: 4 }, 1)).toMatchObject({
      ok: true,
      config: { size: 4, unit: 'lb' },
      summary: '4 lb',
    });
  });

  it('fills defaults and gives ports', () => {
    expect(parseNodeConfig(definition, { size: 2 }, 3)).toMatchObject({
      ok: true,
      config: { size: 2, unit: 'kg' },
      ports: { in: 1, out: ['out'] },
    });
  });

  it('names each wrong field', () => {
    const parsed = parseNodeConfig(definition, { size: 0, colour: 'red' }, 3);
    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path)).toContain('size');
    expect(JSON.stringify(parsed)).toContain('colour');
  });

  it('refuses a step of a newer Syncline instead of guessing', () => {
    expect(parseNodeConfig(definition, { size: 1 }, 9)).toMatchObject({ ok: false });
  });
});
