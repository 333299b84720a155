import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from 'pg';

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

interface Spent {
  parent: number;
  own: number;
  /** With what its ended children spent. */
  family: number;
}

function spentBy(pid: number): Spent | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything, so fields are counted from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (at: number) => Number(fields[at]);
    const own = field(11) + field(12);
    return { parent: field(1), own, family: own + field(13) + field(14) };
  } catch {
    return null;
  }
}

/** Processor time a process has used, in ms; NaN where the system does not tell (not Linux). */
export function cpuOf(pid: number): number {
  const spent = spentBy(pid);
  return spent === null ? Number.NaN : spent.own * tickMs;
}

/** Processor time all of a database on this machine has used, in ms. */
export async function cpuOfDatabase(client: Client): Promise<number> {
  const found = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = spentBy(found.rows[0]?.pid ?? 0)?.parent;
  if (postmaster === undefined) return Number.NaN;
  let ticks = spentBy(postmaster)?.family ?? 0;
  for (const name of readdirSync('/proc')) {
    const spent = /^\d+$/.test(name) ? spentBy(Number(name)) : null;
    if (spent?.parent === postmaster) ticks += spent.own;
  }
  return ticks * tickMs;
}
