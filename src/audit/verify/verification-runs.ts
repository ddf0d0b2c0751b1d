import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Page, pageOf } from '../../people/paging.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { plainReason } from '../../platform/jobs/plain-reason.js';
import { Verification, type Verified } from './verification.js';
import type { VerificationRun } from './verification-runs.shapes.js';

const queue = 'verification';
const uniqueViolation = '23505';
/** How often the page can see it grow. */
const casesAtOnce = 200;

const iso = (instant: string) => `to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const runs = `
  select id::text, status, cases::int as cases, done::int as done, result, failure, requested_by as "requestedBy",
    ${iso('requested_at')} as "requestedAt", ${iso('started_at')} as "startedAt", ${iso('finished_at')} as "finishedAt"
  from verification_runs`;

type Row = Omit<VerificationRun, 'result'> & { result: Verified | null };

/** Verifications in the background: asked for, looked at while they go on, and kept with what they found. */
@Injectable()
export class VerificationRuns implements OnModuleInit {
  private readonly log = new Logger(VerificationRuns.name);

  constructor(
    private readonly database: Database,
    private readonly verification: Verification,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.queue<{ run: string }>(queue, { policy: 'exclusive', retryLimit: 5, retryDelay: 1 }, ({ run }, signal) =>
      this.run(run, signal),
    );
  }

  /** @returns its id. @throws Problem 409 `verification.under_way` */
  async start(by: string): Promise<string> {
    return this.database
      .transaction(async (tx) => {
        const [run] = await tx.query<{ id: string }>(
          `insert into verification_runs (requested_by, cases) values ($1, (select count(*) from cases)) returning id`,
          [by],
        );
        if (!run) throw new Error('a verification was not written');
        await this.jobs.send(tx, queue, { run: run.id }, { key: run.id });
        return run.id;
      })
      .catch((error: { code?: string; constraint?: string }) => {
        if (error.code === uniqueViolation && error.constraint === 'verification_runs_one_at_a_time')
          throw new Problem(409, 'verification.under_way');
        throw error;
      });
  }

  /** Newest first. */
  async page({ limit, after }: { limit: number; after?: string }): Promise<Page<VerificationRun>> {
    const rows = await this.database.query<Row>(
      `${runs} where $1::bigint is null or id < $1 order by id desc limit $2`,
      [after ?? null, limit + 1],
      'verifications.page',
    );
    return pageOf(rows.map(answer), limit, ({ id }) => id);
  }

  /** @throws Problem 404 `verification.unknown` */
  async read(id: string): Promise<VerificationRun> {
    const [row] = await this.database.query<Row>(`${runs} where id = $1`, [id], 'verifications.one');
    if (!row) throw new Problem(404, 'verification.unknown', { run: id });
    return answer(row);
  }

  /** Who takes it over begins again: what was found would be of another moment. */
  async run(id: string, signal?: AbortSignal): Promise<void> {
    const begun = await this.database.query(
      `update verification_runs set status = 'running', started_at = now(), done = 0 where id = $1 and status in ('waiting', 'running') returning id`,
      [id],
    );
    if (begun.length === 0) return;
    try {
      const result = await this.verification.verify([], (cases) => {
        signal?.throwIfAborted();
        if (cases % casesAtOnce === 0) this.say(id, cases);
      });
      await this.database.query(
        `update verification_runs set status = 'done', done = $2, cases = greatest(cases, $2), result = $3, finished_at = now()
         where id = $1 and status = 'running'`,
        [id, result.cases, JSON.stringify(result)],
      );
    } catch (error) {
      if (signal?.aborted) throw error;
      this.log.error(error, `verification ${id} failed`);
      await this.database.query(
        `update verification_runs set status = 'failed', failure = $2, finished_at = now() where id = $1 and status = 'running'`,
        [id, plainReason(error)],
      );
    }
  }

  private say(id: string, done: number): void {
    this.database
      .query(
        `update verification_runs set done = greatest(done, $2) where id = $1 and status = 'running'`,
        [id, done],
        'verifications.done',
      )
      .catch((error: unknown) => this.log.warn(`the progress of verification ${id} was not written: ${plainReason(error)}`));
  }
}

function answer({ result, ...run }: Row): VerificationRun {
  return {
    ...run,
    result: result && {
      ...result,
      problems: result.problems.map(({ companyId, caseId, check, what }) => ({ check, company: companyId, case: caseId ?? null, what })),
    },
  };
}
