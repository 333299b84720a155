import { connectionRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { ApiProblem, call } from '../../api/client.ts';
import { countOf } from '../../parts/format.ts';
import { IconButton } from '../../parts/IconButton.tsx';
import { FieldPicker } from '../FieldPicker.tsx';
import { type KindProps, useForm } from '../formContext.ts';

/** A table or list of the connection. One that is not listed can be typed. */
export function StreamField({ field, value, onChange }: KindProps) {
  const { connectionId } = useForm();
  const streams = useQuery({
    queryKey: ['streams', connectionId],
    enabled: connectionId !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      call(connectionRoutes.listStreams, { params: { id: connectionId ?? '' }, signal }),
  });
  const options = useMemo(
    () =>
      (streams.data?.items ?? []).map(({ name, records, kind }) => ({
        value: name,
        hint: records === null ? (kind ?? undefined) : countOf(records, 'record'),
      })),
    [streams.data],
  );
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex gap-1.5">
        <FieldPicker
          className="flex-1"
          value={typeof value === 'string' ? value : ''}
          options={options}
          placeholder={field.ui.placeholder ?? 'Choose or type a name'}
          onChange={onChange}
        />
        {connectionId !== undefined && (
          <IconButton
            icon={RefreshCw}
            label="Read the list again"
            aria-busy={streams.isFetching}
            onClick={() => void streams.refetch()}
          />
        )}
      </div>
      <p className="text-xs text-ink-3" aria-live="polite">
        {streamWords(connectionId, streams.isFetching, streams.error, options.length)}
      </p>
    </div>
  );
}

function streamWords(
  connectionId: string | undefined,
  loading: boolean,
  error: Error | null,
  count: number,
): string {
  if (connectionId === undefined) return 'Choose a connection to see its tables.';
  if (loading) return 'Reading the list of tables';
  if (error instanceof ApiProblem) return `${error.problem.title}. ${error.problem.whatToDo}`;
  if (error) return 'The server does not answer. A name can be typed all the same.';
  return count === 0 ? 'The connection shows no tables. Check what its user may read.' : '';
}
