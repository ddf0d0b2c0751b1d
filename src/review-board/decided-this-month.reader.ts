import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { CaseContext } from '../../workflows/collection-case/context.js';
import { type NamedFact, recordedSince, votableAgainFrom } from '../../workflows/review-board/second-vote.js';
import type { Tx } from '../platform/database/database.js';

/** A docketed case that a meeting leaves out unless something new is named. */
export interface DecidedThisMonth {
  case: string;
  customerName: string;
  document: string;
  decidedOn: BusinessDate;
  outcome: string;
  votableFrom: BusinessDate;
  /** What on its record could show something new. */
  evidence: { id: string; kind: string }[];
  facts: string[];
  /** What the chair has named for this meeting. */
  named: NamedFact | null;
}

type Row = Pick<DecidedThisMonth, 'case' | 'customerName' | 'document' | 'named'> & {
  today: BusinessDate;
  decided: Required<CaseContext>['decided'];
  evidence: CaseContext['evidence'];
  facts: CaseContext['facts'];
};

/** Of the docketed cases of a company, for its chair. */
export async function decidedThisMonth(database: Pick<Tx, 'query'>, companyId: string, meeting: string): Promise<DecidedThisMonth[]> {
  const rows = await database.query<Row>(
    `select c.id as case, k.name as "customerName", r.document, business_date(c.company_id) as today, c.snapshot #> '{context,decided}' as decided,
       c.snapshot #> '{context,evidence}' as evidence, c.snapshot #> '{context,facts}' as facts, n.fact as named
     from cases c
     join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     join customers k on k.company_id = c.company_id and k.customer = c.customer
     left join meeting_new_facts n on n.company_id = c.company_id and n.meeting_id = $2 and n.case_id = c.id
     where c.company_id = $1 and c.collection = 'boardReview.docketed' and c.snapshot #> '{context,decided}' is not null
       and c.snapshot #> '{context,newFact}' is null
     order by c.balance desc, c.id`,
    [companyId, meeting],
  );
  return rows.flatMap(({ today, decided, evidence, facts, ...row }) => {
    if (today >= votableAgainFrom(decided)) return [];
    const since = recordedSince(decided, { evidence, facts });
    return [
      {
        ...row,
        decidedOn: decided.on,
        outcome: decided.outcome,
        votableFrom: votableAgainFrom(decided),
        evidence: since.evidence.map(({ id, kind }) => ({ id, kind })),
        facts: since.facts,
      },
    ];
  });
}
