import { describe, expect, it } from 'vitest';
import { createTimeline } from './timeline.ts';

describe('the timeline', () => {
  it('draws work with short gaps as one bar and keeps kinds apart', () => {
    const timeline = createTimeline();
    timeline.add('mail', 'work', 0, 100);
    timeline.add('mail', 'limited', 100, 3000);
    timeline.add('mail', 'work', 150, 300);
    timeline.add('clean', 'work', 20, 40);
    timeline.add('mail', 'work', 9_000, 9_100);
    const bars = timeline.takeAll().sort((a, b) => a.fromMs - b.fromMs);
    expect(bars).toEqual([
      { node: 'mail', kind: 'work', fromMs: 0, toMs: 300 },
      { node: 'clean', kind: 'work', fromMs: 20, toMs: 40 },
      { node: 'mail', kind: 'limited', fromMs: 100, toMs: 3000 },
      { node: 'mail', kind: 'work', fromMs: 9_000, toMs: 9_100 },
    ]);
    expect(timeline.takeAll()).toEqual([]);
  });

  it('gives a run of hours a few hundred bars a step, and loses none of its time', () => {
    const timeline = createTimeline();
    const bars = [];
    const hours = 6 * 3_600_000;
    for (let at = 0; at < hours; at += 50) {
      timeline.add('mail', 'work', at, at + 50);
      bars.push(...timeline.take(at + 50));
    }
    bars.push(...timeline.takeAll());
    expect(bars.length).toBeLessThan(600);
    expect(bars.reduce((sum, bar) => sum + bar.toMs - bar.fromMs, 0)).toBe(hours);
  });
});
