import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { Startup } from '../startup.js';
import { Jobs } from './jobs.js';

/** Rows that have served. */
interface Passing {
  table: string;
  /** The column of their age, by which an index finds the oldest. */
  since: string;
}

const queue = 'forgetting';
/** Before four in the morning in China. A time that was slept through is made up for. */
const daily = '50 19 * * *';
const tries = { retryLimit: 3, retryDelay: 60 };

/** In one statement: few enough that nobody waits for their locks. */
const atOnce = 5_000;

/**
 * Deletes what only passes through the database and that nobody asks for after `RECOUP_FORGET_DAYS`, or it would grow for ever. By the
 * real clock, as such rows are: the business date may stand still. What is on record is never forgotten.
 */
@Injectable()
export class Forgetting implements OnModuleInit {
  private readonly log = new Logger('Forgetting');
  private readonly passing: Passing[] = [];

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly startup: Startup,
  ) {}

  onModuleInit(): void {
    this.jobs.queue(queue, { policy: 'exclusive', ...tries }, (_, signal) => this.forget(signal));
    // What trains people is thrown away as a whole.
    if (this.config.mode !== 'production') return;
    this.startup.onStarted(() => this.jobs.schedule(queue, daily, {}, { key: 'every-day', timeZone: 'UTC' }));
  }

  /** To be called in a room's `onModuleInit`, for a table of its own. */
  add(passing: Passing): void {
    this.passing.push(passing);
  }

  /** Broken off, it has done a part, and the next one does the rest. */
  async forget(signal?: AbortSignal): Promise<void> {
    for (const { table, since } of this.passing) {
      let rows = 0;
      for (let taken = atOnce; taken === atOnce; rows += taken) {
        signal?.throwIfAborted();
        taken = await this.take(table, since);
      }
      if (rows > 0) this.log.log({ table, rows }, 'forgotten');
    }
  }

  /** @returns how many; what somebody is writing to is left for another day */
  private async take(table: string, since: string): Promise<number> {
    const [{ taken } = { taken: 0 }] = await this.database.query<{ taken: number }>(
      `with gone as (
         delete from ${table} where ctid = any (array(
           select ctid from ${table} where ${since} < now() - make_interval(days => $1) order by ${since} limit $2 for update skip locked))
         returning 1)
       select count(*)::integer as taken from gone`,
      [this.config.forgetDays, atOnce],
      `forgetting.${table}`,
    );
    return taken;
  }
}
