import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { goesByItself, letterBasis } from '../../workflows/collection-case/customer-letter.js';
import type { Terms } from '../../workflows/dunning/reminders.js';
import { NightDuties } from '../cases/night-duties.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { Database, type Tx } from '../platform/database/database.js';
import { type LedgerItem, letterContent, type Parties } from './letter-content.js';
import { LetterWriting } from './letter-writing.js';
import { lockCasesOf, openItems, partiesOf } from './open-items.js';

/** Their cases are held while their letters are written. */
const customersAtOnce = 20;

interface Proposed {
  customer: string;
  id: string;
  level: number;
}

/** Each night one letter is proposed to every customer with a case whose letter is due, or the proposed one is brought up to date. */
@Injectable()
export class LetterNight implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly writing: LetterWriting,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.propose(companyId, on));
  }

  /** Finished customers are not taken up again: their cases' letters are sent, or their proposal is as it would be made. */
  async propose(companyId: string, on: BusinessDate): Promise<void> {
    const terms = await this.rules.on(companyId, on);
    let after: string | undefined = '';
    while (after !== undefined) {
      const from: string = after;
      after = await this.database.transaction((tx) => this.proposeSome(tx, companyId, on, terms, from));
    }
  }

  /** @returns the last customer looked at; undefined when none is left */
  private async proposeSome(tx: Tx, companyId: string, on: BusinessDate, terms: Terms, after: string): Promise<string | undefined> {
    const found = await tx.query<{ customer: string }>(selectCustomers, [companyId, after, customersAtOnce], 'letters.customers');
    const customers = found.map(({ customer }) => customer);
    if (customers.length === 0) return undefined;
    await lockCasesOf(tx, companyId, customers);
    const items = await openItems(tx, companyId, customers, on);
    const bases = customers.map((customer) => ({ customer, ...letterBasis(items.get(customer) ?? [], on, terms) }));
    await endEmpty(
      tx,
      companyId,
      bases.filter(({ level, paused }) => level === undefined && paused === 0).map(({ customer }) => customer),
    );
    await pause(
      tx,
      companyId,
      bases.filter(({ level, paused }) => level === undefined && paused > 0).map(({ customer }) => customer),
    );
    const proposed = await upsert(tx, companyId, on, bases);
    const byThemselves = proposed.filter(({ level }) => goesByItself(level, on, terms));
    const parties = await partiesOf(
      tx,
      companyId,
      byThemselves.map(({ customer }) => customer),
    );
    for (const letter of byThemselves)
      await this.send(tx, letter, items.get(letter.customer) ?? [], parties.get(letter.customer), on, terms);
    return customers.at(-1);
  }

  /** Without an address it stays proposed. */
  private async send(
    tx: Tx,
    { id, level }: Proposed,
    items: readonly LedgerItem[],
    parties: Parties | undefined,
    on: BusinessDate,
    terms: Terms,
  ): Promise<void> {
    if (!parties?.email) return;
    const { companyId, email } = parties;
    const content = letterContent({ id, level, on }, parties, items, terms);
    const { cases } = letterBasis(items, on, terms);
    const letter = { companyId, id, content, items, cases };
    await this.writing.mailOut(tx, letter, { email, leavesOn: on }, { kind: 'clock', on });
  }
}

const selectCustomers = `
  select customer from (
    select customer from cases where company_id = $1 and letter_due is not null and customer > $2
    union select customer from letters where company_id = $1 and status = 'proposed' and customer > $2) c
  order by customer limit $3`;

/** What it was about is paid, or has gone to other hands. */
async function endEmpty(tx: Tx, companyId: string, customers: readonly string[]): Promise<void> {
  await tx.query(
    `update letters set status = 'withdrawn', withdrawn_by = 'clock', withdrawn_reason = 'nothing_left'
     where company_id = $1 and customer = any ($2) and status = 'proposed'`,
    [companyId, customers],
    'letters.end_empty',
  );
}

async function pause(tx: Tx, companyId: string, customers: readonly string[]): Promise<void> {
  await tx.query(
    `update letters set paused = true where company_id = $1 and customer = any ($2) and status = 'proposed' and not paused`,
    [companyId, customers],
    'letters.pause',
  );
}

/** One proposal per customer: an earlier one is raised, not doubled. Their cases are locked. */
async function upsert(
  tx: Tx,
  companyId: string,
  on: BusinessDate,
  bases: readonly { customer: string; level: number | undefined }[],
): Promise<Proposed[]> {
  const due = bases.filter(({ level }) => level !== undefined);
  return tx.query<Proposed>(
    // Numbers are given to new letters only: an auditor asks where a missing one went.
    `with due as (
       select customer, level from unnest($3::text[], $4::integer[]) as d (customer, level)
       where not exists (select from letters l where l.company_id = $1 and l.customer = d.customer and l.sent_on = $2)),
     raised as (
       update letters l set level = due.level, paused = false, business_date = case when l.level = due.level then l.business_date else $2 end
       from due where l.company_id = $1 and l.customer = due.customer and l.status = 'proposed'
       returning l.id, l.customer, l.level),
     made as (
       insert into letters (company_id, customer, level, business_date, status)
       select $1, customer, level, $2, 'proposed' from due d where not exists (select from raised r where r.customer = d.customer)
       returning id, customer, level)
     select * from raised union all select * from made`,
    [companyId, on, due.map(({ customer }) => customer), due.map(({ level }) => level)],
    'letters.propose',
  );
}
