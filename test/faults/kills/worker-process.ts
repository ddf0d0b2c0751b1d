import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Job } from './life.js';

/** Where the process is killed. */
export interface Kill {
  readonly job: number;
  /** Counted from 0 within the job. */
  readonly statement: number;
  /** The statement still goes out. */
  readonly sent: boolean;
}

export interface Order {
  readonly jobs: readonly Job[];
  /** The first job that is not known to be done. */
  readonly from: number;
  readonly kill?: Kill;
}

export type Report = { readonly is: 'ready' } | { readonly is: 'done'; readonly job: number; readonly statements: number };

const loader = join(import.meta.dirname, '../../support/load-typescript.mjs');

/** A process of its own that does the jobs of a life. */
export class WorkerProcess {
  private readonly ready: Promise<unknown>;
  private readonly closed: Promise<unknown[]>;
  private readonly child: ChildProcess;

  constructor(...args: [url: string, home: string]) {
    this.child = fork(join(import.meta.dirname, 'worker.ts'), args, {
      execArgv: ['--import', loader],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.closed = once(this.child, 'close');
    const lost = this.closed.then(([code]) => {
      throw new Error(`a worker ended with ${code} before it was ready`);
    });
    this.ready = Promise.race([once(this.child, 'message'), lost]);
    // One that is never needed may end as it likes.
    this.ready.catch(() => undefined);
  }

  /** @returns how it ended, and the statements of each job that it told to be done */
  async work(order: Order): Promise<{ end: number | NodeJS.Signals; done: Map<number, number> }> {
    await this.ready;
    const done = new Map<number, number>();
    this.child.on('message', (report: Report) => {
      if (report.is === 'done') done.set(report.job, report.statements);
    });
    this.child.send(order);
    const [code, signal] = (await this.closed) as [number | null, NodeJS.Signals | null];
    return { end: signal ?? code ?? 0, done };
  }

  /** For one that may never have had an order. */
  async dismiss(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }
}
