import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A process of the program, run from its sources in a process group of its own, as a terminal would. */
export interface Running {
  pid: number;
  /** stdout and stderr so far. */
  output(): string;
  /** stderr so far. */
  errors(): string;
  /** Waits until the output matches. Fails when the process ends first. */
  says(pattern: RegExp): Promise<void>;
  /** Sends the signal to the whole group, as Ctrl-C does. */
  signal(name: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

/** @param script `src/main.ts` or `src/cli.ts`; `env` is all that the process gets besides PATH and, unless it names one, a folder of its database's own */
export function run(script: string, args: string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, ['--import', join(root, 'test/support/load-typescript.mjs'), join(root, script), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...homeOf(env), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      child.emit('said');
    });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    errors: () => errors,
    says: (pattern) => said(child, () => output, pattern),
    signal: (name) => process.kill(-(child.pid ?? 0), name),
    ended,
  };
}

/** Seals of one record are not those of another. */
function homeOf({ DATABASE_URL }: Record<string, string>): Record<string, string> {
  if (!DATABASE_URL) return {};
  return { RECOUP_HOME: join(process.env.RECOUP_TEST_HOME ?? '', new URL(DATABASE_URL).pathname) };
}

async function said(child: ChildProcess, output: () => string, pattern: RegExp): Promise<void> {
  while (!pattern.test(output())) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Ended without saying ${pattern}:\n${output()}`);
    const heard = new AbortController();
    await Promise.race(['said', 'close'].map((event) => once(child, event, heard)));
    heard.abort();
  }
}
