import type { DocState } from '../../flow/docStore.ts';

/** Edits this browser holds because the server did not take them yet. */
export interface KeptDraft extends DocState {
  /** Of the draft they were made on. */
  etag: string;
}

export interface KeptDrafts {
  read(): KeptDraft | null;
  write(draft: KeptDraft): void;
  remove(): void;
}

/** Kept in the browser's storage, one for each flow. What cannot be read back counts as nothing. */
export function keptDraftsOf(flowId: string, storage: Storage = localStorage): KeptDrafts {
  const key = `syncline.draft.${flowId}`;
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null');
        return isKeptDraft(kept) ? kept : null;
      } catch {
        return null;
      }
    },
    write(draft) {
      try {
        storage.setItem(key, JSON.stringify(draft));
      } catch {
        // Storage is full or refused. The edits then live as long as this page does.
      }
    },
    remove() {
      try {
        storage.removeItem(key);
      } catch {
        // Refused storage holds nothing to remove.
      }
    },
  };
}

// Only this page writes here, whole, and the server parses the document before it takes it. So its frame is looked at
// and not every field: the parser would have to load before any flow opens.
function isKeptDraft(value: unknown): value is KeptDraft {
  if (!isObject(value)) return false;
  const { etag, document, bindings } = value;
  return (
    typeof etag === 'string' &&
    isObject(document) &&
    document.syncline === 1 &&
    typeof document.name === 'string' &&
    isObject(document.nodes) &&
    Array.isArray(document.edges) &&
    isObject(bindings)
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
