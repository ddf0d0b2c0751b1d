import type { Tx } from '../../platform/database/database.js';
import type { ScorecardAppeal } from '../cards/scorecards.shapes.js';

export const appealColumns = `
  a.id, a.line, a.deduction_id as deduction, a.reason, a.raised_on as "raisedOn", coalesce(d.outcome, 'open') as status, d.points::text,
  d.counts_in as "countsIn", d.decided_by as "decidedBy", d.decided_on as "decidedOn", d.reason as decision`;

export const appealTables = `
  scorecard_appeals a left join scorecard_appeal_decisions d on d.company_id = a.company_id and d.appeal_id = a.id`;

/** Of one card. */
export function appealsOf(tx: Pick<Tx, 'query'>, company: string, period: string, person: string): Promise<ScorecardAppeal[]> {
  return tx.query<ScorecardAppeal>(
    `select ${appealColumns} from ${appealTables} where a.company_id = $1 and a.period = $2 and a.person = $3 order by a.id`,
    [company, period, person],
    'assessment.appeals',
  );
}
