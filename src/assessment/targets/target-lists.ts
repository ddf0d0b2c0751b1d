import { Injectable } from '@nestjs/common';
import type { MetricTarget } from '../../../workflows/scorecard/scheme.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { cardsSeen } from '../card-scope.js';
import { schemeReaders } from '../schemes/schemes.js';
import type { TargetAnswer, TargetHistory, TargetProposalAnswer, TargetProposalsQuery, TargetsQuery } from './targets.shapes.js';

/** What was proposed and what holds; everybody sees their own. */
@Injectable()
export class TargetLists {
  constructor(private readonly database: Database) {}

  /** Newest first. @throws Problem 403, 404 `company.unknown` */
  async proposals({ company, period, limit, after }: TargetProposalsQuery, reader: CurrentPerson): Promise<Page<TargetProposalAnswer>> {
    requireRole(reader, company, ...schemeReaders);
    const rows = await this.database.query<TargetProposalAnswer>(
      `${selectProposals} where p.company_id = $1 and ($2::text is null or p.period = $2) and ($3::bigint is null or p.id < $3)
       order by p.id desc limit $4`,
      [company, period ?? null, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** @throws Problem 403, 404 `targets.unknown` */
  async proposal(id: string, reader: CurrentPerson): Promise<TargetProposalAnswer> {
    const [row] = await this.database.query<TargetProposalAnswer>(`${selectProposals} where p.id = $1`, [id]);
    if (!row) throw new Problem(404, 'targets.unknown', { proposal: id });
    requireRole(reader, row.company, ...schemeReaders);
    return row;
  }

  /** Newest first, those that were replaced too. @throws Problem 404 `company.unknown` */
  async page({ company, period, person, limit, after }: TargetsQuery, reader: CurrentPerson): Promise<Page<TargetAnswer>> {
    const values: unknown[] = [company, period ?? null, person ?? null, after ?? null, limit + 1];
    const scope = cardsSeen(reader, company, 't.person', values);
    const rows = await this.database.query<TargetRow>(
      `${selectTargets} where t.company_id = $1 and ($2::text is null or p.period = $2) and ($3::text is null or t.person = $3)
         and ($4::bigint is null or t.id < $4) and ${scope}
       order by t.id desc limit $5`,
      values,
    );
    return pageOf(rows.map(answer), limit, ({ id }) => id);
  }
}

interface TargetRow extends Omit<TargetAnswer, 'metrics' | 'history'> {
  metrics: Record<string, MetricTarget>;
  history: TargetHistory[] | null;
}

function answer({ metrics, history, ...row }: TargetRow): TargetAnswer {
  return {
    ...row,
    metrics: Object.entries(metrics).map(([key, { baseline, target, challenge }]) => ({ key, baseline, target, challenge })),
    history: history ?? [],
  };
}

const selectTargets = `
  select t.id, t.proposal_id as proposal, p.period, t.person, t.team_id as team, t.collection::text, t.metrics, t.history,
    coalesce(d.outcome, 'proposed') as status, p.source, p.reason, p.proposed_by as "proposedBy", p.proposed_on as "proposedOn",
    d.decided_by as "decidedBy", d.decided_on as "decidedOn",
    coalesce(d.outcome = 'approved', false) and not exists (
      select from targets o
      join target_proposals q on q.company_id = o.company_id and q.id = o.proposal_id and q.period = p.period
      join target_decisions e on e.company_id = q.company_id and e.proposal_id = q.id and e.outcome = 'approved' and e.place > d.place
      where o.company_id = t.company_id and o.person is not distinct from t.person and o.team_id is not distinct from t.team_id) as "inForce"
  from targets t
  join target_proposals p on p.company_id = t.company_id and p.id = t.proposal_id
  left join target_decisions d on d.company_id = p.company_id and d.proposal_id = p.id`;

const selectProposals = `
  select p.id, p.company_id as company, p.period, p.source, p.basis, p.reason, coalesce(d.outcome, 'proposed') as status,
    p.proposed_by as "proposedBy", p.proposed_on as "proposedOn", d.decided_by as "decidedBy", d.decided_on as "decidedOn", d.reason as "decisionReason",
    (select count(*)::integer from targets t where t.company_id = p.company_id and t.proposal_id = p.id) as targets,
    (select count(*)::integer from targets t where t.company_id = p.company_id and t.proposal_id = p.id and exists (
       select from targets o
       join target_proposals q on q.company_id = o.company_id and q.id = o.proposal_id and q.period = p.period and q.id <> p.id
       join target_decisions e on e.company_id = q.company_id and e.proposal_id = q.id and e.outcome = 'approved'
       where o.company_id = t.company_id and o.person is not distinct from t.person and o.team_id is not distinct from t.team_id
         and (d.place is null or e.place < d.place))) as replaces
  from target_proposals p left join target_decisions d on d.company_id = p.company_id and d.proposal_id = p.id`;
