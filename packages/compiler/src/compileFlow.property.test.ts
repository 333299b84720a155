import { diagnosticSchema, type FlowDocument, type Plan } from '@syncline/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFlow } from './compileFlow.ts';
import { buildGraph } from './graph/flowGraph.ts';
import { stepsAfter } from './graph/reach.ts';
import { anyJson, anyMutation, goodFlow, hostileText, mutate } from './testing/anyFlow.ts';
import { env, field, schema } from './testing/catalogue.ts';
import { flow, hook, post, shopToMail } from './testing/flows.ts';

const compile = (input: unknown) => compileFlow(input, env);

/** What the executor relies on. A plan for which this holds can't fail for a reason that lies in its structure. */
function expectSound(plan: Plan): void {
  const place = new Map(plan.steps.map((step, index) => [step.node, index]));
  expect(place.size).toBe(plan.steps.length);
  const links = plan.steps.flatMap(({ node, next }) =>
    Object.entries(next).flatMap(([port, ends]) => ends.map((to) => ({ from: node, to, port }))),
  );
  for (const { from, to } of links) {
    expect(place.has(to)).toBe(true);
    expect(place.get(from)).toBeLessThan(place.get(to) ?? -1);
  }
  const graph = buildGraph(place.keys(), links);
  expect(plan.feeders.length).toBeGreaterThan(0);
  expect(plan.destinations.length).toBeGreaterThan(0);
  for (const feeder of plan.feeders) {
    expect(plan.destinations.some((end) => stepsAfter(graph, [feeder]).has(end))).toBe(true);
  }
  const fed = stepsAfter(graph, plan.feeders);
  for (const step of plan.steps) {
    expect(fed.has(step.node)).toBe(true);
    expect(Object.keys(step.next).length === 0).toBe(plan.destinations.includes(step.node));
  }
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
}

/** An answer is whole: each diagnostic is well formed, names a step that is there, and errors and plan exclude each other. */
function expectAnswer(input: unknown): void {
  const result = compile(input);
  for (const one of result.diagnostics) {
    diagnosticSchema.parse(one);
    expect(one.title.length).toBeGreaterThan(0);
    expect(one.whatToDo.length).toBeGreaterThan(0);
    expect(one.title.length + one.whatToDo.length).toBeLessThan(4_000);
    if (one.node !== undefined) expect(Object.hasOwn(result.document?.nodes ?? {}, one.node)).toBe(true);
  }
  const failed = result.diagnostics.some((one) => one.severity === 'error');
  expect(failed).toBe(result.plan === null);
  if (result.plan) expectSound(result.plan);
  expect(compile(input)).toEqual(result);
}

