import type { Flow } from '@syncline/model';

/** A flow as it is stored: endpoints by id, not yet by address. */
type StoredFlow = Omit<Flow, 'endpoints'> & { endpoints: Record<string, string> };

/** Turns endpoint ids into the addresses a sender posts to. */
export function presentFlow(flow: StoredFlow, publicAddress: string): Flow {
  return {
    ...flow,
    endpoints: Object.fromEntries(
      Object.entries(flow.endpoints).map(([node, id]) => [node, hookAddress(publicAddress, id)]),
    ),
  };
}

/** @example hookAddress('https://sync.example.com', 'k3v…') // 'https://sync.example.com/hooks/k3v…' */
const hookAddress = (publicAddress: string, endpointId: string): string =>
  `${publicAddress}/hooks/${endpointId}`;
