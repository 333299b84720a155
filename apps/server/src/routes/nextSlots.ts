import { checkTimezone, parseCron } from '@syncline/compiler';
import { nextSlot } from '@syncline/engine';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import { describeCron } from '../schedules/describeCron.ts';
import type { ServerDeps } from '../serverDeps.ts';

const shown = 5;

export const nextSlots =
  ({ now }: Pick<ServerDeps, 'now'>): Handler<Contract['nextSlots']> =>
  async ({ query }) => {
    const parsed = parseCron(query.cron);
    if (!parsed.ok) throw refuse('query.cron', parsed.problem);
    const zoneProblem = checkTimezone(query.timezone);
    if (zoneProblem) throw refuse('query.timezone', zoneProblem);
    const slots: string[] = [];
    for (let at = nextSlot(query.cron, query.timezone, now()); at && slots.length < shown; ) {
      slots.push(at.toISOString());
      at = nextSlot(query.cron, query.timezone, at);
    }
    return { slots, text: describeCron(parsed.cron) };
  };

function refuse(path: string, problem: { title: string; whatToDo: string }): ApiError {
  return new ApiError('request.invalid', { path, detail: `${problem.title} ${problem.whatToDo}` });
}
