import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Changes } from '../../../workflows/policy-versions/changes.js';
import { type Compared, otherCourse } from '../../../workflows/what-if/other-course.js';
import { Trial } from '../../../workflows/what-if/trial.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';
import { bePatient } from '../../platform/database/patient.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { plainReason } from '../../platform/jobs/plain-reason.js';
import { type Range, readRecorded } from './read-recorded.js';
import { addTo, emptySummary, type Summary } from './summary.js';

export const whatIfQueue = 'what-if';

interface Run {
  id: string;
  companyId: string;
  from: BusinessDate;
  until: BusinessDate;
  changes: Changes;
  lastCase: string;
  summary: Summary | null;
}

interface Found extends Compared {
  caseId: string;
}

/** Results are written after so many cases: who takes a run over does these again at most. */
const casesAtOnce = 500;
/** Between so many histories others of this process have their turn. */
const historiesInARow = 5;

/** Runs what-ifs, one at a time in each process. A run that is taken over goes on where its results end. */
@Injectable()
export class WhatIfWork implements OnModuleInit {
  private readonly log = new Logger(WhatIfWork.name);

  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.queue<{ run: string }>(whatIfQueue, { policy: 'exclusive', retryLimit: 5, retryDelay: 1 }, ({ run }, signal) =>
      this.run(run, signal),
    );
  }

  /** Does nothing for a run that was cancelled or has ended. */
  async run(id: string, signal?: AbortSignal): Promise<void> {
    const run = await this.begin(id);
    if (!run) return;
    try {
      await this.tryAll(run, signal);
    } catch (error) {
      // Who takes it over goes on; any other failure would come again.
      if (signal?.aborted) throw error;
      this.log.error(error, `what-if ${id} failed`);
      await this.database.query(
        `update what_if_runs set status = 'failed', failure = $2, finished_at = now() where id = $1 and status = 'running'`,
        [id, plainReason(error)],
      );
    }
  }

  private async begin(id: string): Promise<Run | undefined> {
    const [run] = await this.database.query<Run>(
      `update what_if_runs w set status = 'running', started_at = coalesce(started_at, now()),
         cases = (select count(*) from cases c where c.company_id = w.company_id and c.opened_on <= w.until_on)
       where id = $1 and status in ('waiting', 'running')
       returning id, company_id as "companyId", from_on as "from", until_on as until, changes, last_case as "lastCase", summary`,
      [id],
    );
    return run;
  }

  private async tryAll(run: Run, signal?: AbortSignal): Promise<void> {
    const trial = await this.trialOf(run);
    const summary = run.summary ?? emptySummary();
    let after = run.lastCase;
    for (let range = await this.nextRange(run, after); range; range = await this.nextRange(run, after)) {
      signal?.throwIfAborted();
      const { found, cases } = await this.tryRange(run, trial, range, summary);
      if (!(await this.keep(run, range, cases, summary, found))) return;
      after = range.last;
    }
    await this.database.query(
      `update what_if_runs set status = 'done', finished_at = now(), summary = $2 where id = $1 and status = 'running'`,
      [run.id, JSON.stringify(summary)],
    );
  }

  private async nextRange({ companyId, until }: Run, after: string): Promise<Range | undefined> {
    const [row] = await this.database.query<{ last: string | null }>(
      `select max(id) as last from (select id from cases where company_id = $1 and id > $2 and opened_on <= $3 order by id limit $4) next_cases`,
      [companyId, after, until, casesAtOnce],
      'what_if.range',
    );
    return row?.last ? { after, last: row.last } : undefined;
  }

  /** Reads one moment of the database, and cannot change anything. */
  private tryRange({ companyId }: Run, trial: Trial, range: Range, summary: Summary): Promise<{ found: Found[]; cases: number }> {
    return this.database.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read read only');
      await bePatient(tx);
      const found: Found[] = [];
      let cases = 0;
      for await (const recorded of readRecorded(tx, companyId, range, trial.until, this.rules)) {
        const compared = otherCourse(recorded, trial);
        addTo(summary, recorded.opening.currency, compared);
        const { parting } = compared;
        if (parting && parting.kind !== 'notices') found.push({ caseId: recorded.opening.caseId, ...compared });
        cases += 1;
        if (cases % historiesInARow === 0) await breathe();
      }
      return { found, cases };
    });
  }

  /** @returns false for a run that was cancelled meanwhile */
  private async keep(
    { id, companyId }: Run,
    { after, last }: Range,
    cases: number,
    summary: Summary,
    found: readonly Found[],
  ): Promise<boolean> {
    const kept = await this.database.query(
      `with kept as (
         update what_if_runs set done = done + $3, last_case = $4, summary = $5
         where company_id = $1 and id = $2 and status = 'running' and last_case = $6 returning id),
       results as (
         insert into what_if_cases (company_id, run_id, case_id, parting, actual, other)
         select $1, k.id, f."caseId", f.parting, f.actual, f.other
         from kept k, jsonb_to_recordset($7::jsonb) as f ("caseId" bigint, parting jsonb, actual jsonb, other jsonb))
       select id from kept`,
      [companyId, id, cases, last, JSON.stringify(summary), after, JSON.stringify(found)],
      'what_if.keep',
    );
    return kept.length > 0;
  }

  private async trialOf({ companyId, from, until, changes }: Run): Promise<Trial> {
    const versions = await this.database.query<{ version: number; effectiveFrom: BusinessDate }>(
      `select version, effective_from as "effectiveFrom" from policies
       where company_id = $1 and effective_from <= $2 order by effective_from, version`,
      [companyId, until],
    );
    const inForce = versions.findLast(({ effectiveFrom }) => effectiveFrom <= from) ?? { version: 0, effectiveFrom: '0001-01-01' };
    const inSpan = [inForce, ...versions.filter(({ effectiveFrom }) => effectiveFrom > from)];
    const policies = await Promise.all(
      inSpan.map(async ({ version, effectiveFrom }) => ({ effectiveFrom, policy: await this.rules.policy(companyId, version) })),
    );
    return new Trial(from, until, changes, policies);
  }
}
