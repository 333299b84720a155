/**
 * Loaded before a Syncline process by `--import`: its clock goes wrong by so many minutes, and jumps back and forth while
 * it runs.
 *
 * @example SYNCLINE_CLOCK=-90
 */
const minutes = Number(process.env.SYNCLINE_CLOCK ?? '0');
const { now } = Date;
const started = now();
const RealDate = Date;

/** Right for five seconds, wrong for five. */
const shift = () => (Math.floor((now() - started) / 5_000) % 2 === 0 ? minutes * 60_000 : 0);

class ShiftedDate extends RealDate {
  constructor(...args: ConstructorParameters<typeof RealDate> | []) {
    if (args.length === 0) super(now() + shift());
    else super(...(args as ConstructorParameters<typeof RealDate>));
  }
  static override now(): number {
    return now() + shift();
  }
}

Object.assign(globalThis, { Date: ShiftedDate });
