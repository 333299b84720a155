import { emptyFlow, type Flow, type Problem } from '@syncline/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, ServerAway } from '../../api/client.ts';
import { createDocStore, type DocState } from '../../flow/docStore.ts';
import { createAutosave, judgeKept } from './autosave.ts';
import type { KeptDraft } from './keptDrafts.ts';

const flowOf = (state: DocState, etag: string): Flow => ({
  id: '1',
  name: state.document.name,
  description: null,
  state: 'draft',
  pauseReason: null,
  pauseMessage: null,
  version: null,
  changed: true,
  problems: 0,
  lastRun: null,
  nextRunAt: null,
  late: false,
  waitingEvents: 0,
  shape: { nodes: [], edges: [] },
  updatedAt: '2026-01-01T00:00:00Z',
  etag,
  endpoints: {},
  guard: null,
  refusedBy: null,
  ...state,
});
const conflict: Problem = {
  type: 'about:blank',
  status: 412,
  code: 'conflict.changed',
  title: 'It was changed meanwhile',
  whatToDo: 'Load it again.',
  id: '',
};

function open() {
  const server = { state: { document: emptyFlow('Mine'), bindings: {} } as DocState, etag: 1, away: false };
  const doc = createDocStore(server.state);
  let kept: KeptDraft | null = null;
  const saves: string[] = [];
  const autosave = createAutosave(doc, flowOf(server.state, '1'), {
    save: async (state, etag) => {
      if (server.away) throw new ServerAway(null);
      if (etag !== String(server.etag)) throw new ApiProblem(conflict);
      saves.push(state.document.name);
      server.state = state;
      server.etag += 1;
      return flowOf(state, String(server.etag));
    },
    fetch: async () => flowOf(server.state, String(server.etag)),
    onSaved: () => {},
    kept: {
      read: () => kept,
      write: (draft) => {
        kept = draft;
      },
      remove: () => {
        kept = null;
      },
    },
    now: () => 0,
  });
  const rename = (name: string) => doc.getState().setFlow({ name });
  const phase = () => autosave.state.getState().phase;
  return { server, doc, autosave, saves, rename, phase, kept: () => kept };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('saving by itself', () => {
  it('saves once, 0.8 s after the last edit', async () => {
    const { rename, saves, phase } = open();
    rename('A');
    await vi.advanceTimersByTimeAsync(500);
    rename('B');
    expect(saves).toEqual([]);
    await vi.advanceTimersByTimeAsync(800);
    expect(saves).toEqual(['B']);
    expect(phase()).toBe('saved');
  });

  it('keeps edits in the browser while the server is away and sends them when it is back', async () => {
    const { server, rename, saves, phase, kept } = open();
    server.away = true;
    rename('Offline');
    await vi.advanceTimersByTimeAsync(900);
    expect(phase()).toBe('away');
    expect(kept()?.document.name).toBe('Offline');
    rename('Offline, more');
    expect(kept()?.document.name).toBe('Offline, more');
    server.away = false;
    await vi.advanceTimersByTimeAsync(3000);
    expect(saves).toEqual(['Offline, more']);
    expect(kept()).toBeNull();
  });

  it('overwrites nothing when someone else saved first, and keeps mine when told to', async () => {
    const { server, rename, saves, phase, autosave } = open();
    server.state = { document: emptyFlow('Theirs'), bindings: {} };
    server.etag = 7;
    rename('Mine, edited');
    await vi.advanceTimersByTimeAsync(900);
    expect(phase()).toBe('conflict');
    expect(server.state.document.name).toBe('Theirs');
    rename('Mine, edited more');
    await vi.advanceTimersByTimeAsync(5000);
    expect(saves).toEqual([]);
    await autosave.keepMine();
    expect(saves).toEqual(['Mine, edited more']);
    expect(phase()).toBe('saved');
  });

  it('loads theirs when told to, with an empty history', async () => {
    const { server, rename, doc, phase, autosave } = open();
    server.state = { document: emptyFlow('Theirs'), bindings: {} };
    server.etag = 7;
    rename('Mine, edited');
    await vi.advanceTimersByTimeAsync(900);
    await autosave.takeTheirs();
    expect(doc.getState().document.name).toBe('Theirs');
    expect(doc.temporal.getState().pastStates).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(phase()).toBe('saved');
  });

  it('does not ask when only the etag moved', async () => {
    const { server, rename, saves } = open();
    server.etag = 5;
    rename('After publish');
    await vi.advanceTimersByTimeAsync(900);
    expect(saves).toEqual(['After publish']);
  });

  it('saves at once when the page is left', async () => {
    const { rename, saves, autosave } = open();
    rename('Leaving');
    expect(await autosave.flush()).toBe(true);
    expect(saves).toEqual(['Leaving']);
  });
});

it('takes up kept edits only where they fit', () => {
  const state: DocState = { document: emptyFlow('A'), bindings: {} };
  const other: DocState = { document: emptyFlow('B'), bindings: {} };
  expect(judgeKept(null, flowOf(state, '1'))).toBe('none');
  expect(judgeKept({ ...state, etag: '1' }, flowOf(state, '2'))).toBe('none');
  expect(judgeKept({ ...other, etag: '1' }, flowOf(state, '1'))).toBe('goes-on');
  expect(judgeKept({ ...other, etag: '1' }, flowOf(state, '2'))).toBe('conflict');
});
