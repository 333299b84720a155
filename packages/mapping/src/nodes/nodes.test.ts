import { hostileNames, parseNodeConfig } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { transformNodes } from './transformNodes.ts';

const definition = (type: string) => {
  const found = transformNodes.find((node) => node.type === type);
  if (found === undefined) throw new Error(type);
  return found;
};

const parse = (type: string, config: Record<string, unknown>) => {
  const parsed = parseNodeConfig(definition(type), config);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed;
};

const issues = (type: string, config: Record<string, unknown>) => {
  const parsed = parseNodeConfig(definition(type), config);
  return parsed.ok ? [] : parsed.issues.map(({ path, message }) => `${path}: ${message}`);
};

const where = { tests: [{ field: 'country', is: 'equals', value: 'CH' }] };

describe('the transform nodes', () => {
  it('are map, filter, branch, three that keep records and one that links, each with words for the palette', () => {
    const roles = transformNodes.map(({ type, role }) => `${type} ${role}`);
    expect(roles).toEqual([
      'map transform',
      'filter transform',
      'branch transform',
      'crossing checkpoint',
      'hold checkpoint',
      'approve checkpoint',
      'link checkpoint',
    ]);
    for (const node of transformNodes) expect(node.doc.length).toBeGreaterThan(20);
  });

  it.each(['map', 'filter', 'branch', 'crossing', 'hold', 'approve', 'link'])(
    '%s describes its form: titles and widgets, as JSON Schema',
    (type) => {
      const schema = z.toJSONSchema(definition(type).config, { io: 'input' });
      const properties = Object.values(schema.properties ?? {});
      expect(properties.length).toBeGreaterThan(0);
      for (const property of properties) {
        expect(property).toHaveProperty('title');
        expect(property).toHaveProperty('ui');
      }
      expect(JSON.stringify(schema)).toMatch(
        /"widget":"(mapping|condition|branches|cron)"|"title":"(Question|Linked fields)"/,
      );
    },
  );
});

describe('map', () => {
  it('starts empty and counts its fields', () => {
    expect(parse('map', {})).toMatchObject({
      config: { fields: [], rest: 'drop' },
      summary: '0 fields',
      ports: { in: 1, out: ['out'] },
    });
    expect(parse('map', { fields: [{ to: 'a', value: 1 }] }).summary).toBe('1 field');
  });

  it.each([...hostileNames])('refuses to save a field named %s (attack case 8)', (name) => {
    expect(issues('map', { fields: [{ to: name, value: 1 }] })).toEqual([
      'fields.0.to: This field name is reserved. Choose another one.',
    ]);
  });

  it('refuses a row with two sources, and settings nobody knows', () => {
    expect(issues('map', { fields: [{ to: 'a', from: 'b', value: 1 }] })[0]).toMatch(
      'Use one of field, fixed value and expression.',
    );
    expect(issues('map', { fields: [{ to: 'a', form: 'b' }] })[0]).toMatch('form');
    expect(issues('map', { fields: [{ to: 'a', from: 'b', steps: ['shout'] }] })).toHaveLength(1);
  });
});

describe('filter', () => {
  it('says its condition in one line', () => {
    expect(parse('filter', { where })).toMatchObject({
      summary: 'country is “CH”',
      ports: { in: 1, out: ['out'] },
    });
    expect(parse('filter', { where: { expression: 'total > 5' } }).summary).toBe('total > 5');
  });

  it('needs a condition with at least one test', () => {
    expect(issues('filter', {})).toHaveLength(1);
    expect(issues('filter', { where: { tests: [] } })).toHaveLength(1);
  });
});

describe('branch', () => {
  it('has a way out per path, and one for the rest', () => {
    const { ports, summary } = parse('branch', {
      paths: [
        { name: 'vip', title: 'Big spenders', where },
        { name: 'swiss', where },
      ],
    });
    expect(ports).toEqual({ in: 1, out: ['vip', 'swiss', 'else'] });
    expect(summary).toBe('Big spenders, swiss');
  });

  it.each([
    [[], 'Add at least one path.'],
    [[{ name: 'else', where }], 'The name else is taken'],
    [[{ name: 'a b', where }], 'Use letters, digits'],
    [
      [
        { name: 'a', where },
        { name: 'a', where },
      ],
      'Two paths have the same name.',
    ],
    [Array.from({ length: 11 }, (_, index) => ({ name: `p${index}`, where })), 'at most 10 paths'],
  ] as [unknown[], string][])('refuses paths %j', (paths, message) => {
    expect(issues('branch', { paths }).join()).toMatch(message);
  });

  it.each([...hostileNames].filter((name) => /^[A-Za-z0-9_-]+$/.test(name)))(
    'never has a way out named %s',
    (name) => {
      expect(issues('branch', { paths: [{ name, where }] })).toHaveLength(1);
    },
  );
});

describe('ask a person', () => {
  it('needs no setting, and waits for as long as it takes', () => {
    const { config, summary, ports } = parse('approve', {});
    expect(config).toEqual({ question: 'May this record go on?', whenExpired: 'stay' });
    expect(summary).toBe('May this record go on?');
    expect(ports).toEqual({ in: 1, out: ['out'] });
  });

  it('says what happens when nobody decides', () => {
    const config = { question: 'A refund over 1000?', timeoutHours: 48, whenExpired: 'reject' };
    expect(parse('approve', config).summary).toBe('A refund over 1000? After 48 h: reject');
  });

  it('refuses an empty question, no time at all, and what nobody knows', () => {
    expect(issues('approve', { question: ' ' })).toEqual(['question: Write what the person is to decide.']);
    expect(issues('approve', { timeoutHours: 0 })).toEqual([
      'timeoutHours: Give at least 0.1 hours, or leave it out.',
    ]);
    expect(issues('approve', { whenExpired: 'escalate' })).toHaveLength(1);
    expect(issues('approve', { whenExpired: 'reject' })).toEqual([
      'timeoutHours: Give the hours to decide, or choose stay.',
    ]);
  });
});

describe('gather changes', () => {
  it('says until when', () => {
    expect(parse('hold', { cron: '0 18 * * *', timezone: 'Europe/Zurich' }).summary).toBe(
      'until 0 18 * * *, Europe/Zurich',
    );
  });

  it('needs a time', () => {
    expect(issues('hold', {})).toHaveLength(1);
    expect(issues('hold', { cron: 'at six' })[0]).toMatch('A schedule has five parts');
  });
});

describe('when it becomes true', () => {
  it('says its condition in one line', () => {
    expect(parse('crossing', { where }).summary).toBe('when country is “CH”');
  });

  it('needs a condition with at least one test', () => {
    expect(issues('crossing', {})).toHaveLength(1);
    expect(issues('crossing', { where: { tests: [] } })).toHaveLength(1);
  });
});
