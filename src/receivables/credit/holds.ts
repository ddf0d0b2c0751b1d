import { Injectable } from '@nestjs/common';
import type { CreditReason } from '../../../workflows/credit/check.js';
import { approverOf } from '../../../workflows/credit/exceptions.js';
import { cents } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { withinCustomers } from '../customer-scope.js';
import type { HoldAnswer, HoldsQuery } from './credit.shapes.js';
import { CreditWords } from './credit-words.js';

type Row = Omit<HoldAnswer, 'approver' | 'reasons'> & { reasons: readonly CreditReason[] };

/** Contracts and orders that the credit policy would not have, with what was done about them. */
@Injectable()
export class CreditHolds {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly words: CreditWords,
  ) {}

  /** Newest first; one more than asked for, if there is. */
  async list(person: CurrentPerson, query: HoldsQuery, language: Language): Promise<HoldAnswer[]> {
    const values: unknown[] = [];
    const value = (one: unknown) => `$${values.push(one)}`;
    const { state = 'held' } = query;
    const parts = [
      withinCustomers(person, 'h', values),
      ...(query.company === undefined ? [] : [`h.company_id = ${value(query.company)}`]),
      ...(query.customer === undefined ? [] : [`h.customer = ${value(query.customer)}`]),
      ...(state === 'all' ? [] : [`h.released_on is ${state === 'held' ? '' : 'not '}null`]),
      ...(query.asked === undefined ? [] : [`${waiting} = ${query.asked === 'true'}`]),
      ...(query.after === undefined ? [] : [`h.id < ${value(query.after)}::bigint`]),
    ];
    const rows = await this.database.query<Row>(
      `${select} where ${parts.join(' and ')} order by h.id desc limit ${query.limit + 1}`,
      values,
    );
    const policies = new Map<string, Policy>();
    const answers: HoldAnswer[] = [];
    for (const row of rows) {
      const policy = policies.get(row.company) ?? (await this.policyOf(row.company));
      policies.set(row.company, policy);
      answers.push(this.answer(row, policy, language));
    }
    return answers;
  }

  /** @throws Problem 404 `credit.unknown`, out of scope included */
  async read(person: CurrentPerson, id: string, language: Language, on: Pick<Tx, 'query'> = this.database): Promise<HoldAnswer> {
    const values: unknown[] = [id];
    const scope = withinCustomers(person, 'h', values);
    const [row] = await on.query<Row>(`${select} where h.id = $1::bigint and ${scope}`, values);
    if (!row) throw new Problem(404, 'credit.unknown', { id });
    return this.answer(row, await this.policyOf(row.company), language);
  }

  private async policyOf(company: string): Promise<Policy> {
    return (await this.rules.on(company, await businessDate(this.database, company))).policy;
  }

  private answer(row: Row, policy: Policy, language: Language): HoldAnswer {
    return { ...row, approver: approverOf(cents(row.uncovered), policy), reasons: this.words.reasons(row.reasons, language) };
  }
}

const waiting = `exists (
  select from credit_exceptions e where e.company_id = h.company_id and e.hold_id = h.id
    and not exists (select from credit_exception_decisions d where d.company_id = e.company_id and d.exception_id = e.id))`;

const select = `
  select h.company_id as company, h.id, h.subject_kind as kind, h.subject, h.customer, c.name as "customerName", h.owner, coalesce(p.name, h.owner) as "ownerName",
    h.placed_on as "placedOn", h.judged_on as "judgedOn", b.currency, h.amount, h.uncovered, h.reasons, h.released_on as "releasedOn", h.release,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id::text, 'kind', s.kind, 'amount', s.amount::text, 'receivedOn', s.received_on,
        'reference', s.reference, 'note', s.note, 'by', s.recorded_by) order by s.id)
      from credit_securities s where s.company_id = h.company_id and s.hold_id = h.id), '[]') as securities,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', e.id::text, 'reason', e.reason, 'endsOn', e.ends_on, 'uncovered', e.uncovered::text, 'askedBy', e.asked_by,
        'askedOn', e.asked_on, 'outcome', coalesce(d.outcome, 'waiting'), 'decidedBy', d.decided_by, 'decidedOn', d.decided_on,
        'decisionReason', d.reason) order by e.id)
      from credit_exceptions e left join credit_exception_decisions d on d.company_id = e.company_id and d.exception_id = e.id
      where e.company_id = h.company_id and e.hold_id = h.id), '[]') as exceptions
  from credit_holds h
  join companies b on b.id = h.company_id
  join customers c on c.company_id = h.company_id and c.customer = h.customer
  left join people p on p.login = h.owner`;
