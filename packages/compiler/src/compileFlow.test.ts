import { logicOf } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { compileFlow } from './compileFlow.ts';
import { codes, digest, env, field, schema } from './testing/catalogue.ts';
import { approve, branch, filter, flow, hook, map, post, shopToMail } from './testing/flows.ts';

const customers = schema([field('id', 'integer'), field('email', 'email'), field('name')], { key: ['id'] });
const members = schema([field('email', 'email', { required: true }), field('name')], { key: ['email'] });
const known = { ...env, schemas: { changes: customers, nightly: customers, members } };

describe('a flow that is in order', () => {
  const result = compileFlow(shopToMail(), known);

  it('compiles without a word', () => {
    expect(result.diagnostics).toEqual([]);
    expect(result.document?.name).toBe('Shop customers to mailing list');
  });

  it('becomes a plan whose steps stand after what feeds them', () => {
    expect(result.plan).toMatchObject({
      feeders: ['changes', 'nightly'],
      destinations: ['members'],
      settings: { parts: 1, overlap: 'queue-one', catchup: 'latest', errorBudget: 100 },
      tables: {},
      splittable: true,
    });
    expect(result.plan?.steps.map((step) => step.node)).toEqual(['changes', 'nightly', 'clean', 'members']);
    expect(result.plan?.steps.map((step) => step.next)).toEqual([
      { out: ['clean'] },
      { out: ['clean'] },
      { out: ['members'] },
      {},
    ]);
  });

  it('carries parsed and migrated configs, so that nothing downstream validates again', () => {
    const old = shopToMail();
    old.nodes.members = {
      type: 'mail.upsert',
      connection: 'mail',
      config: { list: 'newsletter', key: 'email' },
    };
    const plan = compileFlow(old, known).plan;
    expect(plan?.steps.at(-1)).toMatchObject({
      version: 3,
      config: { audience: 'newsletter', key: 'email' },
    });
    expect(plan?.steps[0]?.config).toEqual({ stream: 'customers' });
  });

  it('tells what is known of the records on each arrow', () => {
    expect(result.schemas.changes).toEqual(customers);
    expect(result.inputs.clean?.fields.map(({ name }) => name)).toEqual(['id', 'email', 'name']);
    expect(result.inputs.members?.fields.map(({ name }) => name)).toEqual(['email', 'name']);
    expect(result.schemas.members).toEqual(members);
    expect(result.inputs.changes).toBeUndefined();
    expect(result.targets).toEqual({ clean: 'members' });
  });

  it('takes the title of a step, else the one of its type', () => {
    const titled = shopToMail();
    titled.nodes.clean = { ...map, title: '  Clean up ' };
    titled.nodes.members = { ...post };
    expect(compileFlow(titled, env).plan?.steps.map((step) => step.title)).toEqual([
      'Shop changes',
      'Shop records',
      'Clean up',
      'Web service',
    ]);
  });

  it('shares nothing with the document it was made of', () => {
    const document = shopToMail();
    const { plan } = compileFlow(document, known);
    const before = JSON.stringify(plan);
    Object.assign(document.nodes.clean?.config ?? {}, { fields: 'gone' });
    expect(JSON.stringify(plan)).toBe(before);
  });
});

describe('the hash of a flow', () => {
  const hashes = (document: unknown) => {
    const { plan, logicHash } = compileFlow(document, env);
    return [plan?.hash, logicHash];
  };

  it('does not see layout, notes, description or the order of the file', () => {
    const { nodes, edges } = shopToMail();
    const turned = {
      notes: [{ text: 'Ask Lena', at: [0, 0] }],
      description: 'Live and each night',
      edges: edges.toReversed(),
      nodes: Object.fromEntries(Object.entries(nodes).reverse()),
      name: 'Another name',
      syncline: 1,
    };
    expect(hashes(turned)).toEqual(hashes(shopToMail()));
  });

  it('does not see whether a default is written out', () => {
    const { nodes, edges, ...rest } = shopToMail();
    const spelled = {
      ...rest,
      nodes,
      edges: edges.map(([from, to]) => [from, to, 'out']),
      settings: { parts: 1 },
      tables: {},
    };
    expect(hashes(spelled)).toEqual(hashes(shopToMail()));
  });

  it('is the plain hash of the logic where nothing is written out', () => {
    expect(compileFlow(shopToMail(), env).logicHash).toBe(digest(logicOf(shopToMail())));
  });

  it('sees a change of config, edge, table or setting', () => {
    const base = shopToMail();
    const changed = [
      { ...base, settings: { overlap: 'skip' } },
      { ...base, tables: { lands: { key: 'id', rows: [{ id: 1 }] } } },
      { ...base, nodes: { ...base.nodes, nightly: { ...base.nodes.changes } } },
      { ...base, edges: base.edges.slice(1), nodes: { ...base.nodes, changes: undefined } },
    ].map((document) => hashes(JSON.parse(JSON.stringify(document))).join());
    expect(new Set([...changed, hashes(base).join()]).size).toBe(5);
    expect(changed.every((hash) => !hash.startsWith(','))).toBe(true);
  });
});

