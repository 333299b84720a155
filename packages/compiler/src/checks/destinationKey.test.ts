import type { FlowNode } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { readStep } from '../steps/readSteps.ts';
import { env, field, schema } from '../testing/catalogue.ts';
import { post } from '../testing/flows.ts';
import { destinationKey, needsKey } from './destinationKey.ts';

const stepOf = (node: FlowNode) => readStep('end', node, env).step;
const mail = (key?: unknown) =>
  stepOf({
    type: 'mail.upsert',
    version: 3,
    config: { audience: 'a', ...(key === undefined ? {} : { key }) },
  });
const accepts = schema([field('id')], { key: ['id'] });

describe('the fields by which a destination finds a record again', () => {
  it('are those set in the step, one or several', () => {
    expect(destinationKey(mail('email'), accepts)).toEqual(['email']);
    expect(destinationKey(mail(['shop', 'number']), accepts)).toEqual(['shop', 'number']);
  });

  it('are those of the system where the step sets none', () => {
    expect(destinationKey(mail(), accepts)).toEqual(['id']);
    expect(destinationKey(mail([]), accepts)).toEqual(['id']);
    expect(destinationKey(mail(''), accepts)).toEqual(['id']);
    expect(destinationKey(mail(), schema([]))).toEqual([]);
  });

  it('are needed by a step that updates by a key it can be given', () => {
    expect(needsKey(mail())).toBe(true);
  });

  it('are not needed by a step that only appends, or of a type nobody knows', () => {
    expect(needsKey(stepOf(post))).toBe(false);
    expect(needsKey(stepOf({ type: 'no.type', config: {} }))).toBe(false);
  });
});
