import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { RequestCounts } from './request-counts.js';

const everyMs = 1_000;

/**
 * Tells the other replicas what this process has counted, and learns what they have: through the database, about once a second while
 * there are requests, so that no request waits for it. A limit may be overrun by what comes in within that second.
 */
@Injectable()
export class CountExchange implements OnModuleDestroy {
  readonly counts = new RequestCounts();
  private readonly log = new Logger('CountExchange');
  private timer: NodeJS.Timeout | undefined;
  private swept = 0;
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** To be called after a request was counted. */
  soon(): void {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => void this.run(), everyMs).unref();
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    try {
      await this.exchange();
    } catch (error) {
      // Until it is back, each process counts alone.
      if (!this.stopped) this.log.warn({ err: error }, 'request counts could not be exchanged');
    }
    this.timer = undefined;
    if (this.counts.untold().subjects.length > 0) this.soon();
  }

  private async exchange(): Promise<void> {
    const told = this.counts.untold();
    if (told.subjects.length === 0) return;
    const totals = await this.database.query<{ subject: string; requests: number }>(
      tell,
      [told.minute, told.subjects, told.requests],
      'limits.tell',
    );
    this.counts.learn(told, totals);
    if (this.swept === told.minute) return;
    this.swept = told.minute;
    await this.database.query(sweep, [told.minute], 'limits.sweep');
  }
}

/** In the order of subjects, so that two processes never wait for each other. */
const tell = `
  insert into request_counts as c (minute, subject, requests)
  select $1, subject, requests from unnest($2::text[], $3::integer[]) told (subject, requests) order by subject
  on conflict (minute, subject) do update set requests = c.requests + excluded.requests
  returning subject, requests`;

/** The minute before is left to processes whose clock is a little slow. */
const sweep = `
  delete from request_counts where (minute, subject) in (
    select minute, subject from request_counts where minute < $1::bigint - 1 for update skip locked)`;
