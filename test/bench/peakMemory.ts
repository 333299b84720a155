import { readFileSync } from 'node:fs';

/** Most resident memory a process ever held, in MB; NaN where the system does not tell (not Linux). */
export function peakMemory(pid: number): number {
  return megabytes(pid, 'VmHWM');
}

/** Resident memory a process holds now, in MB; NaN where the system does not tell (not Linux). */
export function residentMemory(pid: number): number {
  return megabytes(pid, 'VmRSS');
}

function megabytes(pid: number, name: string): number {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`${name}:`));
    return Number(line?.replace(/\D/g, '')) / 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Number.NaN;
    throw error;
  }
}
