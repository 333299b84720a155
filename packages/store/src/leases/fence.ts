import type { Lease } from '@syncline/engine';

/**
 * First step of every fenced statement. The share lock makes a takeover wait for our commit, and a takeover that came
 * first leaves no row, upon which the other steps change nothing. `$1` to `$4` are the lease.
 */
export const fence = `
  lease as materialized (
    select 1 as held from syncline.flow_part
    where flow_id = $1 and part = $2 and owner = $3 and epoch = $4
    for share
  )`;

export function leaseValues(lease: Lease): unknown[] {
  return [lease.flowId, lease.part, lease.owner, lease.epoch];
}
