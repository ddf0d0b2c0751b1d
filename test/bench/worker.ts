import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TaskName, Tasks } from './worker-main.js';

export interface Measured {
  seconds: number;
  /** User and system time of the process while it worked. */
  cpuSeconds: number;
  /** Resident memory at its highest, preparation included. */
  peakMegabytes: number;
}

const loader = join(import.meta.dirname, '../support/load-typescript.mjs');

type Args<N extends TaskName> = Parameters<Tasks[N]>[0];
type Info<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>['info'];

/** A process of its own for our side, as it would run: its memory and processor time are nobody else's. */
export class Worker<N extends TaskName> {
  private constructor(
    private readonly child: ChildProcess,
    /** What the task told when it was ready. */
    readonly info: Info<N>,
  ) {}

  /** @returns when the task is ready to go */
  static async start<N extends TaskName>(task: N, args: Args<N>): Promise<Worker<N>> {
    const child = fork(join(import.meta.dirname, 'worker-main.ts'), [task, JSON.stringify(args)], { execArgv: ['--import', loader] });
    return new Worker(child, (await said(child)) as Info<N>);
  }

  /** Lets it do its work once and end. */
  async go(): Promise<Measured> {
    this.child.send('go');
    const measured = (await said(this.child)) as Measured;
    await once(this.child, 'close');
    return measured;
  }
}

/** Prepares, works, ends. */
export async function inWorker<N extends TaskName>(task: N, args: Args<N>): Promise<Measured> {
  return (await Worker.start(task, args)).go();
}

async function said(child: ChildProcess): Promise<unknown> {
  const lost = once(child, 'close').then(([code]) => {
    throw new Error(`a worker ended with ${code}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), lost])) as [unknown];
  lost.catch(() => undefined);
  return message;
}
