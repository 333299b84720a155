import { type Catalogue, type CatalogueNode, type FlowNode, flowDocumentSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { createCheckStore } from '../flow/checkStore.ts';
import { createDocStore } from '../flow/docStore.ts';
import type { OpenFlow } from '../flow/FlowContext.tsx';
import { createRunStore } from '../flow/runStore.ts';
import { createUiStore } from '../flow/uiStore.ts';
import { moveInLine } from '../outline/moveInLine.ts';
import { outlineRows } from '../outline/outlineRows.ts';
import { addStep, asOneEntry, deleteChosen } from './changeSteps.ts';
import { fittingSteps, judgeConnection } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { duplicateSteps } from './duplicate.ts';
import { buildNodes, type CanvasNode } from './flowNodes.ts';
import { layoutSteps } from './layoutSteps.ts';
import { createMoveBurst } from './moveBurst.ts';
import { stepBeside } from './nextStep.ts';
import { readPiece } from './readPiece.ts';
import { cronWords } from './stepFact.ts';
import { writePiece } from './writePiece.ts';

const entry = (type: string, role: CatalogueNode['role'], ports: CatalogueNode['ports']): CatalogueNode => ({
  type,
  version: 1,
  role,
  title: type,
  system: null,
  icon: 'box',
  doc: '',
  connection: null,
  ports,
  configSchema: {},
  delivery: null,
});
const mapEntry = entry('map', 'transform', { in: 1, out: ['out'] });
const catalogue: Catalogue = {
  nodes: [
    entry('shop.trigger', 'trigger', { in: 0, out: ['out'] }),
    mapEntry,
    entry('branch', 'transform', { in: 1, out: ['else'] }),
    entry('mail.upsert', 'destination', { in: 1, out: [] }),
  ],
  connections: [],
};
const definitions = definitionsOf(catalogue);
const step = (type: string, config: FlowNode['config'] = {}): FlowNode => ({ type, config });
const middle = { x: 0, y: 0 };

function openLine(): OpenFlow {
  const document = flowDocumentSchema.parse({
    syncline: 1,
    name: 'Line',
    nodes: { start: step('shop.trigger'), a: step('map'), b: step('map'), end: step('mail.upsert') },
    edges: [
      ['start', 'a'],
      ['a', 'b'],
      ['b', 'end'],
    ],
    layout: { start: [0, 0], a: [240, 0], b: [480, 0], end: [720, 0] },
  });
  return {
    flowId: '1',
    catalogue,
    doc: createDocStore({ document, bindings: {} }),
    ui: createUiStore(),
    check: createCheckStore(),
    run: createRunStore(),
  };
}
const edgesOf = ({ doc }: OpenFlow) => doc.getState().document.edges;
const entries = ({ doc }: OpenFlow) => doc.temporal.getState().pastStates.length;

describe('connecting on the canvas', () => {
  it('refuses in words what cannot be', () => {
    const { document } = openLine().doc.getState();
    const from = (nodeId: string) => ({ nodeId, id: 'out', type: 'source' as const });
    const reason = (nodeId: string, to: string) => {
      const judged = judgeConnection(document, from(nodeId), to, definitions);
      return judged.ok ? '' : judged.reason;
    };
    expect(reason('a', 'start')).toBe('A source is the beginning. Nothing can lead into it.');
    expect(reason('end', 'a')).toBe('A destination is the end. Nothing can follow it.');
    expect(reason('b', 'a')).toContain('circle');
    expect(reason('a', 'b')).toContain('connected already');
    expect(reason('a', 'end')).toBe('');
  });

  it('judges a line drawn from a way in the other way round', () => {
    const { document } = openLine().doc.getState();
    expect(judgeConnection(document, { nodeId: 'end', id: 'in', type: 'target' }, 'a', definitions).ok).toBe(
      true,
    );
    expect(judgeConnection(document, { nodeId: 'a', id: 'in', type: 'target' }, 'end', definitions).ok).toBe(
      false,
    );
  });

  it('offers only steps that fit', () => {
    expect(fittingSteps(openLine().doc.getState().document, 'start', definitions)).toEqual(['b', 'end']);
  });
});

describe('editing on the canvas', () => {
  it('adds a step after another one with its line, as one entry of the history', () => {
    const open = openLine();
    const name = addStep(open, { entry: mapEntry, from: { name: 'start', port: 'out' } }, middle);
    expect(edgesOf(open)).toContainEqual(['start', name]);
    expect(entries(open)).toBe(1);
    open.doc.temporal.getState().undo();
    expect(open.doc.getState().document.nodes).not.toHaveProperty(name);
    expect(edgesOf(open)).toHaveLength(3);
  });

  it('puts a step into a line', () => {
    const open = openLine();
    const name = addStep(open, { entry: mapEntry, into: 'a|out|b', at: { x: 1, y: 2 } }, middle);
    expect(edgesOf(open)).toEqual(
      expect.arrayContaining([
        ['a', name],
        [name, 'b'],
      ]),
    );
    expect(edgesOf(open)).not.toContainEqual(['a', 'b']);
  });

  it('deletes a step out of a line and leaves the line whole', () => {
    const open = openLine();
    open.ui.getState().openStep('a');
    deleteChosen(open, ['a'], []);
    expect(edgesOf(open)).toContainEqual(['start', 'b']);
    expect(open.ui.getState().open).toBeNull();
    expect(entries(open)).toBe(1);
  });

  it('makes one entry of a burst of moves by keys, and a new one after a pause', () => {
    const open = openLine();
    let now = 0;
    const move = createMoveBurst(open, () => now);
    open.ui.getState().set({ selection: ['a'] });
    for (let press = 0; press < 10; press += 1) {
      move(22, 0);
      now += 50;
    }
    expect(open.doc.getState().document.layout?.a).toEqual([460, 0]);
    expect(entries(open)).toBe(1);
    now += 2000;
    move(0, 22);
    expect(entries(open)).toBe(2);
    open.doc.temporal.getState().undo();
    open.doc.temporal.getState().undo();
    expect(open.doc.getState().document.layout?.a).toEqual([240, 0]);
  });

  it('writes nothing into the history when a gesture changes nothing', () => {
    const open = openLine();
    asOneEntry(open.doc, () => open.doc.getState().connect(['a', 'b']));
    expect(entries(open)).toBe(0);
  });

  it('goes to the nearest step on the side of the arrow key', () => {
    const { document } = openLine().doc.getState();
    expect(stepBeside(document, 'a', 'right')).toBe('b');
    expect(stepBeside(document, 'a', 'left')).toBe('start');
    expect(stepBeside(document, 'a', 'up')).toBeNull();
    expect(stepBeside(document, null, 'right')).toBe('start');
  });

  it('moves one card of a thousand without touching the other cards', () => {
    const names = Array.from({ length: 1000 }, (_none, index) => `s${index}`);
    const document = flowDocumentSchema.parse({
      syncline: 1,
      name: 'Large',
      nodes: Object.fromEntries(names.map((name) => [name, step('map')])),
      edges: names.slice(1).map((name, index) => [names[index], name]),
      layout: Object.fromEntries(
        names.map((name, index) => [name, [(index % 40) * 240, Math.floor(index / 40) * 120]]),
      ),
    });
    const byId = (nodes: CanvasNode[]) => new Map(nodes.map((node) => [node.id, node]));
    const before = byId(buildNodes(new Map(), document, definitions, new Set(), {}));
    const after = buildNodes(before, document, definitions, new Set(), { s500: { x: 1, y: 1 } });
    expect(after.filter((node) => before.get(node.id) !== node).map(({ id }) => id)).toEqual(['s500']);
  });

  it('lays steps out from left to right along the flow', () => {
    const { document } = openLine().doc.getState();
    const places = layoutSteps({
      steps: Object.keys(document.nodes).map((name) => ({ name, width: 176, height: 74 })),
      edges: document.edges.map((edge) => [edge[0], edge[1]] as const),
    });
    const xs = ['start', 'a', 'b', 'end'].map((name) => places[name]?.[0] ?? Number.NaN);
    expect(xs).toEqual([...xs].sort((left, right) => left - right));
    expect(new Set(xs).size).toBe(4);
  });
});

describe('steps on the clipboard', () => {
  it('come back with their lines and new names', () => {
    const open = openLine();
    const read = readPiece(writePiece(open.doc.getState().document, ['a', 'b']));
    if (read.kind !== 'steps') throw new Error(read.kind);
    expect(open.doc.getState().paste(read.piece, [0, 300])).toEqual(['a2', 'b2']);
    expect(edgesOf(open)).toContainEqual(['a2', 'b2']);
  });

  it('may be a whole flow document', () => {
    expect(readPiece(JSON.stringify(openLine().doc.getState().document)).kind).toBe('flow');
  });

  it.each([
    ['a prototype as a name', '{"syncline":"steps","nodes":{"constructor":{"type":"map"}}}'],
    ['a type that is no type', '{"syncline":"steps","nodes":{"a":{"type":"<img onerror=x>"}}}'],
    ['keys nobody knows', '{"syncline":"steps","nodes":{},"run":"rm"}'],
    ['a place that is no number', '{"syncline":"steps","nodes":{"a":{"type":"map"}},"layout":{"a":["x",0]}}'],
    ['half of the text', '{"syncline":"steps","nodes":{"a":'],
    ['another version', '{"syncline":2,"name":"x","nodes":{},"edges":[]}'],
    ['more than 4 MB', `{"syncline":"steps","x":"${'x'.repeat(4_000_001)}"}`],
  ])('are refused in words with %s', (_what, text) => {
    const read = readPiece(text);
    expect(read.kind).toBe('refused');
    if (read.kind === 'refused') expect(read.reason.length).toBeGreaterThan(20);
  });

  it('never reach a prototype', () => {
    const read = readPiece(
      '{"syncline":"steps","nodes":{"__proto__":{"type":"map","config":{"polluted":true}}}}',
    );
    const open = openLine();
    if (read.kind === 'steps') open.doc.getState().paste(read.piece, [0, 0]);
    expect(Reflect.get({}, 'type')).toBeUndefined();
    expect(Object.getPrototypeOf(open.doc.getState().document.nodes)).toBe(Object.prototype);
  });

  it('leave other text to whoever it was meant for', () => {
    expect(readPiece('hello').kind).toBe('other');
    expect(readPiece('{"a":1}').kind).toBe('other');
  });

  it('are duplicated with the lines among them', () => {
    const open = openLine();
    duplicateSteps(open.doc, ['a', 'b'], [22, 96]);
    expect(edgesOf(open)).toContainEqual(['a2', 'b2']);
    expect(open.doc.getState().document.layout?.a2).toEqual([262, 96]);
  });
});

describe('the outline', () => {
  it('stands in flow order, ways of a branch one level in, and back out where they meet', () => {
    const document = flowDocumentSchema.parse({
      syncline: 1,
      name: 'Branch',
      nodes: {
        start: step('shop.trigger'),
        split: step('branch', { paths: [{ name: 'vip', title: 'VIP', where: {} }] }),
        x: step('map'),
        y: step('map'),
        end: step('mail.upsert'),
      },
      edges: [
        ['start', 'split'],
        ['split', 'x', 'vip'],
        ['split', 'y', 'else'],
        ['x', 'end'],
        ['y', 'end'],
      ],
    });
    const text = outlineRows(document, definitions).map((row) =>
      row.kind === 'step' ? `${'  '.repeat(row.depth)}${row.name}` : `(${row.text})`,
    );
    expect(text).toEqual([
      '(Starts with)',
      'start',
      'split',
      '(VIP)',
      '  x',
      '(Everyone else)',
      '  y',
      '  end',
    ]);
  });

  it('changes the places of two steps of a line as one entry', () => {
    const open = openLine();
    moveInLine(open, 'b', 'before');
    expect(new Set(edgesOf(open).map((edge) => edge.join('>')))).toEqual(
      new Set(['start>b', 'b>a', 'a>end']),
    );
    expect(entries(open)).toBe(1);
  });
});

it.each([
  ['0 2 * * *', 'daily 02:00'],
  ['*/15 * * * *', 'every 15 min'],
  ['0 * * * *', 'hourly'],
  ['30 8 * * 1-5', 'weekdays 08:30'],
  ['0 0 1 * *', '0 0 1 * *'],
])('says %s as %s', (cron, words) => {
  expect(cronWords(cron)).toBe(words);
});