describe('whatever is saved', () => {
  it('any JSON gets an answer and never an exception', () => {
    fc.assert(fc.property(anyJson, expectAnswer), { numRuns: 300 });
  });

  it('any document with its outer shape right gets an answer', () => {
    const node = fc.record(
      {
        type: fc.oneof(
          fc.constantFrom('map', 'filter', 'branch', 'hook.trigger', 'post.send', 'mail.upsert', 'ways'),
          hostileText,
        ),
        version: fc.oneof(fc.integer({ min: 1, max: 4 }), anyJson),
        config: fc.oneof(
          fc.dictionary(fc.constantFrom('key', 'fields', 'where', 'paths', 'out', 'cron'), anyJson),
          anyJson,
        ),
        connection: hostileText,
        title: hostileText,
      },
      { requiredKeys: ['type'] },
    );
    const name = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), hostileText);
    const document = fc.record({
      syncline: fc.constant(1),
      name: fc.constant('Any'),
      nodes: fc.dictionary(name, node, { maxKeys: 5, noNullPrototype: true }),
      edges: fc.array(fc.oneof(fc.tuple(name, name), fc.tuple(name, name, hostileText)), { maxLength: 6 }),
    });
    fc.assert(fc.property(document, expectAnswer), { numRuns: 300 });
  });

  it('a good flow with anything changed gets an answer, and a plan only if it still runs', () => {
    fc.assert(
      fc.property(goodFlow, fc.array(anyMutation, { minLength: 1, maxLength: 3 }), (document, mutations) => {
        expectAnswer(mutations.reduce<unknown>(mutate, document));
      }),
      { numRuns: 400 },
    );
  });

  it('a good flow with any edges added gets an answer', () => {
    const extra = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('out', 'yes', 'else', 'ghost')), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(goodFlow, extra, (document, picks) => {
        const names = Object.keys(document.nodes);
        const pick = (at: number) => names[at % names.length] ?? '';
        const added = picks.map(([from, to, port]): [string, string, string] => [pick(from), pick(to), port]);
        expectAnswer({ ...document, edges: [...document.edges, ...added] });
      }),
      { numRuns: 300 },
    );
  });

  it('any table of a map and any condition gets an answer', () => {
    const text = fc.oneof(
      fc.constantFrom('id', 'a.b', '["x"]', '$sum(', '[0]', 'a[', '(', '*', '.*+'),
      hostileText,
      fc.string(),
    );
    const step = fc.oneof(
      fc.constantFrom('trim', 'integer', 'to-json'),
      fc.record({ do: fc.constant('replace'), find: text, with: text, pattern: fc.boolean() }),
      fc.record({ do: fc.constant('lookup'), table: text, column: text }),
      fc.record({ do: fc.constant('parse-datetime'), format: text, timezone: text }),
    );
    const row = fc.record(
      { to: text, from: text, expression: text, value: anyJson, steps: fc.array(step, { maxLength: 2 }) },
      { requiredKeys: ['to'] },
    );
    const where = fc.oneof(
      fc.record({ expression: text }),
      fc.record({
        tests: fc.array(
          fc.record({ field: text, is: fc.constantFrom('equals', 'matches', 'greater'), value: anyJson }),
          { minLength: 1, maxLength: 2 },
        ),
      }),
    );
    const config = fc.record(
      { fields: fc.array(row, { maxLength: 3 }), key: text },
      { requiredKeys: ['fields'] },
    );
    fc.assert(
      fc.property(config, where, (table, condition) => {
        const nodes = {
          a: hook,
          m: { type: 'map', config: table },
          f: { type: 'filter', config: { where: condition } },
          z: post,
        };
        expectAnswer(
          flow(nodes, [
            ['a', 'm'],
            ['m', 'f'],
            ['f', 'z'],
          ]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('records of any described shape get an answer', () => {
    const names = fc.constantFrom('id', 'email', 'toString', 'constructor', '["x"]', 'a.b');
    const shape = fc
      .tuple(
        fc.uniqueArray(names),
        fc.boolean(),
        fc.constantFrom('text', 'list', 'date', 'enum'),
        fc.boolean(),
      )
      .map(([list, open, type, required]) =>
        schema(
          list.map((name) => field(name, type as 'text', { required })),
          { key: list.slice(0, 2), open },
        ),
      );
    fc.assert(
      fc.property(shape, shape, shape, (changes, nightly, members) => {
        const result = compileFlow(shopToMail(), { ...env, schemas: { changes, nightly, members } });
        if (result.plan) expectSound(result.plan);
        else expect(result.diagnostics[0]?.severity).toBe('error');
      }),
    );
  });
});

describe('a good flow', () => {
  it('compiles, and to a sound plan', () => {
    fc.assert(
      fc.property(goodFlow, (document) => {
        const { plan, diagnostics } = compile(document);
        expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
        expect(plan).not.toBeNull();
        if (plan) expectSound(plan);
      }),
      { numRuns: 200 },
    );
  });

  it('gives one answer, however the file is ordered and laid out', () => {
    const turned = goodFlow.chain((document) => {
      const { nodes, edges } = document;
      return fc.tuple(
        fc.constant(document),
        fc.shuffledSubarray(Object.keys(nodes), { minLength: Object.keys(nodes).length }),
        fc.shuffledSubarray(edges, { minLength: edges.length }),
        fc.array(anyMutation, { maxLength: 1 }),
      );
    });
    fc.assert(
      fc.property(turned, ([document, names, edges]) => {
        const other: FlowDocument = {
          edges,
          layout: Object.fromEntries(names.map((name, at) => [name, [at, at]])),
          nodes: Object.fromEntries(
            names.flatMap((name) => [[name, turnKeys(document.nodes[name])]]),
          ) as never,
          name: 'Other name',
          syncline: 1,
        };
        const [one, two] = [compile(document), compile(other)];
        expect(JSON.stringify(two.plan)).toBe(JSON.stringify(one.plan));
        expect(two.logicHash).toBe(one.logicHash);
        expect(two.diagnostics).toEqual(one.diagnostics);
      }),
      { numRuns: 200 },
    );
  });

  it('says the same of what is wrong, however its edges are ordered', () => {
    const broken = goodFlow.chain((document) => {
      const names = Object.keys(document.nodes);
      const name = fc.constantFrom(...names, 'ghost');
      const extra = fc.array(fc.tuple(name, name, fc.constantFrom('out', 'yes')), {
        minLength: 1,
        maxLength: 5,
      });
      return extra.chain((added) => {
        const edges = [...document.edges, ...added];
        return fc.tuple(
          fc.constant({ ...document, edges }),
          fc.shuffledSubarray(edges, { minLength: edges.length }),
        );
      });
    });
    fc.assert(
      fc.property(broken, ([document, edges]) => {
        expect(compile({ ...document, edges }).diagnostics).toEqual(compile(document).diagnostics);
      }),
      { numRuns: 200 },
    );
  });
});

function turnKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turnKeys(member)]),
  );
}

describe('a large flow', () => {
  const names = (count: number, prefix: string) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

  it('of thousands of steps in one line does not exhaust the stack', () => {
    const line = names(4_000, 's');
    const nodes = Object.fromEntries(line.map((name) => [name, { type: 'approve', config: {} }]));
    const document = flow(
      { ...nodes, s0: hook, s3999: post },
      line.slice(1).map((name, n) => [`s${n}`, name]),
    );
    expect(compile(document).plan?.steps.map((step) => step.node)).toEqual(line);
    document.edges.push(['s3998', 's1']);
    const [circle] = compile(document).diagnostics;
    expect(circle).toMatchObject({ code: 'flow.circle', node: 's1' });
    expect(circle?.title.length).toBeLessThan(200);
  });

  it('of many sources and destinations keeps every arrow', () => {
    const sources = names(60, 'a');
    const ends = names(60, 'z');
    const nodes = Object.fromEntries([
      ...sources.map((name) => [name, hook]),
      ...ends.map((name) => [name, post]),
    ]);
    const document = flow(
      nodes,
      sources.flatMap((from) => ends.map((to): [string, string] => [from, to])),
    );
    const { plan } = compile(document);
    expect(plan?.steps[0]?.next.out).toHaveLength(60);
    if (plan) expectSound(plan);
  });
});
