import { type ExpressionResult, evaluateGuarded } from '../expression/evaluateGuarded.ts';
import type { EvaluatorReply, EvaluatorTask } from './evaluatorMessages.ts';

/** How long results may gather before they are sent: each message is also the sign of life the parent waits for. */
const gatherMs = 20;

async function work(task: EvaluatorTask): Promise<void> {
  let results: ExpressionResult[] = [];
  let sentAt = performance.now();
  const send = () => {
    if (results.length === 0) return;
    const reply: EvaluatorReply = { results };
    process.send?.(reply);
    results = [];
    sentAt = performance.now();
  };
  for (const record of task.records) {
    results.push(await evaluateGuarded(task.text, record));
    if (task.oneByOne || performance.now() - sentAt > gatherMs) {
      send();
      // Lets the message out before the next record may block this thread for good.
      await new Promise((done) => setImmediate(done));
    }
  }
  send();
}

// Only our parent can send, and it sends nothing but tasks, one at a time.
process.on('message', (task) => void work(task as EvaluatorTask));
process.on('disconnect', () => process.exit());
