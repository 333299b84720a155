// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addGlides, glide, interrupt } from './glide.ts';

let frames: ((now: number) => void)[] = [];
const frameAt = (now: number) => {
  const due = frames;
  frames = [];
  for (const step of due) step(now);
};
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (step: (now: number) => void) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
});
afterEach(() => vi.unstubAllGlobals());

function begin() {
  const element = document.createElement('div');
  const heard: string[] = [];
  glide({ node: () => element })
    .duration(100)
    .on('start.zoom', () => heard.push('start'))
    .on('interrupt.zoom end.zoom', () => heard.push('over'))
    .on('end', () => heard.push('end'))
    .tween('zoom', () => (share) => heard.push(share.toFixed(1)));
  return { element, heard };
}

describe('moving the view', () => {
  it('tells of the beginning, of each frame and of the end', () => {
    const { heard } = begin();
    for (const now of [1000, 1050, 1100]) frameAt(now);
    expect(heard).toEqual(['start', '0.0', '0.5', '1.0', 'over', 'end']);
    expect(frames).toEqual([]);
  });

  it('stops where it is when the person takes over', () => {
    const { element, heard } = begin();
    frameAt(1000);
    interrupt(element);
    frameAt(1050);
    expect(heard).toEqual(['start', '0.0', 'over']);
  });

  it('gives way to the next move of the same view', () => {
    const { element, heard } = begin();
    frameAt(1000);
    glide({ node: () => element }).on('end', () => heard.push('second'));
    frameAt(1010);
    frameAt(1400);
    expect(heard).toEqual(['start', '0.0', 'over', 'second']);
  });

  it('is there at once for people who want no motion', () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    const { heard } = begin();
    frameAt(1000);
    expect(heard).toEqual(['start', '1.0', 'over', 'end']);
  });

  it('gives every selection a way to move the view, and to stop it', () => {
    const element = document.createElement('div');
    const heard: string[] = [];
    const selections = { node: () => element };
    addGlides(selections);
    const moving = Reflect.get(selections, 'transition');
    const stopping = Reflect.get(selections, 'interrupt');
    moving
      .call(selections)
      .on('start', () => heard.push('start'))
      .on('interrupt', () => heard.push('stopped'));
    frameAt(1000);
    expect(stopping.call(selections)).toBe(selections);
    expect(heard).toEqual(['start', 'stopped']);
  });
});
