import { ApiProblem } from '../../api/client.ts';
import { Card } from '../../parts/Card.tsx';
import { Status } from '../../parts/Status.tsx';
import { RecordFields } from '../../records/RecordFields.tsx';
import type { DryRunState } from './useDryRun.ts';
import { verdictWords } from './verdictWords.ts';

/** What a replay would do at each destination. Nothing was written to find out. */
export function DryRun({ dryRun }: { dryRun: DryRunState }) {
  if (dryRun.isIdle || (dryRun.isPending && !dryRun.data)) return null;
  const { error, data } = dryRun;
  return (
    <Card title="Dry run" note="Nothing was written">
      <div aria-live="polite">
        {error && (
          <p className="p-3.5 text-failed">
            {error instanceof ApiProblem
              ? `${error.problem.title}. ${error.problem.whatToDo}`
              : error.message}
          </p>
        )}
        <ul>
          {data?.results.map((result) => {
            const { kind, words } = verdictWords(result.verdict, result.title);
            return (
              <li
                key={`${result.node} ${result.verdict}`}
                className="border-b border-line p-3.5 last:border-b-0"
              >
                <p className="flex">
                  <Status kind={kind} className="whitespace-normal!">
                    {words}
                  </Status>
                </p>
                {result.message && <p className="pt-0.5 pl-5 text-xs text-ink-2">{result.message}</p>}
                {result.record !== null && result.record !== undefined && (
                  <div className="pt-2 pl-5">
                    <RecordFields
                      record={result.record}
                      failing={result.field}
                      because={result.message ?? undefined}
                    />
                  </div>
                )}
              </li>
            );
          })}
        </ul>
        {data?.results.length === 0 && (
          <p className="p-3.5 text-ink-2">It would reach no destination: every path leaves it out.</p>
        )}
      </div>
    </Card>
  );
}
