// @vitest-environment happy-dom
import type { FieldSchema, RecordSchema } from '@syncline/model';
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenFlow } from '../../flow/FlowContext.tsx';
import { click, findByName, type Mounted, mount } from '../../mountForTest.tsx';
import { openTestFlow, previewFetch, TestFlow } from '../openTestFlow.tsx';
import { MappingTab } from './MappingTab.tsx';

const field = (name: string, part: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  type: 'text',
  nullable: true,
  required: false,
  ...part,
});
const schema = (...fields: FieldSchema[]): RecordSchema => ({
  fields,
  key: [],
  cursorFields: [],
  open: false,
});
const records = [
  { email: ' Ana@X.test ', 'Full Name': 'Ana Kovač', __odd: 1 },
  { email: 'no address', 'Full Name': 'Bo', __odd: 2 },
];

let mounted: Mounted;
let flow: OpenFlow;
const messages = { errors: {}, warnings: {}, loose: [] };

const show = async (rows: unknown[], target: RecordSchema) => {
  flow = openTestFlow(
    {
      nodes: {
        source: { type: 'demo.schedule' },
        map: { type: 'map', config: { fields: rows } },
        table: { type: 'demo.write' },
      },
      edges: [
        ['source', 'map'],
        ['map', 'table'],
      ],
    },
    { inputs: { map: schema(field('email'), field('Full Name')) }, schemas: { table: target } },
  );
  mounted = await mount(
    <TestFlow flow={flow}>
      <MappingTab name="map" messages={messages} focus={null} />
    </TestFlow>,
  );
  await act(() => new Promise((resolve) => setTimeout(resolve, 30)));
};
const rowsHeld = () => flow.doc.getState().document.nodes.map?.config.fields;
const words = () => mounted.container.textContent ?? '';

beforeEach(() => vi.stubGlobal('fetch', previewFetch(records)));
afterEach(async () => {
  await mounted.unmount();
  vi.unstubAllGlobals();
});

it('shows sample, changes and live result of a real record in one row', async () => {
  await show([{ to: 'email', from: 'email', steps: ['trim', 'lowercase'] }], schema(field('email')));
  expect(words()).toContain('·Ana@X.test·');
  expect(words()).toContain('lower case');
  expect(words()).toContain('ana@x.test');
  await click(findByName('button', 'Next record'));
  expect(words()).toContain('2 of 2');
  expect(words()).toContain('no address');
});

it('says in the row why a value fails, and how many of the samples do', async () => {
  await show([{ to: 'email', from: 'email', steps: ['email'] }], schema(field('email')));
  await click(findByName('button', 'Next record'));
  expect(words()).toMatch(/not an e-mail address/);
  await click(mounted.container.querySelector('[data-path="fields.0"] > button') as HTMLElement);
  await vi.waitFor(() => expect(words()).toContain('1 does not'), 4000);
  expect(words()).toContain('1 converts');
});

it('takes a suggestion as one entry of the history, and undo brings the offer back', async () => {
  await show([], schema(field('email', { required: true }), field('full_name')));
  expect(words()).toContain('email fits email');
  await click(findByName('button', 'Accept email for email'));
  expect(rowsHeld()).toMatchObject([{ to: 'email', from: 'email' }]);
  expect(flow.doc.temporal.getState().pastStates).toHaveLength(1);
  await act(async () => flow.doc.temporal.getState().undo());
  expect(rowsHeld()).toEqual([]);
  expect(words()).toContain('email fits email');
});

it('fills all it can by one press, in one entry of the history', async () => {
  await show([], schema(field('email', { required: true }), field('full_name')));
  await click(findByName('button', 'Suggest'));
  expect(rowsHeld()).toMatchObject([{ to: 'email' }, { to: 'full_name', from: 'Full Name' }]);
  expect(flow.doc.temporal.getState().pastStates).toHaveLength(1);
});

it('makes a row of a field that is not used', async () => {
  await show([], schema(field('email')));
  await click(findByName('button', 'Use Full Name'));
  expect(rowsHeld()).toEqual([{ to: 'Full_Name', from: 'Full Name' }]);
});

it('works on when the source can not be read, and says what is missing', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
  await show([{ to: 'email', from: 'email' }], schema(field('email')));
  await vi.waitFor(() => expect(words()).toContain('the server does not answer'), 4000);
  expect(words()).toContain('email');
});

it('passes other fields on when told to, and forgets the setting when not', async () => {
  await show([], schema(field('email')));
  const box = mounted.container.querySelector<HTMLElement>('[role=switch]') as HTMLElement;
  await click(box);
  expect(flow.doc.getState().document.nodes.map?.config.rest).toBe('keep');
  await click(box);
  expect(flow.doc.getState().document.nodes.map?.config).not.toHaveProperty('rest');
});
