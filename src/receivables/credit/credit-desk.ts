import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { type CreditRefusal, refuseAsking, refuseDeciding } from '../../../workflows/credit/exceptions.js';
import { cents } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { withinCustomers } from '../customer-scope.js';
import type { ExceptionForm, SecurityForm } from './credit.shapes.js';
import { judgeCredit, type SubjectKind } from './judge.js';

interface Held {
  company: string;
  id: string;
  kind: SubjectKind;
  subject: string;
  uncovered: string;
  held: boolean;
  waiting: boolean;
}

interface Asked {
  holdId: string;
  askedBy: string;
  uncovered: string;
  endsOn: BusinessDate;
  decidedBy: string | null;
}

/** What people do about a hold: they secure it, ask for an exception, and decide on one. */
@Injectable()
export class CreditDesk {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** @throws Problem 404 `credit.unknown`; 403; 409 `credit.released`, `credit.security_ahead`, `credit.security_known` */
  secure(person: CurrentPerson, id: string, form: SecurityForm): Promise<void> {
    return this.database.transaction(async (tx) => {
      const hold = await this.hold(tx, person, id);
      requireRole(person, hold.company, 'ar_clerk', 'finance_director');
      const { today, policy } = await this.day(tx, hold.company);
      if (!hold.held) throw new Problem(409, 'credit.released');
      if (form.receivedOn > today) throw new Problem(409, 'credit.security_ahead', { receivedOn: form.receivedOn, today });
      const written = await tx.query(
        `insert into credit_securities (company_id, hold_id, kind, amount, received_on, reference, note, recorded_by, recorded_on)
         select $1, $2::bigint, $3, $4::numeric, $5::date, $6, $7, $8, $9::date where $4::numeric > 0
         on conflict (company_id, hold_id, kind, reference) do nothing returning id`,
        [hold.company, id, form.kind, form.amount, form.receivedOn, form.reference, form.note ?? null, person.login, today],
      );
      if (cents(form.amount) === 0) throw new Problem(400, 'request.invalid', {}, [{ field: 'amount', code: 'amount' }]);
      if (written.length === 0) throw new Problem(409, 'credit.security_known', { reference: form.reference });
      await this.judgeAgain(tx, hold, today, policy);
    });
  }

  /** @throws Problem 404 `credit.unknown`; 403; 409 `credit.released`, `credit.waiting`, `credit.ends` */
  ask(person: CurrentPerson, id: string, { reason, endsOn }: ExceptionForm): Promise<void> {
    return this.database.transaction(async (tx) => {
      const hold = await this.hold(tx, person, id);
      requireRole(person, hold.company, 'sales_manager', 'sales_director');
      const { today, policy } = await this.day(tx, hold.company);
      refuse(refuseAsking({ on: today, endsOn }, hold, policy));
      await tx.query(
        `insert into credit_exceptions (company_id, hold_id, reason, ends_on, uncovered, asked_by, asked_on)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [hold.company, id, reason, endsOn, hold.uncovered, person.login, today],
      );
    });
  }

  /**
   * @returns the hold's number
   * @throws Problem 404 `credit.unknown`; 403; 409 `credit.decided`, `credit.same_person`, `credit.approver`, `credit.released`, `credit.ended`
   */
  decide(person: CurrentPerson, exceptionId: string, outcome: 'approved' | 'rejected', reason?: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const asked = await this.asked(tx, exceptionId);
      const hold = await this.hold(tx, person, asked.holdId);
      requireRole(person, hold.company, 'finance_director', 'general_manager');
      const { today, policy } = await this.day(tx, hold.company);
      // Read again: with the hold locked nobody else decides meanwhile. What it must bear is what stands open today.
      const { askedBy, endsOn, decidedBy } = await this.asked(tx, exceptionId);
      const uncovered = Math.max(cents(asked.uncovered), cents(hold.uncovered));
      const by = { login: person.login, roles: rolesIn(person, hold.company), standsInFor: standsInForLogins(person, hold.company) };
      const exception = { askedBy, endsOn, uncoveredCents: uncovered, decidedBy: decidedBy ?? undefined, held: hold.held };
      refuse(refuseDeciding(exception, by, { on: today, approves: outcome === 'approved' }, policy));
      await tx.query(
        `insert into credit_exception_decisions (company_id, exception_id, outcome, reason, decided_by, decided_on) values ($1, $2, $3, $4, $5, $6)`,
        [hold.company, exceptionId, outcome, reason ?? null, person.login, today],
      );
      await this.judgeAgain(tx, hold, today, policy);
      return hold.id;
    });
  }

  private async hold(tx: Tx, person: CurrentPerson, id: string): Promise<Held> {
    const values: unknown[] = [id];
    const scope = withinCustomers(person, 'h', values);
    const [found] = await tx.query<Held>(
      `select h.company_id as company, h.id, h.subject_kind as kind, h.subject, h.uncovered, h.released_on is null as held, false as waiting
       from credit_holds h where h.id = $1::bigint and ${scope} for update`,
      values,
    );
    if (!found) throw new Problem(404, 'credit.unknown', { id });
    const [open] = await tx.query<{ waiting: boolean }>(
      `select exists (
         select from credit_exceptions e where e.company_id = $1 and e.hold_id = $2::bigint
           and not exists (select from credit_exception_decisions d where d.company_id = $1 and d.exception_id = e.id)) as waiting`,
      [found.company, id],
    );
    return { ...found, waiting: open?.waiting ?? false };
  }

  private async asked(tx: Tx, id: string): Promise<Asked> {
    const [found] = await tx.query<Asked>(
      `select e.hold_id as "holdId", e.asked_by as "askedBy", e.uncovered, e.ends_on as "endsOn", d.decided_by as "decidedBy"
       from credit_exceptions e left join credit_exception_decisions d on d.company_id = e.company_id and d.exception_id = e.id
       where e.id = $1::bigint`,
      [id],
    );
    if (!found) throw new Problem(404, 'credit.unknown', { id });
    return found;
  }

  private async day(tx: Tx, company: string): Promise<{ today: BusinessDate; policy: Policy }> {
    const today = await businessDate(tx, company);
    return { today, policy: (await this.rules.on(company, today, tx)).policy };
  }

  private judgeAgain(tx: Tx, { company, kind, subject }: Held, on: BusinessDate, policy: Policy): Promise<void> {
    return judgeCredit(tx, { companyId: company, on, policy }, kind, [subject]);
  }
}

function refuse(refusal: CreditRefusal | undefined): void {
  if (refusal) throw new Problem(409, refusal.key, refusal.facts);
}
