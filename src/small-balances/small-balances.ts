import { Injectable } from '@nestjs/common';
import type { CaseValue } from '../../workflows/collection-case/decide.js';
import { formatAmount } from '../../workflows/money.js';
import type { Answer, CaseCommand } from '../cases/answer.js';
import { CaseDesk } from '../cases/case-desk.js';
import type { Say } from '../cases/case-view.js';
import { businessDate } from '../cases/circumstances.js';
import { Idempotency } from '../cases/idempotency.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { AccessRecord, isForRecord } from '../people/access-record.js';
import { requireRole } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { SmallBalanceRow, SmallBalancesPage, SmallBalancesQuery, WaiveAnswer, WaiveForm } from './small-balances.shapes.js';

const atOnce = 500;
/** Nothing is written of it. */
const why = 'preview';

type Found = Omit<SmallBalanceRow, 'possible' | 'code' | 'detail'>;

type Told = { case: string; version: number; state: CaseValue } | { case: string; status: number; code: string; detail: string };

interface Origin {
  readonly path: string;
  readonly requestId: string;
}

/** Small balances of a company, looked at and waived many at once; the machine answers for each by itself. */
@Injectable()
export class SmallBalances {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly rules: RulesInForce,
    private readonly idempotency: Idempotency,
    private readonly record: AccessRecord,
  ) {}

  /** Open cases within the policy's small balance, customer by customer, each with what would become of it. */
  async preview(person: CurrentPerson, query: SmallBalancesQuery, say: Say): Promise<SmallBalancesPage> {
    const { company } = query;
    requireRole(person, company, 'finance_director');
    const { atMostCents, currency } = await this.terms(company, this.database);
    const [customer, id] = endOf(query.after);
    const found = await this.find(this.database, company, atMostCents, { customer, id }, query.limit + 1);
    const { items, next } = pageOf(found, query.limit, (row) => `${row.case}.${row.customer}`);
    const answers = await this.desk.foresee(
      items.map(({ case: caseId }) => waiver(company, caseId, why)),
      { kind: 'person', person },
    );
    return {
      atMost: formatAmount(atMostCents),
      currency,
      items: items.map((row, index) => ({ ...row, ...foreseen(answers[index], say) })),
      next,
    };
  }

  /** @throws Problem 400 `request.invalid` unless cases, or all of them, are named */
  async waive(person: CurrentPerson, form: WaiveForm, key: string | undefined, say: Say, origin: Origin): Promise<WaiveAnswer> {
    const { company, cases, reason } = form;
    requireRole(person, company, 'finance_director');
    if ((cases !== undefined) === (form.all === true))
      throw new Problem(400, 'request.invalid', {}, [{ field: 'cases', code: 'required' }]);
    const { answer } = await this.idempotency.once(person.login, key, { door: 'small-balances', ...form }, async (tx) => {
      const ids = cases ?? (await this.all(tx, company));
      // All rows first: what forgives then waits for its turn.
      await this.desk.hold(tx, ids, [], person);
      const answers = await this.desk.submit(
        ids.map((id) => waiver(company, id, reason)),
        { kind: 'person', person },
        { within: tx },
      );
      return { status: 200, answer: answers.map((one) => told(one, say)) };
    });
    const answers = answer as Told[];
    for (const one of answers)
      if ('code' in one && isForRecord(one))
        await this.record.refused({ ...origin, login: person.login, method: 'POST', caseId: one.case, status: one.status, code: one.code });
    const refused = answers.filter((one) => 'code' in one).length;
    return { waived: answers.length - refused, refused, answers };
  }

  private async all(tx: Tx, company: string): Promise<string[]> {
    const { atMostCents } = await this.terms(company, tx);
    const found = await this.find(tx, company, atMostCents, { customer: '', id: '0' }, atOnce);
    return found.map((row) => row.case);
  }

  private async terms(company: string, tx: Pick<Tx, 'query'>): Promise<{ atMostCents: number; currency: string }> {
    const [found] = await tx.query<{ currency: string }>('select currency from companies where id = $1', [company]);
    const { policy } = await this.rules.on(company, await businessDate(tx, company), tx);
    return { atMostCents: policy.smallBalanceCents, currency: found?.currency ?? '' };
  }

  /** In the company's own currency only: the policy's amount is in it. */
  private find(
    tx: Pick<Tx, 'query'>,
    company: string,
    atMostCents: number,
    after: { customer: string; id: string },
    limit: number,
  ): Promise<Found[]> {
    return tx.query<Found>(selectSmall, [company, formatAmount(atMostCents), after.customer, after.id, limit], 'small_balances.find');
  }
}

/** Where a page ended: the customer may have any code. */
function endOf(after: string | undefined): [customer: string, id: string] {
  if (after === undefined) return ['', '0'];
  const [, id, customer] = /^(\d{1,18})\.(.{1,64})$/.exec(after) ?? [];
  if (id === undefined || customer === undefined) throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  return [customer, id];
}

function waiver(companyId: string, caseId: string, reason: string): CaseCommand {
  return { companyId, caseId, command: { type: 'waiveSmallBalance', reason }, version: 'any' };
}

function foreseen(answer: Answer | undefined, say: Say): Pick<SmallBalanceRow, 'possible' | 'code' | 'detail'> {
  if (!answer || answer.accepted) return { possible: answer !== undefined, code: null, detail: null };
  const { key, facts } = answer.refusal;
  return { possible: false, code: key, detail: say(key, facts) };
}

function told(answer: Answer, say: Say): Told {
  if (answer.accepted) return { case: answer.caseId, version: answer.version, state: answer.state };
  const { status, code } = refusalProblem(answer.refusal);
  return { case: answer.caseId, status, code, detail: say(answer.refusal.key, answer.refusal.facts) };
}

const selectSmall = `
  select c.id as "case", c.customer, k.name as "customerName", r.document, r.instalment, c.due_on as "dueOn", r.currency, c.balance, c.owner
  from cases c
  join companies o on o.id = c.company_id
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id and r.currency = o.currency
  join customers k on k.company_id = c.company_id and k.customer = c.customer
  where c.company_id = $1 and not c.closed and c.balance > 0 and c.balance <= $2::numeric
    and c.collection not like 'writeOff.%' and (c.customer, c.id) > ($3, $4::bigint)
  order by c.customer, c.id limit $5`;
