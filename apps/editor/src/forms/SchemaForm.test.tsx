// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { click, findByName, type Mounted, mount, press, type, waitFor } from '../mountForTest.tsx';
import type { FormSurroundings } from './formContext.ts';
import type { JsonSchema } from './formField.ts';
import { SchemaForm } from './SchemaForm.tsx';

let mounted: Mounted;
afterEach(() => mounted.unmount());

let latest: Record<string, unknown> = {};

function Form(props: {
  schema: JsonSchema;
  start: Record<string, unknown>;
  errors?: Record<string, string>;
  context?: FormSurroundings;
}) {
  const [value, setValue] = useState(props.start);
  latest = value;
  return (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SchemaForm
        schema={props.schema}
        value={value}
        onChange={setValue}
        {...(props.errors && { errors: props.errors })}
        {...(props.context && { context: props.context })}
      />
    </QueryClientProvider>
  );
}

const show = async (
  properties: Record<string, unknown>,
  start: Record<string, unknown> = {},
  more: { required?: string[]; errors?: Record<string, string>; context?: FormSurroundings } = {},
) => {
  const { required = [], ...rest } = more;
  mounted = await mount(<Form schema={{ type: 'object', properties, required }} start={start} {...rest} />);
};
const inputOf = (label: string): HTMLInputElement => {
  const found = [...mounted.container.querySelectorAll('label')].find((one) =>
    one.textContent?.startsWith(label),
  );
  const input = found && mounted.container.querySelector<HTMLInputElement>(`[id="${found.htmlFor}"]`);
  if (!input) throw new Error(`no field ${label}`);
  return input;
};

it('takes an emptied optional field out of the value', async () => {
  await show({ path: { type: 'string', title: 'Path' } }, { path: '/a', kept: 1 });
  await type(inputOf('Path'), '');
  expect(latest).toEqual({ kept: 1 });
});

it('keeps the order of the definition and marks what is required', async () => {
  await show(
    {
      second: { type: 'string', title: 'Second', ui: { order: 2 } },
      first: { type: 'string', title: 'First', ui: { order: 1 } },
    },
    {},
    { required: ['first'] },
  );
  const labels = [...mounted.container.querySelectorAll('label')].map((label) => label.textContent);
  expect(labels).toEqual(['First*', 'Second']);
  expect(inputOf('First').getAttribute('aria-required')).toBe('true');
});

it('shows a field only when its sibling asks for it, the default of the sibling included', async () => {
  const user = { type: 'string', title: 'User', ui: { showIf: { auth: ['basic'] } } };
  const auth = { type: 'string', title: 'Sign-in', enum: ['none', 'basic'], default: 'basic' };
  await show({ auth, user });
  expect(inputOf('User')).toBeTruthy();
  await mounted.unmount();
  await show({ auth, user }, { auth: 'none' });
  expect(() => inputOf('User')).toThrow();
});

it('calls a sign-in by its name and explains the one that is chosen', async () => {
  const description = 'none: anybody may call. oauth: by an app of yours, whose tokens are fetched.';
  const auth = { type: 'string', title: 'Sign-in', enum: ['none', 'oauth'], default: 'none', description };
  await show({ auth }, { auth: 'oauth' });
  expect(mounted.container.textContent).toContain('OAuth 2.0');
  expect(mounted.container.textContent).toContain('By an app of yours, whose tokens are fetched.');
});

it('says what is wrong at the field, and unfolds rare settings when the problem is among them', async () => {
  await show(
    { size: { type: 'integer', title: 'Size', ui: { advanced: true } } },
    {},
    { errors: { size: 'Enter a number' } },
  );
  expect(findByName('button', 'More settings1').getAttribute('aria-expanded')).toBe('true');
  expect(mounted.container.querySelector('[role=alert]')?.textContent).toBe('Enter a number');
});

it('puts the cursor into the field a problem leads to, also a folded one', async () => {
  const properties = { size: { type: 'integer', title: 'Size', ui: { advanced: true } } };
  await show(properties, {}, { context: { focus: { path: 'size', ask: 1 } } });
  await act(() => new Promise((resolve) => setTimeout(resolve, 120)));
  expect(document.activeElement).toBe(inputOf('Size'));
});

it('writes numbers as numbers, and steps them by key', async () => {
  await show({ size: { type: 'integer', title: 'Size', default: 100, minimum: 1, maximum: 200 } });
  expect(inputOf('Size').placeholder).toBe('100');
  await type(inputOf('Size'), '7');
  expect(latest).toEqual({ size: 7 });
  await press(inputOf('Size'), 'ArrowUp');
  expect(latest).toEqual({ size: 8 });
});

it('keeps a value that may be of several kinds as the kind it is', async () => {
  const mark = { anyOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }], title: 'Mark' };
  const box = () => mounted.container.querySelector<HTMLInputElement>('input[aria-label="Mark"]');
  await show({ mark: { ...mark, default: true } });
  expect(box()).toBeNull();
  expect(mounted.container.textContent).toContain('Yes');
  await mounted.unmount();
  await show({ mark }, { mark: 'old' });
  await type(box() ?? inputOf('Mark'), '');
  expect(latest).toEqual({});
  await type(box() ?? inputOf('Mark'), '$now');
  expect(latest).toEqual({ mark: '$now' });
});

it('writes yes and no', async () => {
  await show({ header: { type: 'boolean', title: 'First row names the columns', default: true } });
  const box = mounted.container.querySelector<HTMLInputElement>('[role=switch]');
  expect(box?.checked).toBe(true);
  await click(box as HTMLElement);
  expect(latest).toEqual({ header: false });
});

