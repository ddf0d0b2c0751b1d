import { Injectable } from '@nestjs/common';
import type { Json } from '../../../workflows/collection-case/entries.js';
import { formatAmount } from '../../../workflows/money.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { evidenceTitles } from '../../evidence/evidence-titles.reader.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { customerHistories } from '../../receivables/customer-history.reader.js';
import { type Meeting, meetingOf } from '../meeting-rows.js';
import { requireSeatOrWholeView } from '../part.js';
import { decisionPaper, type PaperMaterial } from './decision-paper.js';
import type { DecisionPaper, PapersQuery } from './papers.shapes.js';
import { precedentsOf } from './precedents.js';

type CaseRow = Pick<PaperMaterial, 'caseId' | 'outcome' | 'value' | 'context' | 'ownerName'> & { attempts: Json[] };

/** The decision papers of a meeting: a handful of questions to the database for a page, however many cases are on it. */
@Injectable()
export class DecisionPapers {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** In the agenda's order. @throws Problem 404 `meeting.unknown`, 403 `role.required` */
  async page(id: string, { limit, after }: PapersQuery, person: CurrentPerson): Promise<Page<DecisionPaper>> {
    return this.database.transaction(async (tx) => {
      const meeting = await this.readable(tx, id, person);
      const rows = await casesOf(tx, meeting, limit + 1, { after: after ?? null });
      const page = pageOf(rows, limit, ({ caseId }) => caseId);
      return { ...page, items: await this.written(tx, meeting, page.items) };
    });
  }

  /** @throws as `page`, and Problem 404 `case.unknown` for one that is not on the agenda */
  async read(id: string, caseId: string, person: CurrentPerson): Promise<DecisionPaper> {
    return this.database.transaction(async (tx) => {
      const meeting = await this.readable(tx, id, person);
      const [paper] = await this.written(tx, meeting, await casesOf(tx, meeting, 1, { only: caseId }));
      if (!paper) throw new Problem(404, 'case.unknown', { case: caseId });
      return paper;
    });
  }

  private async readable(tx: Tx, id: string, person: CurrentPerson): Promise<Meeting> {
    const meeting = await meetingOf(tx, id, person);
    requireSeatOrWholeView(person, meeting.companyId);
    return meeting;
  }

  private async written(tx: Tx, { companyId }: Meeting, rows: readonly CaseRow[]): Promise<DecisionPaper[]> {
    if (rows.length === 0) return [];
    const today = await businessDate(tx, companyId);
    const rules = await this.rules.on(companyId, today, tx);
    const histories = new Map(
      (await customerHistories(tx, companyId, [...new Set(rows.map(({ context }) => context.customer))])).map((one) => [one.customer, one]),
    );
    const documents = rows.flatMap(({ context }) => context.evidence.map((document) => document.id));
    const titles = new Map((await evidenceTitles(tx, companyId, [...new Set(documents)])).map((title) => [title.id, title]));
    const like = rows.map(({ caseId, context }) => ({
      caseId,
      grade: histories.get(context.customer)?.grade ?? null,
      balance: formatAmount(context.balanceCents),
      currency: context.currency,
      planned: context.plan?.acceptedOn !== undefined,
    }));
    const precedents = await precedentsOf(tx, companyId, like, rules.policy);
    return rows.map((row) =>
      decisionPaper(
        { ...row, titles, history: histories.get(row.context.customer), precedents: precedents.get(row.caseId) ?? [] },
        today,
        rules,
      ),
    );
  }
}

/** Before the opening the agenda is what is docketed by now. */
function casesOf(
  tx: Tx,
  { id, companyId, status }: Meeting,
  limit: number,
  { after = null, only = null }: { after?: string | null; only?: string | null },
): Promise<CaseRow[]> {
  const source =
    status === 'called'
      ? `select id as case_id, balance, 'docketed' as outcome from cases where company_id = $1 and collection = 'boardReview.docketed' and $2::bigint is not null`
      : 'select case_id, balance, outcome from agenda_items where company_id = $1 and meeting_id = $2::bigint';
  return tx.query<CaseRow>(
    `with item as (
       select a.*, c.customer, sum(a.balance) over (partition by c.customer) as total
       from (${source}) a join cases c on c.company_id = $1 and c.id = a.case_id),
     placed as (select case_id, outcome, row_number() over (order by total desc, customer, balance desc, case_id) as place from item)
     select c.id as "caseId", p.outcome, c.snapshot -> 'value' as value, c.snapshot -> 'context' as context, o.name as "ownerName", made.attempts
     from placed p
     join cases c on c.company_id = $1 and c.id = p.case_id
     join people o on o.login = c.owner
     cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object('by', m.actor) || (m.entry - 'type') order by m.seq desc), '[]') as attempts
       from (select j.seq, j.actor, entry from case_journal j cross join jsonb_array_elements(j.entries) entry
             where j.company_id = $1 and j.case_id = p.case_id and j.command ->> 'type' = 'logAttempt' and entry ->> 'type' = 'attemptLogged'
             order by j.seq desc limit 10) m) made
     where p.place > coalesce((select place from placed where case_id = $4::bigint), 0) and ($5::bigint is null or p.case_id = $5::bigint)
     order by p.place limit $3`,
    [companyId, id, limit, after, only],
    status === 'called' ? 'papers.docketed' : 'papers.items',
  );
}
