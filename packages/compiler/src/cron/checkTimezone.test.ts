import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTimezone } from './checkTimezone.ts';

describe('the time zone of a schedule', () => {
  it.each(['Europe/Paris', 'America/Argentina/Buenos_Aires', 'UTC', 'Asia/Kolkata'])('takes %s', (name) => {
    expect(checkTimezone(name)).toBeNull();
  });

  it.each(['Paris', 'Europe/Atlantis', 'constructor', '__proto__', 'Europe/Paris; rm'])(
    'refuses %s',
    (name) => {
      expect(checkTimezone(name)?.title).toBe(`${name} is not a time zone`);
    },
  );

  it('refuses an offset, which is wrong when the clocks change', () => {
    expect(checkTimezone('+02:00')?.title).toContain('offset');
  });

  it('asks for one when there is none', () => {
    expect(checkTimezone(' ')).toEqual({
      title: 'The schedule has no time zone',
      whatToDo: 'Choose a place such as Europe/Paris, or UTC.',
    });
  });

  it('never throws and never repeats a very long text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (name) => {
        expect(checkTimezone(name)?.title.length ?? 0).toBeLessThan(160);
      }),
    );
  });
});
