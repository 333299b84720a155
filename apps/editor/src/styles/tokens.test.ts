import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureContrast, readColours, type Scheme } from './contrast.ts';

const colours = readColours(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8'));
const statuses = ['running', 'waiting', 'success', 'warning', 'failed', 'paused', 'skipped'];
const categories = ['trigger', 'schedule', 'transform', 'checkpoint', 'destination'];
const surfaces = ['canvas', 'page', 'panel', 'raised', 'sunken', 'hover', 'selected'];
const softs = statuses.map((status) => `${status}-soft`);

type Pair = [front: string, back: string];
const cross = (fronts: string[], backs: string[]): Pair[] =>
  fronts.flatMap((front) => backs.map((back): Pair => [front, back]));

const textPairs: Pair[] = [
  ...cross(['ink', 'ink-2', 'ink-3'], surfaces),
  ...cross(['ink', 'ink-2'], ['pressed', 'track', 'thumb', 'accent-soft', ...softs]),
  ...cross(['ink-3'], ['accent-soft']),
  ...cross(['accent-text'], [...surfaces, 'accent-soft', 'failed-soft', 'warning-soft']),
  ...cross(statuses, ['canvas', 'page', 'panel', 'raised', 'sunken', 'hover', 'selected']),
  ...statuses.map((status): Pair => [status, `${status}-soft`]),
  ...categories.map((category): Pair => [category, `${category}-soft`]),
  ...cross(['on-accent'], ['accent', 'accent-hover']),
  ['ink-inverse', 'inverse'],
];

const markPairs: Pair[] = [
  ...cross(['focus'], [...surfaces, 'pressed', 'accent-soft']),
  ...cross(['accent'], ['page', 'panel', 'raised', 'sunken', 'canvas']),
  ...cross(['line-control'], ['page', 'panel', 'raised', 'sunken']),
  ...statuses.flatMap((status) => cross([`${status}-mark`], ['page', 'panel', 'raised', 'canvas'])),
  ...cross(['running-mark'], ['running-soft']),
  ...cross(['edge-strong'], ['track', 'canvas', 'panel']),
  ...cross(['on-accent'], ['accent']),
];

const colourOf = (name: string, scheme: Scheme) => {
  const colour = colours.get(name);
  if (!colour) throw new Error(`tokens.css has no colour --${name}.`);
  return colour[scheme];
};
const findWeak = (pairs: Pair[], scheme: Scheme, least: number) =>
  pairs
    .map(([front, back]) => ({
      front,
      back,
      ratio: measureContrast(colourOf(front, scheme), colourOf(back, scheme)),
    }))
    .filter(({ ratio }) => ratio < least)
    .map(({ front, back, ratio }) => `${front} on ${back} ${ratio.toFixed(2)}`);

describe.each(['light', 'dark'] as const)('the %s theme', (scheme) => {
  it('can be read: every text reaches 4.5:1 on every surface it is written on', () => {
    expect(findWeak(textPairs, scheme, 4.5)).toEqual([]);
  });

  it('can be made out: marks, outlines and the focus reach 3:1', () => {
    expect(findWeak(markPairs, scheme, 3)).toEqual([]);
  });
});

it('checks every status and category there is', () => {
  expect(textPairs.length + markPairs.length).toBeGreaterThan(160);
  expect([...colours.keys()]).toEqual(expect.arrayContaining([...surfaces, ...softs]));
});

it('opens the list of a field over the dialog the field is in', () => {
  const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
  const layer = (name: string) => Number(new RegExp(`--z-${name}: (\\d+)`).exec(css)?.[1]);
  expect(layer('popover')).toBeGreaterThan(layer('dialog'));
  expect(layer('toast')).toBeGreaterThan(layer('popover'));
});

it('uses no colour but the tokens', () => {
  const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const raw = /#[0-9a-f]{3,8}\b(?![\w-])|\brgba?\(|\bhsla?\(|\boklch\(/i;
  const offenders = Object.entries(sources)
    .filter(([, source]) => raw.test(source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
    .map(([path]) => path);
  expect(Object.keys(sources).length).toBeGreaterThan(40);
  expect(offenders).toEqual([]);
});
