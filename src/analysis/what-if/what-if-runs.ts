import { Injectable } from '@nestjs/common';
import type { Role } from '../../../workflows/collection-case/actor.js';
import type { Json } from '../../../workflows/collection-case/entries.js';
import { defaultPolicy, type Policy } from '../../../workflows/policy.js';
import type { Changes } from '../../../workflows/policy-versions/changes.js';
import { nameOf, type PolicyKey } from '../../../workflows/policy-versions/fields.js';
import { written } from '../../../workflows/policy-versions/written.js';
import { apiJson } from '../../cases/api-json.js';
import { checkedChanges } from '../../cases/policy-numbers.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, companiesGranted, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { WhatIfForm, WhatIfQuery, WhatIfRun } from './what-if.shapes.js';
import { whatIfQueue } from './what-if-work.js';

/** Who weighs a policy. An administrator learns the sums, and no case. */
export const whatIfRoles: [Role, ...Role[]] = ['admin', 'hr', 'finance_director', 'general_manager', 'auditor'];

const uniqueViolation = '23505';

type RunRow = Omit<WhatIfRun, 'changes' | 'summary'> & { changes: Changes; summary: Json };

const iso = (instant: string) => `to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const runs = `
  select id, company_id as company, from_on as "from", until_on as until, proposal_id as policy, changes, status, cases, done, summary, failure,
    requested_by as "requestedBy", ${iso('requested_at')} as "requestedAt", ${iso('started_at')} as "startedAt", ${iso('finished_at')} as "finishedAt"
  from what_if_runs`;

/** What-if runs: asked for, looked at, cancelled. */
@Injectable()
export class WhatIfRuns {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly known: Known,
  ) {}

  /**
   * @returns its id
   * @throws Problem 400 for numbers that cannot be; 404 `company.unknown`, `policy.unknown`; 403 `role.required`; 409 `what_if.span`,
   *   `what_if.not_over`, `what_if.under_way`
   */
  async start(person: CurrentPerson, { company, from, until, policy, changes }: WhatIfForm): Promise<string> {
    if ((policy === undefined) === (changes === undefined))
      throw new Problem(400, 'request.invalid', {}, [{ field: 'changes', code: 'policy_or_changes' }]);
    const tried = changes && checkedChanges(changes);
    requireRole(person, company, ...whatIfRoles);
    await this.known.company(company);
    if (until < from) throw new Problem(409, 'what_if.span', { from, until });
    return this.database
      .transaction(async (tx) => {
        await checkOver(tx, company, until);
        const [run] = await tx.query<{ id: string }>(
          `insert into what_if_runs (company_id, from_on, until_on, proposal_id, changes, requested_by) values ($1, $2, $3, $4, $5, $6) returning id`,
          [company, from, until, policy ?? null, JSON.stringify(tried ?? (await changesOf(tx, company, policy ?? ''))), person.login],
        );
        if (!run) throw new Error('a what-if was not written');
        await this.jobs.send(tx, whatIfQueue, { run: run.id }, { key: run.id });
        return run.id;
      })
      .catch((error: { code?: string; constraint?: string }) => {
        if (error.code === uniqueViolation && error.constraint === 'what_if_runs_one_at_a_time')
          throw new Problem(409, 'what_if.under_way', { company });
        throw error;
      });
  }

  /** The last day that has something on record to compare with; undefined before the first night. */
  async lastDay(company: string): Promise<string | undefined> {
    const [night] = await this.database.query<{ last: string | null }>(
      'select max(business_date) as last from nights where company_id = $1 and finished_at is not null',
      [company],
      'what_if.last_day',
    );
    return night?.last ?? undefined;
  }

  /** Newest first. @throws Problem 404 `company.unknown`, 403 `role.required` */
  async page({ company, limit, after }: WhatIfQuery, person: CurrentPerson): Promise<Page<WhatIfRun>> {
    if (company !== undefined) requireRole(person, company, ...whatIfRoles);
    const grants = [...person.grants, ...person.standsInFor.flatMap((one) => one.grants)].filter(({ role }) => whatIfRoles.includes(role));
    const companies = company === undefined ? companiesGranted(grants) : [company];
    const rows = await this.database.query<RunRow>(
      `${runs} where ($1::text[] is null or company_id = any ($1)) and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [companies === 'all' ? null : companies, after ?? null, limit + 1],
      'what_if.page',
    );
    return pageOf(rows.map(answer), limit, ({ id }) => id);
  }

  /** @throws Problem 404 `what_if.unknown`, 403 `role.required` */
  async read(id: string, person: CurrentPerson): Promise<WhatIfRun> {
    const [row] = await this.database.query<RunRow>(`${runs} where id = $1`, [id], 'what_if.one');
    if (!row || rolesIn(person, row.company).length === 0) throw new Problem(404, 'what_if.unknown', { run: id });
    requireRole(person, row.company, ...whatIfRoles);
    return answer(row);
  }

  /** What has been found so far stays. @throws Problem as `read`; 409 `what_if.not_yours`, `what_if.ended` */
  async cancel(id: string, person: CurrentPerson): Promise<void> {
    const { requestedBy } = await this.read(id, person);
    if (requestedBy !== person.login) throw new Problem(409, 'what_if.not_yours', { run: id, by: requestedBy });
    const cancelled = await this.database.query(
      `update what_if_runs set status = 'cancelled', finished_at = now() where id = $1 and status in ('waiting', 'running') returning id`,
      [id],
    );
    if (cancelled.length === 0) throw new Problem(409, 'what_if.ended', { run: id });
  }
}

/** A night that has not run has nothing on record to compare with. */
async function checkOver(tx: Tx, company: string, until: string): Promise<void> {
  const [night] = await tx.query<{ last: string | null }>(
    'select max(business_date) as last from nights where company_id = $1 and finished_at is not null',
    [company],
  );
  const last = night?.last ?? null;
  if (last === null || until > last) throw new Problem(409, 'what_if.not_over', { until, last: last ?? '–' });
}

async function changesOf(tx: Tx, company: string, policy: string): Promise<Changes> {
  const [proposal] = await tx.query<{ changes: Changes }>('select changes from policy_proposals where company_id = $1 and id = $2', [
    company,
    policy,
  ]);
  if (!proposal) throw new Problem(404, 'policy.unknown', { policy });
  return proposal.changes;
}

function answer({ changes, summary, ...row }: RunRow): WhatIfRun {
  const tried = { ...defaultPolicy, ...changes } as Policy;
  const named = Object.fromEntries((Object.keys(changes) as PolicyKey[]).map((key) => [nameOf(key), written(key, tried)]));
  return { ...row, changes: named, summary: (apiJson(summary) as object | null) ?? null };
}
