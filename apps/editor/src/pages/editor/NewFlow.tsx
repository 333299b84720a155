import { flowRoutes } from 'virtual:contract';
import { emptyFlow, type Flow } from '@syncline/model';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { flowKey } from './session.tsx';

// One creation for one visit: React's strict mode runs effects twice.
let under: Promise<Flow> | null = null;

function createFlow(): Promise<Flow> {
  under ??= call(flowRoutes.createFlow, { body: { document: emptyFlow('New flow') } }).finally(() => {
    under = null;
  });
  return under;
}

/** `/flows/new`: an empty draft, opened at once. It has an address of its own, so a reload does not make another. */
export function NewFlow() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<Error | null>(null);
  const create = useCallback(() => {
    setProblem(null);
    createFlow().then(
      (flow) => {
        queries.setQueryData(flowKey(flow.id), flow);
        void queries.invalidateQueries({ queryKey: ['flows'] });
        navigate(`/flows/${flow.id}`, { replace: true });
      },
      (error: Error) => setProblem(error),
    );
  }, [navigate, queries]);
  useEffect(create, [create]);
  if (problem) return <LoadProblem what="a new flow" error={problem} onRetry={create} />;
  return <SkeletonRows label="Making a new flow" height="table" />;
}
