import { flowRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/Button.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { countOf, formatDuration } from '../../parts/format.ts';
import { Select } from '../../parts/Select.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { useTitle } from '../../shell/useTitle.ts';
import { useUrlState } from '../../urlState.ts';
import { Examples } from './Examples.tsx';
import { FoundRecord } from './FoundRecord.tsx';
import { recordFields } from './recordFields.ts';
import { usePlaces } from './recordQueries.ts';
import { SearchBox } from './SearchBox.tsx';

/** Where is this customer, and why: one search over all flows and systems. */
export default function RecordsPage() {
  useTitle('Find a record');
  const [{ q, flow }, setAddress] = useUrlState(recordFields);
  const text = q.trim();
  const places = usePlaces(text, flow);
  const flows = useQuery({
    queryKey: ['flows'],
    queryFn: ({ signal }) => call(flowRoutes.listFlows, { query: { limit: 200 }, signal }),
  });
  const found = places.data;
  const summary =
    text && found && !places.isPlaceholderData
      ? `${countOf(found.items.length, 'place')}, ${formatDuration(found.tookMs)}`
      : '';
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <h1 className="sr-only">Find a record</h1>
      <search className="flex flex-wrap items-center gap-2 px-4 py-3.5 wide:flex-nowrap wide:px-6">
        <SearchBox
          value={q}
          summary={summary}
          onSearch={(next) => setAddress({ q: next, destination: '', key: '' }, { replace: true })}
        />
        <Select
          label="Flow"
          value={flow}
          active={flow !== ''}
          onChange={(next) => setAddress({ flow: next })}
          className="h-(--control-lg)! max-wide:w-full"
          options={[
            { value: '', label: 'Any flow' },
            ...(flows.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []),
          ]}
        />
      </search>
      <div className="min-w-0 px-4 pb-8 wide:px-6">
        {text === '' && <Examples />}
        {text !== '' && places.isPending && (
          <SkeletonRows label="Looking everywhere" rows={6} height="table" />
        )}
        {text !== '' && places.isError && (
          <LoadProblem what="the record" error={places.error} onRetry={() => void places.refetch()} />
        )}
        {text !== '' && found?.items.length === 0 && !places.isPlaceholderData && (
          <EmptyState
            title={`Nobody is known as “${text}”`}
            action={
              flow ? (
                <Button onClick={() => setAddress({ flow: '' })}>Look in every flow</Button>
              ) : (
                <Button onClick={() => setAddress({ q: '' })}>Clear the search</Button>
              )
            }
          >
            A record is found by its whole e-mail address, phone number or id, in the form any of the systems
            uses. One that no flow has read yet is not here.
          </EmptyState>
        )}
        {text !== '' && found && found.items.length > 0 && <FoundRecord places={found.items} />}
      </div>
    </div>
  );
}
