import { approvalRoutes } from 'virtual:contract';
import type { Approval } from '@syncline/model';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { ApiProblem, call } from '../../api/client.ts';
import { countOf } from '../../parts/format.ts';
import { showToast } from '../../parts/toast.ts';
import { findWaiting } from './approvalQueries.ts';

export type Decision = 'approve' | 'reject';

export interface Wish {
  decision: Decision;
  note?: string;
  /** The record as edited. */
  record?: Record<string, unknown>;
}

const done: Record<Decision, string> = { approve: 'Approved', reject: 'Rejected' };
const effect: Record<Decision, string> = {
  approve: 'It goes on now; the next change of the same record waits again.',
  reject: 'It does not go on; the next change of the same record waits again.',
};
const atOnce = 4;

/**
 * Decides records. Whatever is being decided leaves the list at once and comes back when the server says no; content
 * that changed meanwhile is looked up and handed to `onChanged`.
 * What came of each is told to `onSaid`: the list may be gone by then.
 */
export function useDecisions(onChanged: (newer: Approval) => void, onSaid: (words: string) => void) {
  const queries = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [progress, setProgress] = useState<{ done: number; of: number; decision: Decision } | null>(null);

  const hide = useCallback((id: string, hidden: boolean) => {
    setGone((before) => {
      const next = new Set(before);
      if (hidden) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const refresh = useCallback(() => {
    for (const key of ['approval-counts', 'approvals', 'needs-you', 'runs'])
      void queries.invalidateQueries({ queryKey: [key] });
  }, [queries]);

  const send = useCallback(
    async (approval: Approval, { decision, note, record }: Wish): Promise<'done' | 'changed' | Error> => {
      hide(approval.id, true);
      try {
        await call(approvalRoutes.decideApproval, {
          params: { id: approval.id },
          body: {
            decision,
            contentHash: approval.contentHash,
            ...(note?.trim() ? { note: note.trim() } : {}),
            ...(record ? { record } : {}),
          },
        });
        return 'done';
      } catch (error) {
        hide(approval.id, false);
        if (error instanceof ApiProblem && error.problem.code.startsWith('conflict.')) return 'changed';
        return error instanceof Error ? error : new Error(String(error));
      }
    },
    [hide],
  );

  const decideOne = useCallback(
    async (approval: Approval, wish: Wish) => {
      const came = await send(approval, wish);
      if (came === 'done') {
        const edited = wish.record ? ' as edited' : '';
        onSaid(`${done[wish.decision]} ${approval.key}${edited}. ${effect[wish.decision]}`);
      } else if (came === 'changed') {
        const newer = await findWaiting(approval, approval.key).catch(() => null);
        if (newer) onChanged(newer);
        onSaid(
          newer
            ? `Not decided: ${approval.key} changed meanwhile. The new content is shown.`
            : `${approval.key} no longer waits: someone else decided it, or its time ran out.`,
        );
      } else {
        onSaid('');
        showToast({ kind: 'failed', title: `${approval.key} was not decided`, detail: came.message });
      }
      refresh();
    },
    [send, onChanged, onSaid, refresh],
  );

  const decideMany = useCallback(
    async (approvals: readonly Approval[], wish: Wish) => {
      const left = [...approvals];
      const counts = { done: 0, changed: 0, failed: 0 };
      setProgress({ done: 0, of: approvals.length, decision: wish.decision });
      const work = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const came = await send(next, wish);
          counts[came === 'done' || came === 'changed' ? came : 'failed'] += 1;
          setProgress({
            done: counts.done + counts.changed + counts.failed,
            of: approvals.length,
            decision: wish.decision,
          });
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      setProgress(null);
      const still = [
        counts.changed > 0 && `${countOf(counts.changed, 'record')} changed meanwhile and still wait.`,
        counts.failed > 0 && `${countOf(counts.failed, 'record')} could not be decided and still wait.`,
      ].filter(Boolean);
      showToast({
        kind: still.length > 0 ? 'warning' : 'success',
        title: `${done[wish.decision]} ${countOf(counts.done, 'record')}`,
        ...(still.length > 0 ? { detail: still.join(' ') } : {}),
      });
      refresh();
    },
    [send, refresh],
  );

  return { gone, progress, decideOne, decideMany, refresh };
}
