import { describe, expect, it } from 'vitest';
import { openingView } from './openingView.ts';

const room = { width: 1400, height: 800 };
const card = (x: number, y: number) => ({ x, y, width: 176, height: 74 });
const onScreen = (box: { x: number; y: number }, view: { x: number; y: number; zoom: number }) => ({
  x: box.x * view.zoom + view.x,
  y: box.y * view.zoom + view.y,
});

describe('the first look at a flow', () => {
  it('shows a small flow whole, in the middle, and never larger than life', () => {
    const view = openingView([card(0, 0), card(260, 0)], room);
    expect(view.zoom).toBe(1);
    expect(onScreen({ x: 218, y: 37 }, view)).toEqual({ x: 700, y: 400 });
  });

  it('shows a flow of thirty steps whole while its steps can still be read', () => {
    const steps = Array.from({ length: 30 }, (_none, index) =>
      card((index % 10) * 240, Math.floor(index / 10) * 130),
    );
    const view = openingView(steps, room);
    expect(view.zoom).toBeGreaterThanOrEqual(0.45);
    for (const step of steps) {
      const { x, y } = onScreen(step, view);
      expect(x).toBeGreaterThan(0);
      expect(x + step.width * view.zoom).toBeLessThan(room.width);
      expect(y).toBeGreaterThan(0);
    }
  });

  it('shows the beginning of a thousand steps at a size that can be read', () => {
    const steps = Array.from({ length: 1000 }, (_none, index) =>
      card((index % 40) * 240, Math.floor(index / 40) * 130),
    );
    const view = openingView(steps, room);
    expect(view.zoom).toBeGreaterThan(0.7);
    const { x, y } = onScreen(card(0, 0), view);
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(120);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(120);
  });

  it('finds the first step when it does not lie in the top left corner', () => {
    const steps = [
      card(300, 5000),
      ...Array.from({ length: 200 }, (_none, index) => card(600 + index * 240, index * 60)),
    ];
    const { x, y } = onScreen(card(300, 5000), openingView(steps, room));
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThan(room.width - 176);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThan(room.height - 74);
  });

  it('opens an empty flow at life size', () => {
    expect(openingView([], room)).toEqual({ x: 0, y: 0, zoom: 1 });
  });
});
