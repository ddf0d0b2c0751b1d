import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { jobsSchema } from './install-jobs.js';

export interface SeenJob {
  id: string;
  queue: string;
  /** The library's: `created`, `retry`, `active`, `completed`, `cancelled`, `failed`. */
  state: string;
  tries: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Why the last try failed, in one line. */
  failure: string | null;
}

const shownAtMost = 50;
const iso = (instant: string) => `to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** Work in the background: what is under way or waits first, then the latest that ended. Ended jobs are kept for some days. */
@Injectable()
export class JobList {
  constructor(private readonly database: Database) {}

  latest(): Promise<SeenJob[]> {
    return this.database.query<SeenJob>(
      `select id::text, name as queue, state::text as state, retry_count as tries, ${iso('created_on')} as "createdAt",
         ${iso('started_on')} as "startedAt", ${iso('completed_on')} as "finishedAt",
         case when state in ('failed', 'retry') then output ->> 'message' end as failure
       from ${jobsSchema}.job where name not like '\\_\\_%'
       order by (state in ('created', 'retry', 'active')) desc, created_on desc, id limit ${shownAtMost}`,
      [],
      'jobs.latest',
    );
  }
}
