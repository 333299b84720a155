/**
 * Loaded before a Syncline process by `--import`: its clock is wrong. `SYNCLINE_CLOCK=-90` = by so many minutes, for five
 * seconds of every ten; `SYNCLINE_CLOCK=2026-03-06T12:00:00Z` = it starts at that time.
 */
const wrong = process.env.SYNCLINE_CLOCK ?? '0';
const RealDate = Date;
const started = RealDate.now();
const minutes = Number(wrong);

function shift(): number {
  if (Number.isNaN(minutes)) return RealDate.parse(wrong) - started;
  return Math.floor((RealDate.now() - started) / 5_000) % 2 === 0 ? minutes * 60_000 : 0;
}

class ShiftedDate extends RealDate {
  constructor(...args: ConstructorParameters<typeof RealDate> | []) {
    if (args.length === 0) super(RealDate.now() + shift());
    else super(...args);
  }
  static override now(): number {
    return RealDate.now() + shift();
  }
}

Object.assign(globalThis, { Date: ShiftedDate });
