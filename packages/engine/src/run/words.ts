const number = new Intl.NumberFormat('en-GB');

/** @example count(1204, 'record') // '1,204 records' */
export function count(amount: number, thing: string): string {
  return `${number.format(amount)} ${thing}${amount === 1 ? '' : 's'}`;
}

/** @example duration(8700) // '8.7 s' */
export function duration(ms: number): string {
  if (ms < 60_000) return `${Math.max(0.1, Math.round(ms / 100) / 10)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** A text that goes on: what systems say often ends with a full stop. @example phrase('No such key.') // 'No such key' */
export const phrase = (text: string): string => text.replace(/\.$/, '');
