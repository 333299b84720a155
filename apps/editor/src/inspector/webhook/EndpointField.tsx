import { flowRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { type KindProps, useForm } from '../../forms/formContext.ts';
import { CodeBlock } from '../../parts/CodeBlock.tsx';
import { SampleList } from './SampleList.tsx';
import { SamplePost } from './SamplePost.tsx';

const pollMs = 1000;

/** The address of a webhook: give it to the sender, try it, and see what arrives. */
export default function EndpointField({ field, value, onChange }: KindProps) {
  const { flowId } = useOpenFlow();
  const { nodeName = '', errors } = useForm();
  const [openedAt] = useState(() => new Date().toISOString());
  const flow = useQuery({
    queryKey: ['flow-endpoints', flowId],
    queryFn: ({ signal }) => call(flowRoutes.getFlow, { params: { id: flowId }, signal }),
    // A step just added has its address once the draft is saved.
    refetchInterval: (query) => (query.state.data?.endpoints[nodeName] === undefined ? 1500 : false),
  });
  const samples = useQuery({
    queryKey: ['samples', flowId, nodeName],
    queryFn: ({ signal }) => call(flowRoutes.listSamples, { params: { id: flowId, node: nodeName }, signal }),
    refetchInterval: pollMs,
    retry: false,
  });
  const endpoint = flow.data?.endpoints[nodeName];
  const address = endpoint === undefined ? undefined : absoluteAddress(endpoint);
  const items = samples.data?.items ?? [];
  const kept = typeof value === 'string' && value !== '' ? value : undefined;
  const error = Object.hasOwn(errors, 'sample') ? errors.sample : undefined;
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-col gap-1">
        <h3 className="font-medium">{field.title}</h3>
        {address === undefined ? (
          <p className="text-ink-3">The address is given once the draft is saved.</p>
        ) : (
          <CodeBlock label="Address" code={address} />
        )}
        {field.description && <p className="text-xs text-ink-3">{field.description}</p>}
      </div>
      {error && (
        <p role="alert" className="text-xs text-failed">
          {error}
        </p>
      )}
      <SampleList
        items={items}
        openedAt={openedAt}
        kept={kept}
        failed={samples.error !== null}
        onKeep={(body) => onChange(JSON.stringify(body, null, 2))}
      />
      {address !== undefined && (
        <SamplePost
          address={address}
          newest={items[0]?.body ?? (kept === undefined ? undefined : readJson(kept))}
          onSent={() => void samples.refetch()}
        />
      )}
    </section>
  );
}

const absoluteAddress = (endpoint: string): string => new URL(endpoint, window.location.origin).href;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Half-written text has no body to prefill.
  }
}
