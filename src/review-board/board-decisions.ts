import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { cents } from '../../workflows/money.js';
import { sizeBand } from '../../workflows/review-board/size-band.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import type { Tx } from '../platform/database/database.js';

/** How a case stands before its vote closes: closing takes the plan into the grace. */
export interface Standing {
  caseId: string;
  planned: boolean;
  grade: string | null;
  currency: string;
  balance: string;
  received: string;
}

/** Keeps what the board resolves together with what makes cases alike; later papers show it as precedents. */
@Injectable()
export class BoardDecisions {
  constructor(private readonly rules: RulesInForce) {}

  standing(tx: Tx, companyId: string, cases: readonly string[]): Promise<Standing[]> {
    return tx.query<Standing>(
      `select c.id as "caseId", c.snapshot #>> '{context,plan,acceptedOn}' is not null as planned, k.grade, r.currency, c.balance, r.received
       from cases c
       join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       join customers k on k.company_id = c.company_id and k.customer = c.customer
       where c.company_id = $1 and c.id = any ($2::bigint[])`,
      [companyId, cases],
      'decisions.standing',
    );
  }

  async keep(tx: Tx, companyId: string, meeting: string, on: BusinessDate, before: readonly Standing[]): Promise<void> {
    const { policy } = await this.rules.on(companyId, on, tx);
    const rows = before.map((one) => ({ ...one, band: sizeBand(cents(one.balance), policy) }));
    await tx.query(
      `insert into board_decisions (company_id, meeting_id, case_id, decided_on, outcome, grade, band, planned, currency, balance, received)
       select a.company_id, a.meeting_id, a.case_id, $3, a.outcome, d.grade, d.band, d.planned, d.currency, d.balance, d.received
       from agenda_items a
       join jsonb_to_recordset($4::jsonb) as d ("caseId" bigint, grade text, band integer, planned boolean, currency text,
         balance numeric, received numeric) on d."caseId" = a.case_id
       where a.company_id = $1 and a.meeting_id = $2 and a.outcome in ('grace', 'bad_debt', 'legal_action', 'continue')`,
      [companyId, meeting, on, JSON.stringify(rows)],
      'decisions.keep',
    );
  }
}
