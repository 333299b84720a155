/**
 * Rows of a sweep's destination that may still have something to be done: live ones, and tombstones this run ($1) laid
 * without counting them, because its worker died in between. States 3 and 5 are tombstone and orphan. A record that failed
 * in this run was listed by the source, so it is not missing.
 */
export const isLeft = `(state not in (3, 5) or (state = 3 and last_run = $1 and last_page is null)) and not exists (
    select from syncline.dead_letter as letter
    where letter.run_id = $1 and letter.source_key = coalesce(ledger.source_key, ledger.key)
  )`;
