import { webhookConnector } from '@syncline/connectors';
import { Webhook } from 'standardwebhooks';
import { describeConnector } from '../conformance/describeConnector.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describeConnector({
  connector: webhookConnector,
  secrets: [secret],
  start: async () => undefined,
  stop: async () => undefined,
  connection: () => ({ scheme: 'standard', secret }),
  intake: {
    type: 'webhook.trigger',
    config: () => ({ key: ['id'], record: 'data', versionPath: 'changed' }),
    connection: () => ({ scheme: 'standard', secret }),
    sign: (body, at) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
    }),
    event: (key, state) =>
      JSON.stringify({ changed: `2026-05-01T10:00:0${state}Z`, data: { id: key, state } }),
  },
});
