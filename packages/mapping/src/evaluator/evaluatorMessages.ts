import type { DataRecord } from '@syncline/model';
import type { ExpressionResult } from '../expression/evaluateGuarded.ts';

/** To the child: evaluate one expression over records. */
export interface EvaluatorTask {
  text: string;
  records: DataRecord[];
  /** Answer after every record, so that the parent knows which one a stuck child is at. */
  oneByOne: boolean;
}

/** From the child: results in order, in as many messages as it likes. */
export interface EvaluatorReply {
  results: ExpressionResult[];
}
