import type { FlowNode, RecordSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { compileFlow } from '../compileFlow.ts';
import { env, field, schema } from '../testing/catalogue.ts';
import { approve, filter, flow, hook, map, post } from '../testing/flows.ts';

const mail = (key?: unknown): FlowNode => ({
  type: 'mail.upsert',
  version: 3,
  connection: 'mail',
  config: { audience: 'a', ...(key === undefined ? {} : { key }) },
});

/** What is said of `end` when `start` leads straight into it. */
function direct(gives: RecordSchema | undefined, accepts: RecordSchema | undefined, end = mail('id')) {
  const document = flow({ start: { ...hook, title: 'Form' }, end: { ...end, title: 'List' } }, [
    ['start', 'end'],
  ]);
  return compileFlow(document, { ...env, schemas: { start: gives, end: accepts } }).diagnostics;
}

const short = (list: ReturnType<typeof direct>) =>
  list.map(({ severity, code, field: name }) => [severity, code, name].filter(Boolean).join(' '));

describe('the key of a destination', () => {
  const gives = schema([field('id'), field('email')], { key: ['id'] });

  it('has to be set, unless the system states one itself', () => {
    expect(direct(gives, undefined, mail())).toMatchObject([
      { code: 'destination.no-key', node: 'end', path: 'key' },
    ]);
    expect(direct(gives, undefined, mail([]))[0]?.code).toBe('destination.no-key');
    expect(direct(gives, schema([field('id'), field('email')], { key: ['id'] }), mail())).toEqual([]);
  });

  it('is not asked of one that only posts', () => {
    expect(direct(gives, undefined, post)).toEqual([]);
  });

  it('has to arrive, each field of it', () => {
    expect(short(direct(gives, undefined, mail(['id', 'shop'])))).toEqual([
      'error destination.key-not-delivered shop',
    ]);
    expect(direct(gives, undefined, mail('phone'))[0]?.title).toBe(
      'phone, the key of List, does not arrive from Form',
    );
    expect(direct({ ...gives, open: true }, undefined, mail('phone'))).toEqual([]);
    expect(direct(undefined, undefined, mail('phone'))).toEqual([]);
  });

  it('has to be a field the system has', () => {
    const [problem] = direct(gives, schema([field('email'), field('name')]), mail('id'));
    expect(problem).toMatchObject({
      code: 'destination.key-unknown',
      whatToDo: 'Choose one it has: email, name.',
    });
  });

  it('has to arrive on every way, not only on one', () => {
    const document = flow({ a: hook, b: hook, f: filter, end: mail('id') }, [
      ['a', 'f'],
      ['b', 'f'],
      ['f', 'end'],
    ]);
    const schemas = { a: gives, b: schema([field('number'), field('id2')]) };
    const { diagnostics } = compileFlow(document, { ...env, schemas });
    expect(diagnostics.filter((one) => one.code === 'destination.key-not-delivered')).toMatchObject([
      { node: 'end', title: 'id, the key of end, does not arrive from b' },
    ]);
  });
});

describe('fields that arrive with no map between', () => {
  const needs = schema([field('id'), field('email', 'email', { required: true })]);

  it('have to be there when they are required', () => {
    expect(direct(schema([field('id')]), needs)).toMatchObject([
      {
        severity: 'error',
        code: 'destination.required-field',
        node: 'end',
        field: 'email',
        title: 'email is required by List and does not arrive from Form',
        whatToDo: 'Add a map step before List that fills email.',
      },
    ]);
    expect(short(direct(schema([field('id')], { open: true }), needs))).toEqual([]);
  });

  it('are warned of when they are required and may be empty', () => {
    const gives = schema([field('id'), field('email', 'email', { nullable: true })]);
    expect(short(direct(gives, needs))).toEqual(['warning destination.required-may-be-empty email']);
  });

  it('have to be of a type that fits', () => {
    const types = (from: Parameters<typeof field>[1], to: Parameters<typeof field>[1]) =>
      short(direct(schema([field('id'), field('x', from)]), schema([field('id'), field('x', to)])));
    expect(types('boolean', 'date')).toEqual(['error destination.type-mismatch x']);
    expect(types('text', 'integer')).toEqual(['warning destination.type-differs x']);
    expect(types('datetime', 'date')).toEqual(['warning destination.type-differs x']);
    expect(types('integer', 'text')).toEqual([]);
    expect(types('date', 'date')).toEqual([]);
  });

  it('are not asked for where the system fills them itself, and refused when they arrive', () => {
    const accepts = schema([field('id'), field('created', 'datetime', { readOnly: true, required: true })]);
    expect(direct(schema([field('id')]), accepts)).toEqual([]);
    expect(direct(schema([field('id'), field('created', 'boolean')]), accepts)).toMatchObject([
      {
        severity: 'error',
        code: 'destination.read-only-field',
        field: 'created',
        title: 'List fills created itself, and Form sends it',
      },
    ]);
  });

  it('have to have a place there, since the system would refuse every record', () => {
    const accepts = schema([field('id')]);
    expect(direct(schema([field('id'), field('city')]), accepts)).toMatchObject([
      { code: 'destination.unknown-field', field: 'city', title: 'city from Form does not exist in List' },
    ]);
    const many = schema(Array.from({ length: 12 }, (_, n) => field(n === 0 ? 'id' : `f${n}`)));
    expect(direct(many, accepts)[0]?.title).toBe(
      'f1, f2, f3, f4, f5, f6, f7, f8 and 3 more from Form do not exist in List',
    );
    expect(direct(many, { ...accepts, open: true })).toEqual([]);
  });

  it('have to have a place there also when a map keeps them without naming them', () => {
    const keep = { type: 'map', config: { fields: [{ to: 'id', from: 'id' }], rest: 'keep' } };
    const document = flow({ a: hook, m: keep, end: mail('id') }, [
      ['a', 'm'],
      ['m', 'end'],
    ]);
    const schemas = { a: schema([field('id'), field('city')]), end: schema([field('id')]) };
    expect(compileFlow(document, { ...env, schemas }).diagnostics).toMatchObject([
      { code: 'destination.unknown-field', field: 'city', whatToDo: 'Set m to drop fields it does not map.' },
    ]);
  });

  it('are seen through approvals and filters', () => {
    const document = flow({ a: hook, f: filter, w: approve, end: mail('id') }, [
      ['a', 'f'],
      ['f', 'w'],
      ['w', 'end'],
    ]);
    const { diagnostics } = compileFlow(document, {
      ...env,
      schemas: { a: schema([field('id')]), end: needs },
    });
    expect(short(diagnostics)).toEqual(['error destination.required-field email']);
  });

  it('are checked behind a map that writes for several destinations', () => {
    const document = flow({ a: hook, m: map, end: mail('id'), other: post }, [
      ['a', 'm'],
      ['m', 'end'],
      ['m', 'other'],
    ]);
    const { diagnostics } = compileFlow(document, {
      ...env,
      schemas: { a: schema([field('id')]), end: needs },
    });
    expect(diagnostics.filter((one) => one.field === 'email')).toMatchObject([
      { node: 'end', code: 'destination.required-field' },
    ]);
  });
});
