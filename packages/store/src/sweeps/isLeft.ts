/**
 * Rows of a sweep's destination that may still have something to be done: live ones, and tombstones this run ($1) laid
 * without counting them, because its worker died in between. States 3 and 5 are tombstone and orphan.
 */
export const isLeft = `(state not in (3, 5) or (state = 3 and last_run = $1 and last_page is null))`;
