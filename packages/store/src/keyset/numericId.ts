import { StoreError } from '../storeError.ts';

/** An id which is a number inside. Anything else can't exist, so it is `not-found`, not a broken query. */
export function numericId(id: string, thing: string): string {
  if (!/^\d{1,18}$/.test(id)) throw new StoreError('not-found', `There is no ${thing} ${id.slice(0, 40)}.`);
  return id;
}
