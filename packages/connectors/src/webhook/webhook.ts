import type {
  Change,
  Connector,
  DataRecord,
  Hint,
  Intake,
  RawRequest,
  RejectedInput,
  Value,
} from '@syncline/model';
import { inferSchema } from '../json/inferSchema.ts';
import { valueAt } from '../json/valuePath.ts';
import { webhookConnection } from './connection.ts';
import { findDedupeKey } from './dedupeKey.ts';
import { readBody } from './readBody.ts';
import { readEvents, tooLarge } from './readEvents.ts';
import { readTriggerConfig, triggerNode } from './triggerNode.ts';
import { verifyWebhook } from './verify.ts';

const rawBytes = 8192;

const webhookIntake: Intake = {
  verify: (request, _config, connection, now) => verifyWebhook(request, connection, now),

  dedupeKey: (request, config) => findDedupeKey(request, readTriggerConfig(config)),

  laneKey(request, saved) {
    const config = readTriggerConfig(saved);
    const body = readBody(request);
    const events = body.ok ? readEvents(body.value, config) : [];
    const [first] = events;
    return events.length === 1 && typeof first === 'object' && first.ok ? first.key : null;
  },

  decode(request, saved, arrival) {
    const config = readTriggerConfig(saved);
    const changes: Change[] = [];
    const rejected: RejectedInput[] = [];
    const hints: Hint[] = [];
    const refuse = (place: string, code: string, message: string, raw: string) =>
      rejected.push({ place, code, message, raw });
    const place = `event ${arrival.eventId}`;
    const body = readBody(request);
    const events = body.ok ? readEvents(body.value, config) : body.message;
    if (typeof events === 'string') {
      refuse(place, 'source.bad-row', `The body was not understood: ${events}.`, rawText(request));
      return { changes, rejected };
    }
    for (const [at, event] of events.entries()) {
      const where = events.length === 1 ? place : `${place}, item ${at + 1}`;
      if (!event.ok) {
        refuse(where, event.code, event.message, cut(JSON.stringify(event.item)));
        continue;
      }
      const { key, op, record, version, sourceTs } = event;
      if (event.thin) {
        hints.push({ stream: config.stream, key, ...arrival });
        continue;
      }
      const large = tooLarge(record, request.body.length);
      if (large) {
        refuse(where, 'record.too-large', large, rawText(request));
        continue;
      }
      const { receivedTs, eventId } = arrival;
      changes.push({ stream: config.stream, key, op, version, record, sourceTs, receivedTs, eventId });
    }
    return { changes, rejected, ...(hints.length > 0 && { hints }) };
  },

  describe(saved, samples) {
    const config = readTriggerConfig(saved);
    const given = config.sample ? [...samples, sampleRequest(config.sample)] : samples;
    return inferSchema(
      given.flatMap((sample) => recordsIn(sample, saved)),
      config.key,
    );
  },
};

/** Any system that posts what happened. */
export const webhookConnector: Connector = {
  system: 'webhook',
  title: 'Webhook',
  connection: webhookConnection,
  nodes: [triggerNode],
  sources: {},
  destinations: {},
  intakes: { [triggerNode.type]: webhookIntake },
};

/** Records of a sample; one without a key still shows its fields, since the key may not be chosen yet. */
function recordsIn(sample: RawRequest, saved: Record<string, unknown>): DataRecord[] {
  const config = readTriggerConfig(saved);
  const body = readBody(sample);
  const events = body.ok ? readEvents(body.value, config) : [];
  if (typeof events === 'string') return [];
  return events.flatMap((event) => {
    if (event.ok) return event.thin ? [] : [event.record];
    const record = valueAt(event.item, config.record);
    return event.code === 'source.no-key' && isRecord(record) ? [record] : [];
  });
}

function sampleRequest(text: string): RawRequest {
  const isForm = /^[\w.[\]%+-]+=/.test(text);
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  return { method: 'POST', headers: new Map([['content-type', type]]), body: Buffer.from(text) };
}

const isRecord = (value: Value | undefined): value is { [field: string]: Value | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What came, as text that any database stores. */
function rawText(request: RawRequest): string {
  return cut(new TextDecoder().decode(request.body.subarray(0, rawBytes)));
}

const cut = (text: string): string => text.slice(0, rawBytes).replaceAll('\u0000', '\ufffd').toWellFormed();
