import type { Value, WriteOutcome, WriteRecord } from '@syncline/model';
import { valueAt } from '../json/valuePath.ts';
import { type Judging, judgeContent, refused, retry } from './judgeAnswer.ts';
import { vendorMessage } from './vendorMessage.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** What became of a record that was taken. */
export function goodOutcome(
  record: WriteRecord,
  status: number,
  method: string,
  answer: Value | undefined,
  idPath: string | undefined,
): WriteOutcome {
  const id = idPath === undefined ? undefined : valueAt(answer, idPath);
  const known = typeof id === 'string' || typeof id === 'number' ? { remoteId: String(id) } : {};
  if (record.op === 'delete') return { status: 'ok', effect: 'deleted' };
  const created = status === 201 || (method === 'POST' && record.remoteId === null);
  return { status: 'ok', effect: created ? 'created' : 'updated', ...known };
}

/** Outcomes of a list whose answer speaks of each record, by position. An answer of another length proves nothing. */
export function judgeEach(
  records: WriteRecord[],
  body: Value | undefined,
  method: string,
  judging: Judging,
): WriteOutcome[] {
  const { config } = judging;
  const results = valueAt(body, config.resultsPath);
  if (!Array.isArray(results) || results.length !== records.length) {
    const count = Array.isArray(results) ? `${results.length} results` : 'no list of results';
    const message = `the answer has ${count} at "${config.resultsPath}" for ${records.length} records`;
    return records.map(() => ({ status: 'unknown', message }));
  }
  return records.map((record, at) => judgeOne(record, results[at], method, judging));
}

function judgeOne(
  record: WriteRecord,
  result: Value | undefined,
  method: string,
  { config, connection }: Judging,
): WriteOutcome {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    return { status: 'unknown', message: 'the answer says nothing of this record' };
  }
  const status = typeof result.status === 'number' ? result.status : 200;
  if (status >= 400) {
    const found = vendorMessage(result);
    const text = `answered ${status}${found ? `: ${withoutSecrets(found.text, connection)}` : ''}`;
    if (status === 429) return retry('destination.rate-limited', text);
    if (status >= 500 || status === 408 || status === 423) return retry('destination.server', text);
    const judged = refused(
      status,
      status === 409 ? 'destination.duplicate' : 'destination.rejected',
      text,
      found?.fields ?? [],
    );
    if (judged.kind === 'refused') return judged.outcome;
  }
  const judged = judgeContent(result, status, config, connection);
  if (judged?.kind === 'refused') return judged.outcome;
  return goodOutcome(record, status, method, result, config.idPath);
}
