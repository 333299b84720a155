import { canonicalJson, type Flow } from '@syncline/model';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ApiProblem, ServerAway } from '../../api/client.ts';
import type { DocState, DocStoreApi } from '../../flow/docStore.ts';
import type { KeptDraft, KeptDrafts } from './keptDrafts.ts';

export type SaveState =
  | { phase: 'saved'; at: number }
  | { phase: 'edited' }
  | { phase: 'saving' }
  /** The server does not answer; edits are kept in this browser. `retryIn` null: trying now. */
  | { phase: 'away'; retryIn: number | null }
  /** Someone else saved meanwhile. Nothing is sent until a person decides. */
  | { phase: 'conflict' }
  | { phase: 'refused'; reason: string };

export interface AutosavePorts {
  /** PUT with If-Match. */
  save(state: DocState, etag: string): Promise<Flow>;
  /** The draft as the server has it now. */
  fetch(): Promise<Flow>;
  /** Called with each answer, so that state, version and problems follow. */
  onSaved(flow: Flow): void;
  kept: KeptDrafts;
  now(): number;
}

export interface Autosave {
  state: StoreApi<SaveState>;
  /** Saves at once what is not saved yet. True when the server has everything. */
  flush(): Promise<boolean>;
  takeTheirs(): Promise<void>;
  keepMine(): Promise<void>;
  stop(): void;
}

const pause = 800;
const retries = [2, 4, 8, 15, 30];

/**
 * Saves the draft 0.8 s after the last edit. While the server is away edits stay in this browser and are sent when it is
 * back; when another tab or person saved first, nothing is overwritten without asking.
 */
export function createAutosave(
  doc: DocStoreApi,
  flow: Pick<Flow, 'etag' | 'updatedAt'>,
  ports: AutosavePorts,
): Autosave {
  const state = createStore<SaveState>()(() => ({ phase: 'saved', at: Date.parse(flow.updatedAt) }));
  const show = (next: SaveState) => state.setState(next, true);
  let etag = flow.etag;
  let saved = pick(doc.getState());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: Promise<boolean> | null = null;
  let misses = 0;
  let stopped = false;

  const isSaved = () => {
    const now = doc.getState();
    return now.document === saved.document && now.bindings === saved.bindings;
  };
  const keep = () => ports.kept.write({ ...pick(doc.getState()), etag });
  const wait = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  const countDown = (seconds: number) => {
    clearTimeout(timer);
    show({ phase: 'away', retryIn: seconds });
    timer = setTimeout(() => (seconds <= 1 ? void flush() : countDown(seconds - 1)), 1000);
  };

  const send = async (): Promise<boolean> => {
    const sending = pick(doc.getState());
    const away = state.getState().phase === 'away';
    show(away ? { phase: 'away', retryIn: null } : { phase: 'saving' });
    try {
      const answer = await ports.save(sending, etag);
      etag = answer.etag;
      saved = takeBindings(doc, sending, answer.bindings);
      misses = 0;
      ports.kept.remove();
      show({ phase: 'saved', at: ports.now() });
      ports.onSaved(answer);
    } catch (error) {
      keep();
      if (error instanceof ServerAway || isBusy(error)) {
        if (!stopped) countDown(retries[Math.min(misses, retries.length - 1)] ?? 30);
        misses += 1;
      } else if (error instanceof ApiProblem && error.problem.code === 'conflict.changed') {
        if (await isOurs(sending)) return send();
        show({ phase: 'conflict' });
      } else {
        show({ phase: 'refused', reason: wordsOf(error) });
      }
      return false;
    }
    if (isSaved()) return true;
    show({ phase: 'edited' });
    return send();
  };

  /** The etag moved, yet nobody else edited: an answer of ours was lost on its way, or only the state changed. */
  const isOurs = async (sending: DocState): Promise<boolean> => {
    const theirs = await ports.fetch().catch(() => null);
    if (!theirs || theirs.etag === etag) return false;
    const text = canonicalJson(theirs.document);
    if (text !== canonicalJson(saved.document) && text !== canonicalJson(sending.document)) return false;
    etag = theirs.etag;
    return true;
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    if (under) return under;
    if (isSaved()) return true;
    if (state.getState().phase === 'conflict') return false;
    under = send().finally(() => {
      under = null;
    });
    return under;
  };

  const unsubscribe = doc.subscribe((now, before) => {
    if (now.document === before.document && now.bindings === before.bindings) return;
    const { phase } = state.getState();
    if (phase === 'conflict' || phase === 'away') return keep();
    if (isSaved()) return;
    if (phase !== 'saving') show({ phase: 'edited' });
    wait(pause);
  });

  return {
    state,
    flush,
    takeTheirs: async () => {
      const theirs = await ports.fetch();
      ports.kept.remove();
      etag = theirs.etag;
      saved = { document: theirs.document, bindings: theirs.bindings };
      show({ phase: 'saving' });
      doc.getState().load(saved);
      doc.temporal.getState().clear();
      show({ phase: 'saved', at: Date.parse(theirs.updatedAt) });
      ports.onSaved(theirs);
    },
    keepMine: async () => {
      etag = (await ports.fetch()).etag;
      show({ phase: 'edited' });
      await flush();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      if (!isSaved()) keep();
    },
  };
}

/** What to do with a draft this browser kept: nothing is left of it, it goes on from here, or two drafts differ. */
export function judgeKept(kept: KeptDraft | null, flow: Flow): 'none' | 'goes-on' | 'conflict' {
  if (!kept || canonicalJson(kept.document) === canonicalJson(flow.document)) return 'none';
  return kept.etag === flow.etag ? 'goes-on' : 'conflict';
}

/** The server binds what it can by itself; names this page knows nothing of are taken over, outside the history. */
function takeBindings(doc: DocStoreApi, sent: DocState, bindings: Record<string, string>): DocState {
  const now = doc.getState();
  const fresh = Object.keys(bindings).some((name) => now.bindings[name] === undefined);
  if (!fresh || now.document !== sent.document || now.bindings !== sent.bindings) return sent;
  const merged = { document: now.document, bindings: { ...bindings, ...now.bindings } };
  now.load(merged);
  return merged;
}

const pick = ({ document, bindings }: DocState): DocState => ({ document, bindings });

const isBusy = (error: unknown) => error instanceof ApiProblem && error.problem.status >= 502;

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : 'It was not saved.';
  const { title, whatToDo, issues } = error.problem;
  const [issue] = issues ?? [];
  return issue ? `${title}. ${issue.path}: ${issue.message}` : `${title}. ${whatToDo}`;
}
