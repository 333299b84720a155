import { type AnyNodeDefinition, defineNode, destinationPorts, sourcePorts } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { CompileEnv } from '../compileEnv.ts';
import { compileFlow } from '../compileFlow.ts';
import { env as plain } from '../testing/catalogue.ts';
import { approve, filter, flow, hook } from '../testing/flows.ts';

const own = [
  defineNode({
    type: 'sheet.write',
    version: 1,
    role: 'destination',
    title: 'Sheet',
    icon: 'file',
    doc: 'Writes.',
    config: z.strictObject({ mode: z.enum(['append', 'replace']).default('append') }),
    ports: destinationPorts,
    capabilities: { writes: ['create'], wholeState: { mode: ['replace'] } },
  }),
  defineNode({
    type: 'table.schedule',
    version: 1,
    role: 'schedule',
    title: 'Table',
    icon: 'table',
    doc: 'Asks.',
    config: z.strictObject({ mode: z.enum(['full', 'incremental']).default('full') }),
    ports: sourcePorts,
    capabilities: { incremental: true },
  }),
];
// A list of definitions of different configs has no type of its own; the compiler parses before it uses one.
const all = own as readonly unknown[] as readonly AnyNodeDefinition[];
const env: CompileEnv = {
  ...plain,
  definition: (type) => all.find((one) => one.type === type) ?? plain.definition(type),
};

const replaced = { type: 'sheet.write', config: { mode: 'replace' } };
const appended = { type: 'sheet.write', config: {} };
const full = { type: 'table.schedule', config: {} };
const changes = { type: 'table.schedule', config: { mode: 'incremental' } };

const found = (...args: Parameters<typeof flow>) =>
  compileFlow(flow(...args), env).diagnostics.map(
    ({ severity, code, node }) => `${severity} ${code} ${node}`,
  );

describe('a destination that each run replaces', () => {
  it('is fine behind one schedule that reads everything', () => {
    expect(found({ all: full, sheet: replaced }, [['all', 'sheet']])).toEqual([]);
  });

  it.each([
    ['a schedule that reads what changed', changes],
    ['a trigger', hook],
  ])('warns of %s: it would hold only that', (_, feeder) => {
    expect(found({ feeder, sheet: replaced }, [['feeder', 'sheet']])).toEqual([
      'warning destination.only-changes sheet',
    ]);
    expect(found({ feeder, sheet: appended }, [['feeder', 'sheet']])).toEqual([]);
  });

  it('warns of several sources, since each takes away what the others brought', () => {
    const edges: [string, string][] = [
      ['all', 'sheet'],
      ['more', 'sheet'],
    ];
    expect(found({ all: full, more: full, sheet: replaced }, edges)).toEqual([
      'warning destination.several-sources sheet',
    ]);
    expect(found({ all: full, more: full, sheet: appended }, edges)).toEqual([]);
  });

  it('can not be shared by several workers', () => {
    const settings = { settings: { parts: 2 } };
    expect(found({ all: full, sheet: replaced }, [['all', 'sheet']], settings)).toEqual([
      'error settings.parts sheet',
    ]);
    expect(found({ all: full, sheet: appended }, [['all', 'sheet']], settings)).toEqual([]);
    const idle = { all: full, sheet: appended, idea: replaced };
    expect(found(idle, [['all', 'sheet']], settings)).toEqual(['warning step.loose idea']);
    expect(compileFlow(flow({ all: full, sheet: replaced }, [['all', 'sheet']]), env).plan?.splittable).toBe(
      false,
    );
  });

  it('is refused behind a step that keeps records: it would hold only what that let on last', () => {
    const nodes = { all: full, boss: approve, f: filter, sheet: replaced };
    const { plan, diagnostics } = compileFlow(
      flow(nodes, [
        ['all', 'boss'],
        ['boss', 'f'],
        ['f', 'sheet'],
      ]),
      env,
    );
    expect(plan).toBeNull();
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'destination.behind-checkpoint',
        node: 'sheet',
        path: 'mode',
        whatToDo: 'Remove boss, or let sheet keep what is there.',
      },
    ]);
    expect(
      found({ all: full, boss: approve, sheet: appended }, [
        ['all', 'boss'],
        ['boss', 'sheet'],
      ]),
    ).toEqual([]);
  });
});