it('adds several texts by Enter and takes one out again', async () => {
  await show({ kinds: { type: 'array', items: { type: 'string' }, title: 'Kinds' } });
  await type(inputOf('Kinds'), 'contact.deleted');
  await press(inputOf('Kinds'), 'Enter');
  expect(latest).toEqual({ kinds: ['contact.deleted'] });
  await click(findByName('button', 'Remove contact.deleted'));
  expect(latest).toEqual({});
});

it('keeps names with values, hostile ones as plain data', async () => {
  await show({ headers: { type: 'object', additionalProperties: { type: 'string' }, title: 'Headers' } });
  await click(findByName('button', 'Add'));
  const [name, value] = mounted.container.querySelectorAll('input');
  await type(name as HTMLInputElement, '__proto__');
  await type(value as HTMLInputElement, 'x');
  expect(Object.keys(latest.headers as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

it('never shows a secret, and replaces it only when asked to', async () => {
  await show({ token: { type: 'string', title: 'Token', secret: true } }, { token: true });
  expect(inputOf('Token').value).toMatch(/^•+$/);
  await click(findByName('button', 'Replace'));
  await type(mounted.container.querySelector('input') as HTMLInputElement, 'new');
  expect(latest).toEqual({ token: 'new' });
});

it('offers fields and takes one that is not known yet', async () => {
  const context = { fields: [{ value: 'email', hint: 'text' }] };
  await show(
    { key: { type: 'array', items: { type: 'string' }, title: 'Key', ui: { widget: 'fields' } } },
    {},
    { context },
  );
  await type(inputOf('Key'), 'cust');
  await press(inputOf('Key'), 'Enter');
  expect(latest).toEqual({ key: ['cust'] });
});

it('edits a group of fields as an object of its own', async () => {
  await show({
    pages: { type: 'object', title: 'Pages', properties: { cursor: { type: 'string', title: 'Cursor' } } },
  });
  await type(inputOf('Cursor'), 'next');
  expect(latest).toEqual({ pages: { cursor: 'next' } });
  await type(inputOf('Cursor'), '');
  expect(latest).toEqual({});
});

it('says that tables show once there is a connection, and when the list can not be read', async () => {
  const properties = { table: { type: 'string', title: 'Table', ui: { widget: 'stream' } } };
  await show(properties);
  expect(mounted.container.textContent).toContain('Choose a connection to see its tables');
  await mounted.unmount();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
  await show(properties, {}, { context: { connectionId: 'c1' } });
  await vi.waitFor(() => expect(mounted.container.textContent).toContain('A name can be typed'), 8000);
  vi.unstubAllGlobals();
});

it('draws a widget it does not know by the type underneath', async () => {
  await show({ odd: { type: 'string', title: 'Odd', ui: { widget: 'hologram' } } });
  await type(inputOf('Odd'), 'text');
  expect(latest).toEqual({ odd: 'text' });
});

it('draws a list of objects as rows that can be added, filled and removed, with what is wrong in its place', async () => {
  const items = {
    type: 'object',
    properties: {
      a: { type: 'string', title: 'Field on side A' },
      b: { type: 'string', title: 'Field on side B' },
      name: { type: 'string', title: 'Common name', ui: { advanced: true } },
    },
  };
  const fields = { type: 'array', items, title: 'Linked fields' };
  await show({ fields }, { fields: [{ a: 'mail' }] }, { errors: { 'fields.0.b': 'Name the field.' } });
  expect(mounted.container.textContent).toContain('Name the field.');
  expect(mounted.container.textContent).not.toContain('Common name');
  await type(inputOf('Field on side B'), 'email');
  expect(latest).toEqual({ fields: [{ a: 'mail', b: 'email' }] });
  await click(findByName('button', 'Add'));
  expect(latest).toEqual({ fields: [{ a: 'mail', b: 'email' }, {}] });
  await click(findByName('button', 'Remove row 1'));
  expect(latest).toEqual({ fields: [{}] });
});

it('says what it made of a number that can not stay', async () => {
  await show({ share: { type: 'integer', title: 'Share', minimum: 1, maximum: 100 } });
  const leave = (text: string) =>
    type(inputOf('Share'), text).then(() =>
      act(async () => inputOf('Share').dispatchEvent(new FocusEvent('focusout', { bubbles: true }))),
    );
  await leave('140');
  expect(latest).toEqual({ share: 100 });
  expect(mounted.container.textContent).toContain('100 is the most. It is 100 now.');
  await leave('many');
  expect(mounted.container.textContent).toContain('“many” is not a number. It is 100 now.');
  await leave('2.5');
  expect(latest).toEqual({ share: 3 });
  await leave('40');
  expect(mounted.container.querySelector('[role=status]')).toBeNull();
});

it('offers to leave a value out, and nothing it can not hold', async () => {
  const anyOf = [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }];
  await show({ back: { anyOf, title: 'Back' } }, {});
  const kind = mounted.container.querySelector<HTMLButtonElement>('[role=combobox]');
  expect(kind?.textContent).toBe('Left out');
  if (kind) await click(kind);
  const list = await waitFor(() => document.querySelector('[role=listbox]'));
  expect([...list.querySelectorAll('[role=option]')].map((option) => option.textContent)).toEqual([
    'Left out',
    'Text',
    'Number',
    'Yes',
    'No',
  ]);
});
