// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { type Mounted, mount, press, type } from '../mountForTest.tsx';
import { Field } from './Field.tsx';
import { NumberInput } from './NumberInput.tsx';
import { TextInput } from './TextInput.tsx';

let mounted: Mounted;
afterEach(() => mounted.unmount());
const input = () => mounted.container.querySelector('input') as HTMLInputElement;
const note = () => document.getElementById(input().getAttribute('aria-describedby') ?? '');

it('gives the input its label and its hint', async () => {
  mounted = await mount(
    <Field label="Flow name" hint="Shown in lists">
      <TextInput />
    </Field>,
  );
  expect(mounted.container.querySelector('label')?.htmlFor).toBe(input().id);
  expect(note()?.textContent).toBe('Shown in lists');
  expect(input().hasAttribute('aria-invalid')).toBe(false);
});

it('says what is wrong in place of the hint, marks the input and announces it', async () => {
  mounted = await mount(
    <Field label="Audience" hint="A list in Mailchimp" error="Choose an audience" required>
      <TextInput />
    </Field>,
  );
  expect(input().getAttribute('aria-invalid')).toBe('true');
  expect(input().getAttribute('aria-required')).toBe('true');
  expect(note()?.getAttribute('role')).toBe('alert');
  expect(note()?.textContent).toBe('Choose an audience');
  expect(mounted.container.textContent).not.toContain('A list in Mailchimp');
});

it('takes the mark away once the error is gone', async () => {
  const draw = (error?: string) => (
    <Field label="Audience" error={error}>
      <TextInput />
    </Field>
  );
  mounted = await mount(draw('Choose an audience'));
  await mounted.rerender(draw());
  expect(input().hasAttribute('aria-invalid')).toBe(false);
  expect(input().hasAttribute('aria-describedby')).toBe(false);
});

it('keeps a half-written number as typed, steps with the arrow keys and stays inside its bounds', async () => {
  let value: number | null = 15;
  const draw = () => (
    <Field label="Every">
      <NumberInput value={value} min={1} max={16} unit="minutes" onChange={(next) => (value = next)} />
    </Field>
  );
  mounted = await mount(draw());
  await type(input(), '1.');
  await mounted.rerender(draw());
  expect([value, input().value]).toEqual([1, '1.']);
  await type(input(), 'soon');
  expect(value).toBe(1);
  await type(input(), '15');
  await mounted.rerender(draw());
  for (const expected of [16, 16]) {
    await press(input(), 'ArrowUp');
    await mounted.rerender(draw());
    expect(value).toBe(expected);
  }
  expect(input().getAttribute('aria-valuetext')).toBe('16 minutes');
});
