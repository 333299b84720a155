import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names the place in which ids of processes mean something: the machine since its start, and inside of it the container.
 * Containers may share a host name and give the same ids to other processes.
 */
export function machineName(): string {
  const marks = [
    tryTo(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    tryTo(() => readlinkSync('/proc/self/ns/pid')),
  ];
  const mark = createHash('sha256').update(marks.join(' ')).digest('hex').slice(0, 8);
  return `${hostname()} ${mark}`;
}

/** Only Linux tells, and only there several such places share a machine. */
function tryTo(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