describe('a flow that is not in order', () => {
  it('gets no plan, but everything the editor can still show', () => {
    const document = shopToMail();
    document.edges = [...document.edges, ['clean', 'nobody']];
    const result = compileFlow(document, known);
    expect(result.plan).toBeNull();
    expect(result.document).not.toBeNull();
    expect(result.inputs.members?.fields).toHaveLength(2);
    expect(result.logicHash).not.toBeNull();
  });

  it('lists errors before warnings and in the order of the flow', () => {
    const document = shopToMail();
    document.nodes.nightly = { type: 'shop.schedule', connection: 'shop', config: { cron: 'now' } };
    document.nodes.alone = { ...approve };
    document.nodes.members = { type: 'mail.upsert', version: 3, config: { audience: 'a', key: 'phone' } };
    const { diagnostics } = compileFlow(document, known);
    const order = ['nightly', 'clean', 'members', 'alone'];
    const place = ({ severity, node = '' }: (typeof diagnostics)[number]) =>
      (severity === 'error' ? 0 : 10) + order.indexOf(node);
    expect(diagnostics.map(place)).toEqual(diagnostics.map(place).sort((a, b) => a - b));
    expect(codes(diagnostics)).toEqual(expect.arrayContaining(['schedule.cron', 'connection.missing']));
    expect(diagnostics.at(-1)).toMatchObject({ severity: 'warning', node: 'alone', code: 'step.loose' });
  });

  it('leaves a step that is not connected out of the plan, and does not ask it to be finished', () => {
    const document = shopToMail();
    document.nodes.draft = { type: 'mail.upsert', version: 3, config: {} };
    const { plan, diagnostics } = compileFlow(document, known);
    expect(plan?.steps.map((step) => step.node)).not.toContain('draft');
    expect(new Set(diagnostics.map((one) => one.severity))).toEqual(new Set(['warning']));
    expect(codes(diagnostics)).toContain('step.loose');
  });
});

describe('steps that work on records', () => {
  it('are checked against what reaches them', () => {
    const document = shopToMail();
    document.nodes.clean = {
      type: 'map',
      config: {
        fields: [
          { to: 'email', from: 'mail' },
          { to: 'name', from: 'name' },
        ],
      },
    };
    const { plan, diagnostics } = compileFlow(document, known);
    expect(plan).toBeNull();
    const mine = diagnostics.filter((one) => one.node === 'clean');
    expect(mine.map((one) => one.path)).toContain('fields.0.from');
  });

  it('are told of a required field of the one destination they write for', () => {
    const document = shopToMail();
    document.nodes.clean = { type: 'map', config: { fields: [{ to: 'name', from: 'name' }] } };
    document.nodes.only = {
      ...filter,
      config: { where: { tests: [{ field: 'name', is: 'is-not-empty' }] } },
    };
    document.edges = [
      ['changes', 'clean'],
      ['nightly', 'clean'],
      ['clean', 'only'],
      ['only', 'members'],
    ];
    const { diagnostics, targets } = compileFlow(document, known);
    expect(targets).toEqual({ clean: 'members' });
    expect(diagnostics.filter((one) => one.node === 'clean').map((one) => one.field)).toContain('email');
    expect(codes(diagnostics)).not.toContain('destination.required-field');
  });

  it('name the place of a condition of a filter and of a branch', () => {
    const where = { tests: [{ field: 'nothing', is: 'is-empty' }] };
    const document = flow(
      {
        start: hook,
        sieve: { type: 'filter', config: { where } },
        fork: { type: 'branch', config: { paths: [{ name: 'yes', where }] } },
        end: post,
      },
      [
        ['start', 'sieve'],
        ['sieve', 'fork'],
        ['fork', 'end', 'yes'],
        ['fork', 'end', 'else'],
      ],
    );
    const { diagnostics } = compileFlow(document, { ...env, schemas: { start: customers } });
    expect(diagnostics.find((one) => one.node === 'sieve')?.path).toMatch(/^where\./);
    expect(diagnostics.find((one) => one.node === 'fork')?.path).toMatch(/^paths\.0\.where\./);
  });

  it('are not checked before their own settings can be read', () => {
    const document = flow({ start: hook, shape: { type: 'map', config: { fields: 7 } }, end: post }, [
      ['start', 'shape'],
      ['shape', 'end'],
    ]);
    expect(codes(compileFlow(document, env).diagnostics)).toEqual(['step.config']);
  });
});

describe('ways out', () => {
  it('are all listed in the plan, also the one that leads nowhere', () => {
    const document = flow({ start: hook, fork: branch, end: post, more: post }, [
      ['start', 'fork'],
      ['fork', 'more', 'yes'],
      ['fork', 'end', 'yes'],
    ]);
    const { plan, diagnostics } = compileFlow(document, env);
    expect(plan?.steps[1]?.next).toEqual({ yes: ['end', 'more'], else: [] });
    expect(diagnostics).toMatchObject([
      { severity: 'warning', code: 'step.open-way', node: 'fork', port: 'else' },
    ]);
  });
});
