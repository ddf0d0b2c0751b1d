import { Injectable } from '@nestjs/common';
import {
  changeOf,
  monthEnd,
  type ProvisionRefusal,
  refuseProposing,
  refuseProvisionDecision,
  refuseReckoning,
} from '../../../workflows/allowance.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { cents } from '../../../workflows/money.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { VoucherBook } from '../vouchers/voucher-book.js';
import { type LastProvision, ProvisionBases, type ProvisionBasis, reckon } from './provision-basis.js';
import { figuresOf } from './provision-figures.js';
import type { ProvisionFigures, ProvisionForm } from './provisions.shapes.js';

export const provisionReaders = ['ar_clerk', 'finance_director', 'general_manager', 'auditor'] as const satisfies [Role, ...Role[]];

interface Proposed {
  company: string;
  month: string;
  monthEnd: string;
  proposedBy: string;
  decidedBy: string | null;
}

/** Provisions of one month after the other: proposed by the AR clerk, approved by the finance director, then booked. */
@Injectable()
export class Provisions {
  constructor(
    private readonly database: Database,
    private readonly bases: ProvisionBases,
    private readonly book: VoucherBook,
  ) {}

  /** @throws Problem 403, 404; 409 `provision.month_open`, `provision.no_history`, `analysis.no_rate` */
  async preview({ company, month, opening }: ProvisionForm, person: CurrentPerson): Promise<ProvisionFigures> {
    requireRole(person, company, ...provisionReaders);
    const today = await this.over(company, month);
    const { currency, policy, ...ledger } = await this.bases.ofLedger(company, month);
    refuse(refuseReckoning({ month, today, months: ledger.months.length }));
    await this.book.bring(company);
    const last = await lastApproved(this.database, company, month);
    const booked = await this.bases.booked(this.database, company, month, last);
    const basis = { ...ledger, last: last ? { month: last.month, required: last.required } : null, booked };
    return figuresOf({ company, month, currency, policy, opening: last ? null : (opening ?? null), basis, number: null });
  }

  /**
   * @returns its id
   * @throws Problem 403, 404; 409 as `preview`, and `provision.waiting`, `provision.order`, `provision.opening_known`
   */
  async propose({ company, month, opening }: ProvisionForm, person: CurrentPerson): Promise<string> {
    requireRole(person, company, 'ar_clerk');
    await this.over(company, month);
    const { currency, policy, ...ledger } = await this.bases.ofLedger(company, month);
    return this.database.transaction(async (tx) => {
      await oneAfterTheOther(tx, company);
      const today = await businessDate(tx, company);
      const last = await lastApproved(tx, company);
      const waiting = await waitingIn(tx, company);
      refuse(refuseProposing({ month, today, months: ledger.months.length, opening, waiting, last: last?.month }));
      await this.book.bringWithin(tx, company);
      const booked = await this.bases.booked(tx, company, month, last);
      const basis: ProvisionBasis = { ...ledger, last: last ? { month: last.month, required: last.required } : null, booked };
      const { required, held } = reckon(basis, opening ?? null, policy);
      const [made] = await tx.query<{ id: string }>(insertProvision, [
        company,
        monthEnd(month),
        currency,
        policy.version,
        JSON.stringify(basis),
        last?.id ?? null,
        opening ?? null,
        required,
        held,
        changeOf(required, cents(held)),
        person.login,
        today,
      ]);
      if (!made) throw new Error('a provision was not written');
      return made.id;
    });
  }

  /** @throws Problem 403, 404 `provision.unknown`; 409 `provision.same_person`, `provision.decided` */
  decide(person: CurrentPerson, id: string, outcome: 'approved' | 'rejected', reason?: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { company } = await proposed(tx, id, person);
      requireRole(person, company, 'finance_director');
      await oneAfterTheOther(tx, company);
      // Read again: nobody else decides meanwhile.
      const { month, monthEnd: end, proposedBy, decidedBy } = await proposed(tx, id, person);
      const by = { login: person.login, standsInFor: standsInForLogins(person, company) };
      refuse(refuseProvisionDecision({ month, proposedBy, decidedBy: decidedBy ?? undefined }, by));
      await tx.query(
        `insert into provision_decisions (company_id, provision_id, month_end, outcome, reason, decided_by, decided_on)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [company, id, end, outcome, reason ?? null, person.login, await businessDate(tx, company)],
      );
      await this.book.bringWithin(tx, company);
    });
  }

  /** Nothing is summed up for a month that is not over. */
  private async over(company: string, month: string): Promise<string> {
    const today = await businessDate(this.database, company);
    refuse(refuseReckoning({ month, today, months: 1 }));
    return today;
  }
}

/** A provision begins where the last one has left the allowance: two at once would count the same vouchers. */
async function oneAfterTheOther(tx: Tx, company: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('provisions of ' || $1, 0))`, [company], 'provision.lock');
}

/** @param before only those of earlier months than this one */
async function lastApproved(tx: Pick<Tx, 'query'>, company: string, before?: string): Promise<LastProvision | undefined> {
  const [last] = await tx.query<LastProvision>(selectLast, [company, before ? `${before}-01` : null], 'provision.last');
  return last;
}

async function waitingIn(tx: Tx, company: string): Promise<{ month: string; by: string } | undefined> {
  const [waiting] = await tx.query<{ month: string; by: string }>(selectWaiting, [company], 'provision.waiting');
  return waiting;
}

async function proposed(tx: Tx, id: string, reader: CurrentPerson): Promise<Proposed> {
  const [found] = await tx.query<Proposed>(selectProposed, [id], 'provision.proposed');
  if (!found || rolesIn(reader, found.company).length === 0) throw new Problem(404, 'provision.unknown', { provision: id });
  return found;
}

function refuse(refusal: ProvisionRefusal | undefined): void {
  if (refusal) throw new Problem(409, refusal.key, { ...refusal.facts });
}

const selectLast = `
  select p.id, to_char(p.month_end, 'YYYY-MM') as month, p.month_end as "monthEnd", p.required, p.seen_number as "seenNumber"
  from provision_decisions d join provisions p on p.company_id = d.company_id and p.id = d.provision_id
  where d.company_id = $1 and d.outcome = 'approved' and ($2::date is null or d.month_end < $2::date) order by d.month_end desc limit 1`;

const selectWaiting = `
  select to_char(p.month_end, 'YYYY-MM') as month, p.proposed_by as by from provisions p
  where p.company_id = $1 and not exists (select from provision_decisions d where d.company_id = p.company_id and d.provision_id = p.id)`;

const selectProposed = `
  select p.company_id as company, to_char(p.month_end, 'YYYY-MM') as month, p.month_end as "monthEnd", p.proposed_by as "proposedBy",
    d.decided_by as "decidedBy"
  from provisions p left join provision_decisions d on d.company_id = p.company_id and d.provision_id = p.id where p.id = $1::bigint`;

/** The book is held meanwhile: there is no voucher between those counted and the last number seen. */
const insertProvision = `
  insert into provisions (company_id, month_end, currency, policy_version, basis, last_id, opening, seen_number, required, held, change, proposed_by, proposed_on)
  select $1, $2, $3, $4, $5, $6, $7, coalesce((select max(number) from vouchers where company_id = $1), 0), $8, $9, $10, $11, $12
  returning id`;
