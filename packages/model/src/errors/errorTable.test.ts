import { describe, expect, it } from 'vitest';
import { flowRoutes } from '../api/flowRoutes.ts';
import { runRoutes } from '../api/runRoutes.ts';
import { describeError, errorTable } from './errorTable.ts';
import { messageOf, SyncError } from './syncError.ts';

describe('the error table', () => {
  it('says for every code what is and what to do, as sentences', () => {
    for (const [code, entry] of Object.entries(errorTable)) {
      expect(entry.title, code).toMatch(/^[A-Z].*[^.]$/);
      expect(entry.whatToDo, code).toMatch(/\.$/);
    }
  });

  it('answers an unknown or hostile code with the internal entry', () => {
    expect(describeError('no.such').title).toBe(describeError('internal').title);
    expect(describeError('constructor').title).toBe(describeError('internal').title);
  });

  it('has an HTTP status for each error a route declares', () => {
    for (const route of [...Object.values(flowRoutes), ...Object.values(runRoutes)]) {
      for (const code of route.errors)
        expect(describeError(code).status, `${route.id} ${code}`).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('SyncError', () => {
  it('keeps its cause and says what follows', () => {
    const cause = new Error('socket hang up');
    const error = new SyncError('retry', 'source.unreachable', 'The shop does not answer', {
      cause,
      afterMs: 2000,
    });
    expect(error.cause).toBe(cause);
    expect([error.verdict, error.afterMs, error.rateLimited]).toEqual(['retry', 2000, false]);
  });

  it('cuts endless messages to a size fit for a log line', () => {
    expect(messageOf(new Error('x'.repeat(100_000))).length).toBeLessThan(2100);
    expect(messageOf('text')).toBe('text');
  });
});
