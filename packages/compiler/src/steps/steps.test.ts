import type { FlowNode } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import type { CompileEnv } from '../compileEnv.ts';
import { compileFlow } from '../compileFlow.ts';
import { codes, env, said } from '../testing/catalogue.ts';
import { flow, hook, map, post, shopToMail } from '../testing/flows.ts';

const withMembers = (members: Partial<FlowNode>) => {
  const document = shopToMail();
  document.nodes.members = {
    type: 'mail.upsert',
    version: 3,
    connection: 'mail',
    config: { audience: 'a', key: 'email' },
    ...members,
  };
  return document;
};

describe('a step whose settings are not in order', () => {
  it('of a type nobody knows is named', () => {
    const { diagnostics } = compileFlow(withMembers({ type: 'crm.upsert' }), env);
    expect(diagnostics).toMatchObject([
      { code: 'step.unknown-type', node: 'members', title: 'There is no step type crm.upsert' },
    ]);
  });

  it('saved by a newer Syncline is not guessed at', () => {
    expect(said(withMembers({ version: 4 }), 'step.newer-version')).toMatchObject([
      { node: 'members', title: expect.stringContaining('version 4, known here: 3') },
    ]);
  });

  it('names each setting that is wrong, by its path', () => {
    const found = said(withMembers({ config: { key: 'email', colour: 1 } }), 'step.config');
    expect(found).toMatchObject([
      { node: 'members', title: '"colour" is not known here' },
      {
        node: 'members',
        path: 'audience',
        title: 'audience has no value',
        whatToDo: expect.stringMatching(/audience/),
      },
    ]);
  });

  it('that a migration chokes on is an error of that step, not of the compiler', () => {
    const found = said(withMembers({ version: 2, config: { audience: 'explode' } }), 'step.config');
    expect(found).toMatchObject([{ node: 'members', title: 'The settings could not be read' }]);
  });

  it('may not call a way out by a reserved name', () => {
    const config = JSON.parse('{"out":["__proto__"]}');
    const document = flow({ start: hook, fork: { type: 'ways', config }, end: post }, [
      ['start', 'fork'],
      ['fork', 'end', '__proto__'],
    ]);
    const { plan, diagnostics } = compileFlow(document, env);
    expect(plan).toBeNull();
    expect(codes(diagnostics)).toEqual(['step.config']);
  });
});

describe('the connection of a step', () => {
  const bound = (kinds: Record<string, string>): Partial<CompileEnv> => ({
    connectionKind: (name) => kinds[name],
  });

  it('is asked for where it is needed', () => {
    expect(said(withMembers({ connection: undefined }), 'connection.missing')).toMatchObject([
      { node: 'members', title: 'members has no connection', whatToDo: 'Choose a mail connection.' },
    ]);
    expect(said(flow({ start: hook, end: post }, [['start', 'end']]), 'connection.missing')).toEqual([]);
  });

  it('is refused where none is taken', () => {
    const document = flow({ start: { ...hook, connection: 'shop' }, end: post }, [['start', 'end']]);
    expect(said(document, 'connection.not-taken')).toMatchObject([{ node: 'start' }]);
  });

  it('has to be bound, and to the right kind', () => {
    expect(said(shopToMail(), 'connection.not-bound', bound({ shop: 'shop' }))).toMatchObject([
      { node: 'members', whatToDo: 'Choose which mail connection "mail" stands for.' },
    ]);
    expect(said(shopToMail(), 'connection.wrong-kind', bound({ shop: 'shop', mail: 'shop' }))).toMatchObject([
      { node: 'members', title: '"mail" is a shop connection, members needs mail' },
    ]);
    const allBound = { ...env, ...bound({ shop: 'shop', mail: 'mail' }) };
    expect(compileFlow(shopToMail(), allBound).diagnostics).toEqual([]);
  });

  it('is not looked up where nothing can be bound, as in a template', () => {
    expect(codes(compileFlow(shopToMail(), env).diagnostics)).toEqual([]);
  });
});

describe('the times of a schedule', () => {
  const at = (config: Record<string, unknown>) => {
    const document = shopToMail();
    document.nodes.nightly = { type: 'shop.schedule', connection: 'shop', config };
    return compileFlow(document, env).diagnostics.map(({ code, node, path }) => [code, node, path]);
  };

  it('have to be readable and in a time zone that exists', () => {
    expect(at({ cron: '0 2 * * *', timezone: 'Europe/Paris' })).toEqual([]);
    expect(at({ cron: '0 25 * * *', timezone: 'Paris' })).toEqual([
      ['schedule.cron', 'nightly', 'cron'],
      ['schedule.timezone', 'nightly', 'timezone'],
    ]);
  });

  it('may be missing: such a schedule runs when a person says so', () => {
    expect(at({})).toEqual([]);
  });
});

describe('titles', () => {
  it('that two steps share are told once', () => {
    const document = flow(
      { start: { ...hook, title: 'Leads' }, shape: { ...map, title: ' leads ' }, end: post },
      [
        ['start', 'shape'],
        ['shape', 'end'],
      ],
    );
    expect(said(document, 'step.same-title')).toMatchObject([{ severity: 'warning', node: 'start' }]);
  });
});
