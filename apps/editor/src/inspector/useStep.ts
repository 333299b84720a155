import { connectionRoutes } from 'virtual:contract';
import type { CatalogueNode, FieldSchema } from '@syncline/model';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call } from '../api/client.ts';
import { useCheck, useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import { type StepLook, stepLook } from '../runs/stepLook.ts';
import { writeOnce } from './writeOnce.ts';

/** The catalogue's entry of a step; undefined for a type this server does not have. */
export function useStepEntry(name: string): CatalogueNode | undefined {
  const { catalogue } = useOpenFlow();
  const type = useDoc((doc) => doc.document.nodes[name]?.type);
  return useMemo(() => catalogue.nodes.find((node) => node.type === type), [catalogue, type]);
}

/** Tile, title and system of a step. */
export function useStepLook(name: string): StepLook {
  const entry = useStepEntry(name);
  const node = useDoc((doc) => doc.document.nodes[name]);
  return stepLook(name, node, entry);
}

const noConfig: Record<string, unknown> = {};

/** The config of a step and how to change it. `key` names what is typed in; null makes an entry of its own. */
export function useStepConfig(name: string) {
  const { doc } = useOpenFlow();
  const config = useDoc((state) => state.document.nodes[name]?.config ?? noConfig);
  const setConfig = useCallback(
    (next: Record<string, unknown>, key: string | null) =>
      writeOnce(doc, key === null ? null : `${name} ${key}`, () => doc.getState().setConfig(name, next)),
    [doc, name],
  );
  return { config, setConfig };
}

/** Id of the connection a step is bound to. */
export function useConnectionId(name: string): string | undefined {
  return useDoc((doc) => {
    const logical = doc.document.nodes[name]?.connection;
    return logical === undefined ? undefined : doc.bindings[logical];
  });
}

/** Fields to offer where a step's settings ask for one: what reaches a transform, what the system has for the others. */
export function useStepFields(name: string): readonly FieldSchema[] | undefined {
  const entry = useStepEntry(name);
  const { config } = useStepConfig(name);
  const connectionId = useConnectionId(name);
  const isTransform = entry?.role === 'transform' || entry?.role === 'checkpoint';
  const known = useCheck((check) => (isTransform ? check.inputs[name] : check.schemas[name]));
  // A step that is not complete has no schema from the compiler yet; its system may tell the fields all the same.
  const text = JSON.stringify(config);
  const asked = useQuery({
    queryKey: ['schema', connectionId, entry?.type, text],
    enabled: !isTransform && known === undefined && connectionId !== undefined && entry !== undefined,
    staleTime: 60_000,
    retry: false,
    queryFn: ({ signal }) =>
      call(connectionRoutes.describeStream, {
        params: { id: connectionId ?? '' },
        query: { type: entry?.type ?? '', config: text },
        signal,
      }),
  });
  return known?.fields ?? asked.data?.fields;
}
