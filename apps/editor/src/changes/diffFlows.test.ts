import { type FlowDocument, flowDocumentSchema, flowSettingsSchema } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { changeWords } from './changeWords.ts';
import { diffFlows, usualSettings } from './diffFlows.ts';

const published = flowDocumentSchema.parse({
  syncline: 1,
  name: 'Customers',
  nodes: {
    nightly: {
      type: 'postgres.schedule',
      title: 'Nightly',
      connection: 'shop',
      config: { cron: '0 2 * * *' },
    },
    clean: {
      type: 'map',
      config: {
        fields: [
          { to: 'email', from: 'email', steps: ['trim'] },
          { to: 'name', from: 'name' },
        ],
      },
    },
    vip: { type: 'filter', config: { where: { field: 'spent', is: 'over', value: 100 } } },
    members: { type: 'postgres.upsert', config: { table: 'members', key: ['email'] } },
  },
  edges: [
    ['nightly', 'clean'],
    ['clean', 'vip'],
    ['vip', 'members'],
  ],
  layout: { nightly: [0, 0] },
});
const change = (edit: (draft: FlowDocument) => void) => {
  const draft = structuredClone(published);
  edit(draft);
  const scene = { before: published, after: draft, entry: () => undefined };
  return diffFlows(published, draft).map((one) => changeWords(one, scene));
};

describe('what a draft changes', () => {
  it('takes settings that are written out for what they are when left out', () => {
    expect(usualSettings).toEqual(flowSettingsSchema.parse({}));
    expect(
      change((draft) => {
        draft.settings = flowSettingsSchema.parse({});
      }),
    ).toEqual([]);
  });

  it('says nothing of a draft that does the same, wherever its steps lie', () => {
    expect(
      change((draft) => {
        draft.layout = { nightly: [400, 20] };
        draft.notes = [{ text: 'Owner: Ops', at: [0, 0] }];
      }),
    ).toEqual([]);
  });

  it('tells of a step that came and one that went, with the lines between those that stay', () => {
    expect(
      change((draft) => {
        delete draft.nodes.vip;
        draft.nodes.wait = { type: 'approve', title: 'Ask Ann', config: {} };
        draft.edges = [
          ['nightly', 'clean'],
          ['clean', 'wait'],
          ['wait', 'members'],
        ];
      }),
    ).toEqual([
      'Ask Ann added',
      'vip removed',
      'clean to Ask Ann: connected',
      'Ask Ann to members: connected',
    ]);
  });

  it('tells a new title from a new step', () => {
    expect(
      change((draft) => {
        if (draft.nodes.nightly) draft.nodes.nightly.title = 'Each morning';
      }),
    ).toEqual(['Nightly renamed to Each morning']);
  });

  it('names a setting with its value before and after, times in words', () => {
    expect(
      change((draft) => {
        Object.assign(draft.nodes.nightly?.config ?? {}, { cron: '0 4 * * *', full: true });
        Object.assign(draft.nodes.members?.config ?? {}, { key: ['id', 'email'] });
      }),
    ).toEqual([
      'Nightly: cron changed from daily 02:00 to daily 04:00',
      'Nightly: full set to yes',
      'members: key changed from email to id, email',
    ]);
  });

  it('follows the rows of a mapping by the field they make, not by their number', () => {
    const words = change((draft) => {
      draft.nodes.clean = {
        type: 'map',
        config: {
          fields: [
            { to: 'phone', from: 'phone' },
            { to: 'email', from: 'email', steps: ['trim', 'lowercase'] },
          ],
        },
      };
    });
    expect(words).toEqual([
      'clean: email: steps changed from trim to trim, lowercase',
      'clean: name removed',
      'clean: phone added',
    ]);
  });

  it('says so when rows only changed places', () => {
    const words = change((draft) => {
      const fields = draft.nodes.clean?.config.fields;
      if (Array.isArray(fields)) fields.reverse();
    });
    expect(words).toEqual(['clean: order of fields changed']);
  });

  it('tells of connection, condition, flow settings, tables and a line that was cut', () => {
    expect(
      change((draft) => {
        Object.assign(draft.nodes.nightly ?? {}, { connection: 'warehouse' });
        Object.assign(draft.nodes.vip?.config ?? {}, { where: { field: 'spent', is: 'over', value: 200 } });
        draft.edges = draft.edges.slice(0, 2);
        draft.tables = { countries: { key: 'code', rows: [] } };
        draft.settings = { errorBudget: 5 };
      }),
    ).toEqual([
      'Nightly: connection changed from shop to warehouse',
      expect.stringMatching(/^vip: where changed from .*100.* to .*200/),
      'vip to members: no longer connected',
      'Table countries added',
      'Stop after failed records changed from 100 to 5',
    ]);
  });
});
