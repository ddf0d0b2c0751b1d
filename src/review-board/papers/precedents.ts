import { cents } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import { sizeBand } from '../../../workflows/review-board/size-band.js';
import type { Tx } from '../../platform/database/database.js';

/** A case like the one at hand: what the board resolved, and how it ended or stands. */
export interface Precedent {
  case: string;
  document: string;
  meeting: string;
  decidedOn: string;
  outcome: string;
  grade: string | null;
  planned: boolean;
  currency: string;
  balance: string;
  /** The collection region's state now. */
  state: string;
  /** What came in since the decision. */
  recovered: string;
  writtenOff: string;
  settledOn: string | null;
  /** From the decision to the settlement. */
  days: number | null;
}

export interface LikeWhat {
  caseId: string;
  grade: string | null;
  balance: string;
  currency: string;
  planned: boolean;
}

const shown = 5;

/** The last decided cases of like grade, size and plan, for each of several cases in one question. */
export async function precedentsOf(
  database: Pick<Tx, 'query'>,
  companyId: string,
  cases: readonly LikeWhat[],
  policy: Policy,
): Promise<Map<string, Precedent[]>> {
  const like = cases.map(({ caseId, grade, currency, planned, balance }) => ({
    caseId,
    grade,
    currency,
    planned,
    band: sizeBand(cents(balance), policy),
  }));
  const rows = await database.query<Precedent & { of: string }>(
    `select w."caseId" as of, d.case_id as case, r.document, d.meeting_id as meeting, d.decided_on as "decidedOn", d.outcome, d.grade, d.planned,
       d.currency, d.balance, c.collection as state, greatest(r.received + r.recovered - d.received, 0) as recovered, r.written_off as "writtenOff",
       c.snapshot #>> '{context,settledOn}' as "settledOn", (c.snapshot #>> '{context,settledOn}')::date - d.decided_on as days
     from jsonb_to_recordset($2::jsonb) as w ("caseId" bigint, grade text, currency text, planned boolean, band integer)
     cross join lateral (
       select * from board_decisions d
       where d.company_id = $1 and d.currency = w.currency and d.band = w.band and d.planned = w.planned and d.grade is not distinct from w.grade
         and d.case_id <> w."caseId"
       order by d.decided_on desc, d.case_id desc limit ${shown}) d
     join cases c on c.company_id = d.company_id and c.id = d.case_id
     join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     order by d.decided_on desc, d.case_id desc`,
    [companyId, JSON.stringify(like)],
    'papers.precedents',
  );
  const found = new Map<string, Precedent[]>();
  for (const { of, ...precedent } of rows) found.set(of, [...(found.get(of) ?? []), precedent]);
  return found;
}
