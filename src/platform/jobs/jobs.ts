import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { type Db, PgBoss, type QueueOptions as Tries } from 'pg-boss';
import type { Tx } from '../database/database.js';
import type { Startup } from '../startup.js';
import { jobsSchema } from './install-jobs.js';
import { plainReason } from './plain-reason.js';

/** How a queue treats its jobs; times in seconds. */
export type QueueOptions = Pick<Tries, 'retryLimit' | 'retryDelay' | 'retryDelayMax'> & {
  /** `exclusive`: of all jobs with the same key at most one waits or runs. */
  policy: 'standard' | 'exclusive';
};

export interface SendOptions {
  key?: string;
  priority?: number;
  /** 0: it is tried once. */
  retryLimit?: number;
}

/** @param signal aborted when the process stops or has lost the job to another: stop at the next safe point, by throwing */
export type JobHandler<Data> = (data: Data, signal: AbortSignal) => Promise<void>;

interface Queue {
  name: string;
  options: QueueOptions;
  handler: JobHandler<never>;
}

const poolSize = 3;
/** Less than the server waits for its clients. */
const stopMilliseconds = 8_000;
const pollSeconds = 1;
/** The longest that the library takes; who is still alive is told by the heartbeat. */
const longestJobSeconds = 24 * 3600;
const shortestHeartbeatSeconds = 10;

/**
 * Work that some replica does, once, and another takes over when that one dies. Workers run in a server only; a command may send.
 * Its connections are its own: who is short of them must not look dead to the others.
 */
export class Jobs implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('Jobs');
  private readonly queues: Queue[] = [];
  private readonly made = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly pool: pg.Pool;
  private readonly boss: PgBoss;
  private readonly heartbeatSeconds: number;

  /** @param leaseSeconds how long a silent replica keeps what it was doing */
  constructor(
    connection: pg.PoolConfig,
    leaseSeconds: number,
    private readonly startup: Startup,
  ) {
    this.heartbeatSeconds = Math.max(shortestHeartbeatSeconds, leaseSeconds);
    this.pool = new pg.Pool({ ...connection, max: poolSize });
    this.pool.on('error', (error) => this.log.warn(`a connection was lost: ${plainReason(error)}`));
    const lookSeconds = Math.max(1, Math.round(leaseSeconds / 4));
    this.boss = new PgBoss({
      db: { executeSql: (text, values) => this.pool.query(text, values) },
      schema: jobsSchema,
      // The owner has done that, and the application may not.
      migrate: false,
      createSchema: false,
      reindex: false,
      monitorVacuum: false,
      superviseIntervalSeconds: lookSeconds,
      monitorIntervalSeconds: lookSeconds,
    });
    this.boss.on('error', (error) => this.log.error(`the job library failed: ${plainReason(error)}`));
    this.boss.on('warning', ({ message }) => this.log.warn(message));
  }

  onModuleInit(): void {
    this.startup.onStarted(() => this.start());
  }

  /** To be called in a room's `onModuleInit`. One job of a queue runs at a time in each process. */
  queue<Data extends object>(name: string, options: QueueOptions, handler: JobHandler<Data>): void {
    this.queues.push({ name, options, handler });
  }

  /**
   * @param tx with which the job comes into being or does not
   * @returns whether it is a new one; false where the queue's policy has no room for it
   */
  async send(tx: Pick<Tx, 'query'>, name: string, data: object, { key, ...options }: SendOptions = {}): Promise<boolean> {
    await this.make(name);
    const id = await this.boss.send(name, data, { ...options, ...(key !== undefined && { singletonKey: key }), db: within(tx) });
    return id !== null;
  }

  /**
   * Sends the job whenever the clock of the time zone says so; the same name and key again replaces what was said before. A time that
   * passed while no server ran is made up for once.
   * @param cron minute, hour, day, month, weekday
   */
  async schedule(name: string, cron: string, data: object, { key, timeZone }: { key: string; timeZone: string }): Promise<void> {
    await this.boss.schedule(name, cron, data, { key, tz: timeZone, singletonKey: key, missed: 'once' });
  }

  /** Gives back what cannot be finished soon, and then its connections. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.boss.stop({ timeout: stopMilliseconds, close: false });
    await this.pool.end();
  }

  private async start(): Promise<void> {
    if (this.queues.length === 0) return;
    await this.boss.start();
    for (const queue of this.queues) await this.work(queue);
  }

  private async work({ name, handler }: Queue): Promise<void> {
    await this.make(name);
    await this.boss.work(name, { pollingIntervalSeconds: pollSeconds }, async ([job]) => {
      if (job) await this.take(name, handler, job.data as never, AbortSignal.any([job.signal, this.stopping.signal]));
    });
  }

  /** Also for who only sends: perhaps no server has run yet. */
  private make(name: string): Promise<void> {
    const made = this.made.get(name) ?? this.makeNow(name);
    this.made.set(name, made);
    made.catch(() => this.made.delete(name));
    return made;
  }

  private async makeNow(name: string): Promise<void> {
    const queue = this.queues.find((one) => one.name === name);
    if (!queue) throw new Error(`no room has a queue ${name}`);
    const { policy, ...tries } = queue.options;
    const options = { ...tries, retryBackoff: true, expireInSeconds: longestJobSeconds, heartbeatSeconds: this.heartbeatSeconds };
    await this.boss.createQueue(name, { ...options, policy });
    // One that is there already keeps what an earlier version wanted.
    await this.boss.updateQueue(name, options);
  }

  private async take(name: string, handler: JobHandler<never>, data: never, signal: AbortSignal): Promise<void> {
    try {
      await handler(data, signal);
    } catch (error) {
      if (!signal.aborted) this.log.error(error, `${name} failed`);
      // The library keeps what is thrown.
      throw new Error(plainReason(error));
    }
  }
}

function within(tx: Pick<Tx, 'query'>): Db {
  return { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) };
}
