import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL that runs on a data folder, as its postmaster.pid tells. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The server that runs on `folder`, if one does. A file left by a crash whose number now belongs to another program is not taken for it. */
export function runningPostmaster(folder: string): Postmaster | undefined {
  const file = pidFile(folder);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !commandLine(pid).includes(folder)) return undefined;
  return { pid, port: Number(lines[3]) };
}

export function pidFile(folder: string): string {
  return join(folder, 'postmaster.pid');
}

function commandLine(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // No such process.
    return '';
  }
}
