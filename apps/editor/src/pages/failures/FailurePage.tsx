import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { LoadProblem } from '../../runs/LoadProblem.tsx';
import { FailureDetail } from './FailureDetail.tsx';
import { useLetter } from './letterQueries.ts';

/** One failed record, by its address. */
export default function FailurePage({ params }: { params: Record<string, string | undefined> }) {
  const letter = useLetter(params.id ?? '');
  if (letter.isPending) return <SkeletonRows label="Reading the record" rows={10} />;
  if (letter.isError && letter.data === undefined)
    return <LoadProblem what="this record" error={letter.error} onRetry={() => void letter.refetch()} />;
  return letter.data && <FailureDetail key={letter.data.id} letter={letter.data} />;
}
