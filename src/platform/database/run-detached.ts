import { spawn } from 'node:child_process';
import type { ServerAccount } from './server-account.js';

export interface Outcome {
  /** Exit code; -1 when the program could not be started. */
  code: number;
  /** stdout and stderr together. */
  output: string;
}

/** Runs a PostgreSQL tool in a session of its own: a Ctrl-C in the terminal reaches the whole process group and would break it off halfway. */
export function runDetached(command: string, args: readonly string[], account: ServerAccount): Promise<Outcome> {
  return new Promise((resolve) => {
    const [program = command, ...rest] = [...(account.launcher ?? []), command, ...args];
    const child = spawn(program, rest, {
      uid: account.uid,
      gid: account.gid,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    // Not 'close': the server that pg_ctl leaves behind may hold the pipes open.
    child.on('exit', (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: code ?? -1, output });
    });
  });
}
