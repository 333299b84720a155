import { flowDocumentSchema } from '@syncline/model';
import * as z from 'zod';
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

const schema = z.object({
  etag: z.string(),
  document: flowDocumentSchema,
  bindings: z.record(z.string(), z.string()),
});

/** Kept in the browser's storage, one for each flow. What cannot be read back counts as nothing. */
export function keptDraftsOf(flowId: string, storage: Storage = localStorage): KeptDrafts {
  const key = `syncline.draft.${flowId}`;
  return {
    read() {
      try {
        const parsed = schema.safeParse(JSON.parse(storage.getItem(key) ?? 'null'));
        return parsed.success ? parsed.data : null;
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
