import type { FlowDocument } from '@syncline/model';

/** Records of a shop, live and each night, cleaned and written to a mailing list. Compiles without a word. */
export function shopToMail(): FlowDocument {
  return {
    syncline: 1,
    name: 'Shop customers to mailing list',
    nodes: {
      changes: { type: 'shop.trigger', connection: 'shop', config: {} },
      nightly: {
        type: 'shop.schedule',
        connection: 'shop',
        config: { cron: '0 2 * * *', timezone: 'Europe/Paris' },
      },
      clean: {
        type: 'map',
        config: {
          fields: [
            { to: 'email', from: 'email' },
            { to: 'name', from: 'name' },
          ],
        },
      },
      members: {
        type: 'mail.upsert',
        version: 3,
        connection: 'mail',
        config: { audience: 'newsletter', key: 'email' },
      },
    },
    edges: [
      ['changes', 'clean'],
      ['nightly', 'clean'],
      ['clean', 'members'],
    ],
    layout: { changes: [0, 0], nightly: [0, 120], clean: [260, 60], members: [520, 60] },
  };
}

type Nodes = FlowDocument['nodes'];
type Edges = FlowDocument['edges'];

/** A document of these steps and edges. */
export function flow(nodes: Nodes, edges: Edges, more: Partial<FlowDocument> = {}): FlowDocument {
  return { syncline: 1, name: 'A flow', nodes, edges, ...more };
}

export const hook = { type: 'hook.trigger', config: {} };
export const post = { type: 'post.send', config: {} };
export const map = { type: 'map', config: { fields: [{ to: 'id', from: 'id' }] } };
export const approve = { type: 'approve', config: {} };
export const filter = {
  type: 'filter',
  config: { where: { tests: [{ field: 'id', is: 'is-not-empty' }] } },
};
export const branch = {
  type: 'branch',
  config: { paths: [{ name: 'yes', where: { tests: [{ field: 'id', is: 'equals', value: 1 }] } }] },
};
