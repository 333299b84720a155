import type { RecordPlace } from '@syncline/model';
import type { StoryParts } from '@syncline/store';
import { expect, it } from 'vitest';
import { tellStory } from './tellStory.ts';

const place: RecordPlace = {
  destinationId: '1',
  flowId: 'f',
  flowName: 'People',
  node: 'members',
  nodeTitle: 'Members',
  key: '7',
  sourceKey: '7',
  state: 'synced',
  outcome: 'created',
  runId: '3',
  at: '2026-11-21T09:00:00.000Z',
  remoteId: null,
  deadLetterId: null,
  approvalId: null,
};
const none: StoryParts = { events: [], changes: [], letters: [], parked: [] };
const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour));
const titles = { members: 'Members', review: 'Review' };

it('tells newest first what was written, with the values before and after', () => {
  const changes = [
    { at: at(12), runId: '5', outcome: 'updated' as const, record: { email: 'b', name: 'Ann' } },
    { at: at(10), runId: '3', outcome: 'created' as const, record: { email: 'a', name: 'Ann' } },
  ];
  const hops = tellStory(place, { ...none, changes }, titles);
  expect(hops.map(({ outcome }) => outcome)).toEqual(['updated', 'created']);
  expect(hops[0]?.changes).toEqual([{ field: 'email', before: 'a', after: 'b' }]);
  expect(hops[1]?.changes).toMatchObject([
    { field: 'email', after: 'a' },
    { field: 'name', after: 'Ann' },
  ]);
});

it('says in words why a record failed, once', () => {
  const failed = { at: at(11), runId: '4', node: 'members', code: 'destination.rejected' };
  const hops = tellStory(
    { ...place, runId: '4' },
    {
      ...none,
      events: [{ ...failed, outcome: 'dead', detail: 'too long' }],
      letters: [
        {
          ...failed,
          id: '1',
          outcome: 'dead',
          message: 'too long',
          field: 'name',
          state: 'ignored',
          closedBy: 'ann',
          ignoredReason: 'a test',
        },
      ],
    },
    titles,
  );
  expect(hops).toHaveLength(1);
  expect(hops[0]?.detail).toContain('name: too long (ignored by ann: a test)');
});

it('says of a record that came with a first load when that was, though its values are not kept', () => {
  const [only, ...more] = tellStory(place, none, titles);
  expect(more).toEqual([]);
  expect(only).toMatchObject({ at: place.at, outcome: 'created', runId: '3', changes: [] });
  expect(only?.detail).toContain('came in a first load');
});

it('tells who let a record on', () => {
  const parked = [
    {
      id: '1',
      at: at(11),
      runId: '9',
      state: 'released',
      decidedBy: 'ann',
      decidedAt: at(12),
      note: 'known',
    },
  ];
  const [hop] = tellStory({ ...place, node: 'review', runId: null }, { ...none, parked }, titles);
  expect(hop).toMatchObject({ outcome: 'parked', nodeTitle: 'Review' });
  expect(hop?.detail).toBe('Approved by ann, and it went on: known');
});

it('never calls an outcome a defect of Syncline', () => {
  const stale = { at: at(11), runId: '4', node: 'members', outcome: 'stale' as const, code: 'stale' };
  const waits = { at: at(12), runId: '5', node: 'review', outcome: 'parked' as const, code: 'parked' };
  const events = [
    { ...stale, detail: null },
    { ...waits, detail: 'Waits for a person to decide' },
  ];
  const told = tellStory({ ...place, runId: '5' }, { ...none, events }, titles);
  expect(told.map(({ detail }) => detail)).not.toContainEqual(expect.stringContaining('inside Syncline'));
  expect(told.map(({ detail }) => detail)).toContain('Waits for a person to decide');
});
