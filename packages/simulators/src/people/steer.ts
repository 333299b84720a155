import { readQuotaRule } from '../quotaMeter.ts';
import { refuse } from './answer.ts';
import { readFaultRule } from './faults.ts';
import type { PeopleControl } from './peopleHandler.ts';
import type { Reply } from './respond.ts';
import { readWebhookRule } from './webhookDeliverer.ts';

/** The way to the switches over HTTP, for tests in other processes. */
export function steer(control: PeopleControl, method: string, path: string, body: string): Reply {
  const value: unknown = body === '' ? {} : safeParse(body);
  const quota = control.quota();
  switch (`${method} ${path}`) {
    case 'GET /__sim':
      return {
        status: 200,
        body: {
          contacts: control.contacts().length,
          counts: control.counts(),
          ...(quota && { limit: { calls: quota.calls(), exceeded: quota.exceeded(), worst: quota.worst() } }),
        },
      };
    case 'GET /__sim/journal':
      return { status: 200, body: control.journal() };
    case 'GET /__sim/contacts':
      return { status: 200, body: control.contacts() };
    case 'POST /__sim/reset':
      control.reset();
      return { status: 204 };
    case 'POST /__sim/seed': {
      const count =
        typeof value === 'object' && value !== null && 'count' in value ? Number(value.count) : Number.NaN;
      if (!Number.isInteger(count) || count < 0 || count > 1_000_000) {
        return refuse({
          status: 422,
          code: 'invalid',
          message: 'count must be a whole number up to a million.',
        });
      }
      control.seed(count);
      return { status: 204 };
    }
    case 'POST /__sim/faults': {
      const rule = readFaultRule(value);
      if (typeof rule === 'string') return refuse({ status: 422, code: 'invalid', message: rule });
      control.addFault(rule);
      return { status: 204 };
    }
    case 'POST /__sim/limit': {
      const rule = readQuotaRule(value);
      if (typeof rule === 'string') return refuse({ status: 422, code: 'invalid', message: rule });
      control.limit(rule);
      return { status: 204 };
    }
    case 'DELETE /__sim/limit':
      control.limit(null);
      return { status: 204 };
    case 'POST /__sim/webhooks': {
      const rule = readWebhookRule(value);
      if (typeof rule === 'string') return refuse({ status: 422, code: 'invalid', message: rule });
      control.sendWebhooks(rule);
      return { status: 204 };
    }
    case 'GET /__sim/webhooks':
      return { status: 200, body: control.webhooksSent() };
    case 'DELETE /__sim/webhooks':
      control.sendWebhooks(null);
      return { status: 204 };
    case 'POST /__sim/coarse': {
      const ms = typeof value === 'object' && value !== null && 'ms' in value ? Number(value.ms) : Number.NaN;
      if (!(ms >= 1)) return refuse({ status: 422, code: 'invalid', message: 'ms must be 1 or more.' });
      control.coarsen(ms);
      return { status: 204 };
    }
    case 'DELETE /__sim/faults':
      control.clearFaults();
      return { status: 204 };
    default:
      return refuse({ status: 404, code: 'unknown_path', message: `There is nothing at ${path}.` });
  }
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
