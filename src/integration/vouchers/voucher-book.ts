import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import { type Recorded, vouchersOf, vouchersOfProvision } from '../../../workflows/vouchers.js';
import { NightDuties } from '../../cases/night-duties.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database, type Tx } from '../../platform/database/database.js';

const entriesAtOnce = 500;
/** An entry's day may be over before its transaction is. */
const daysLookedAgain = 7;

interface JournalEntry {
  caseId: string;
  seq: number;
  dated: string;
  entries: Recorded[];
  machineVersion: number;
  policyVersion: number;
  calendarVersion: number;
  currency: string;
  customer: string;
  document: string;
  instalment: number;
}

interface ApprovedProvision {
  provisionId: string;
  dated: string;
  change: string;
  currency: string;
  policyVersion: number;
}

/** Writes down, numbered without gaps, the vouchers that the journal and approved provisions call for; once each, however often it is asked. */
@Injectable()
export class VoucherBook implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId) => this.bring(companyId));
  }

  /** Brings the book up to the journal. */
  async bring(companyId: string): Promise<void> {
    while ((await this.database.transaction((tx) => this.bringSome(tx, companyId))) === entriesAtOnce);
  }

  /** As `bring`, in a transaction that is there already: the book is held until it ends. */
  async bringWithin(tx: Tx, companyId: string): Promise<void> {
    while ((await this.bringSome(tx, companyId)) === entriesAtOnce);
  }

  /** @returns how many entries were looked at */
  async bringSome(tx: Tx, companyId: string): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('vouchers of ' || $1, 0))`, [companyId], 'vouchers.lock');
    const [last] = await tx.query<{ number: string; dated: string | null }>(
      'select max(number) as number, max(dated) filter (where provision_id is null) as dated from vouchers where company_id = $1 having count(*) > 0',
      [companyId],
      'vouchers.last',
    );
    const from = last?.dated ? addDays(last.dated, -daysLookedAgain) : '0001-01-01';
    const found = await tx.query<JournalEntry>(selectEntries, [companyId, from, entriesAtOnce], 'vouchers.entries');
    let number = Number(last?.number ?? 0);
    const rows: object[] = [];
    for (const { entries, machineVersion, policyVersion, calendarVersion, ...source } of found) {
      const { policy } = await this.rules.at(companyId, { machineVersion, policyVersion, calendarVersion }, tx);
      for (const [place, entry] of entries.entries())
        for (const { amountCents, ...voucher } of vouchersOf(entry, policy)) {
          number += 1;
          rows.push({ ...source, ...voucher, number, place, amount: formatAmount(amountCents) });
        }
    }
    for (const voucher of await this.ofProvisions(tx, companyId)) {
      number += 1;
      rows.push({ ...voucher, number });
    }
    if (rows.length > 0) await tx.query(insertVouchers, [companyId, JSON.stringify(rows)], 'vouchers.insert');
    return found.length;
  }

  private async ofProvisions(tx: Tx, companyId: string): Promise<object[]> {
    const approved = await tx.query<ApprovedProvision>(selectProvisions, [companyId], 'vouchers.provisions');
    const vouchers: object[] = [];
    for (const { change, policyVersion, ...source } of approved) {
      const policy = await this.rules.policy(companyId, policyVersion, tx);
      for (const { amountCents, ...voucher } of vouchersOfProvision(cents(change), policy))
        vouchers.push({ ...source, ...voucher, amount: formatAmount(amountCents) });
    }
    return vouchers;
  }
}

/** In the words of the index `case_journal_forgiven`. What was recovered in whole leaves nothing to put back, and no voucher. */
const selectEntries = `
  select j.case_id as "caseId", j.seq, j.business_date as dated, j.entries, j.machine_version as "machineVersion",
    j.policy_version as "policyVersion", j.calendar_version::int as "calendarVersion", r.currency, c.customer, r.document, r.instalment
  from case_journal j
  join cases c on c.company_id = j.company_id and c.id = j.case_id
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  where j.company_id = $1 and j.business_date >= $2
    and (j.entries @> '[{"type": "writeOffPosted"}]' or j.entries @> '[{"type": "writeOffReversed"}]'
      or j.entries @> '[{"type": "recoveryReceived"}]' or j.entries @> '[{"type": "recoveryReversed"}]')
    and not j.entries @? '$[*] ? (@.type == "writeOffReversed" && @.writtenOffCents == @.recoveredCents)'
    and not exists (select from vouchers v where v.company_id = j.company_id and v.case_id = j.case_id and v.seq = j.seq)
  order by j.business_date, j.at, j.case_id, j.seq limit $3`;

/** Dated on the last day of their month, whose loss they are. */
const selectProvisions = `
  select p.id as "provisionId", p.month_end as dated, p.change, p.currency, p.policy_version as "policyVersion"
  from provision_decisions d join provisions p on p.company_id = d.company_id and p.id = d.provision_id
  where d.company_id = $1 and d.outcome = 'approved' and p.change <> 0
    and not exists (select from vouchers v where v.company_id = p.company_id and v.provision_id = p.id)
  order by p.month_end`;

const insertVouchers = `
  insert into vouchers (company_id, number, kind, case_id, seq, place, provision_id, dated, debit, credit, currency, amount, customer, document, instalment,
    erp_no)
  select $1, number, kind, "caseId", seq, place, "provisionId", dated, debit, credit, currency, amount, customer, document, instalment, "voucherNo"
  from jsonb_to_recordset($2::jsonb) as v (number bigint, kind text, "caseId" bigint, seq integer, place integer, "provisionId" bigint, dated date,
    debit text, credit text, currency text, amount numeric, customer text, document text, instalment integer, "voucherNo" text)
  order by number`;
