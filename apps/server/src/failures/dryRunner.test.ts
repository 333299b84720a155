import type { ActiveFlow } from '@syncline/engine';
import type { PlanStep } from '@syncline/model';
import type { LetterWithOrigin } from '@syncline/store';
import { expect, it } from 'vitest';
import { createDryRunner } from './dryRunner.ts';

const step = (
  node: string,
  role: PlanStep['role'],
  config: PlanStep['config'],
  next: string[],
): PlanStep => ({
  node,
  type: node,
  version: 1,
  role,
  title: node,
  connection: null,
  config,
  next: { out: next },
  schema: { fields: [], key: [], cursorFields: [], open: true },
});

const flowWith = (config: PlanStep['config']): ActiveFlow => ({
  flowId: 'f',
  name: 'People',
  desired: 'live',
  version: 1,
  plan: {
    hash: '',
    settings: { parts: 1, overlap: 'skip', catchup: 'latest', errorBudget: 100 },
    tables: {},
    steps: [step('hook', 'trigger', {}, ['copy']), step('copy', 'destination', config, [])],
    feeders: ['hook'],
    destinations: ['copy'],
    splittable: true,
  },
  destinationIds: { copy: 'd' },
  connections: {},
  readAt: new Date(0),
});

// Only what a dry run reads of a failed record.
const deleted = {
  letter: { flowId: 'f', input: { id: 7 }, edited: null },
  origin: {
    feeder: 'hook',
    sourceKey: '7',
    change: {
      stream: 'people',
      key: '7',
      op: 'delete',
      version: { kind: 'seq', value: '2' },
      sourceTs: null,
      receivedTs: '2026-11-22T00:00:00Z',
    },
  },
} as unknown as LetterWithOrigin;

const verdictOf = async (config: PlanStep['config']) => {
  const runner = createDryRunner({
    loadFlow: async () => flowWith(config),
    readLedger: async () =>
      new Map([
        [
          '7',
          {
            hash: 'h',
            version: '',
            state: 'synced',
            remoteId: null,
            runId: '1',
            page: 1,
            outcome: 'created',
          },
        ],
      ]),
    destination: () => undefined,
    expressions: { compile: () => ({ ok: false, message: 'none here' }) } as never,
    now: () => new Date(0),
    digest: (text) => text,
  });
  const { results } = await runner.dryRun(deleted);
  return results.map(({ verdict, record }) => ({ verdict, record }));
};

it('says of a delete that the destination would only mark the record, and how', async () => {
  expect(await verdictOf({ deletes: 'archive', archiveField: 'gone', archiveValue: true })).toEqual([
    { verdict: 'archive', record: { gone: true } },
  ]);
  expect(await verdictOf({ deletes: 'delete' })).toMatchObject([{ verdict: 'delete' }]);
});
