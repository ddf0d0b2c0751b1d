import { Injectable } from '@nestjs/common';
import { type ErpNumbered, refuseErpNumber } from '../../../workflows/vouchers.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { voucherReaders } from './vouchers.js';
import type { ErpNumberEntry, ErpNumberForm, ErpNumbersAnswer } from './vouchers.shapes.js';

/** The ERP's numbers of vouchers that nobody named at posting. What was entered stays; the last entry stands. */
@Injectable()
export class ErpNumbers {
  constructor(private readonly database: Database) {}

  /** @throws Problem 403, 404 `voucher.unknown`; 409 `voucher.named`, `voucher.erp_entered`, `voucher.erp_same` */
  enter(person: CurrentPerson, number: string, { company, erpNo, reason }: ErpNumberForm): Promise<void> {
    requireRole(person, company, 'ar_clerk');
    return this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('erp numbers of ' || $1, 0))`, [company], 'vouchers.erp_lock');
      const refused = refuseErpNumber(await find(tx, company, number), erpNo, reason);
      if (refused) throw new Problem(409, refused.key, { ...refused.facts });
      await tx.query(insertNumber, [company, number, erpNo, reason ?? null, person.login], 'vouchers.erp_insert');
    });
  }

  /** @throws Problem 403, 404 `voucher.unknown` */
  async of(person: CurrentPerson, company: string, number: string): Promise<ErpNumbersAnswer> {
    requireRole(person, company, ...voucherReaders);
    const { named, entered } = await find(this.database, company, number);
    const entries = await this.database.query<ErpNumberEntry>(selectEntries, [company, number], 'vouchers.erp_entries');
    return { company, number, erpNo: named ?? entered, entries };
  }
}

async function find(on: Pick<Tx, 'query'>, company: string, number: string): Promise<ErpNumbered> {
  const [found] = await on.query<ErpNumbered>(selectVoucher, [company, number], 'vouchers.erp_voucher');
  if (!found) throw new Problem(404, 'voucher.unknown', { company, number });
  return found;
}

const selectVoucher = `
  select v.number, v.erp_no as named, (
      select e.erp_no from voucher_erp_numbers e where e.company_id = v.company_id and e.number = v.number order by e.entry desc limit 1) as entered
  from vouchers v where v.company_id = $1 and v.number = $2::bigint`;

const selectEntries = `
  select erp_no as "erpNo", reason, entered_by as "enteredBy", entered_on as "enteredOn"
  from voucher_erp_numbers where company_id = $1 and number = $2::bigint order by entry`;

const insertNumber = `
  insert into voucher_erp_numbers (company_id, number, entry, erp_no, reason, entered_by, entered_on)
  select $1, $2::bigint, coalesce(max(entry), 0) + 1, $3, $4, $5, business_date($1) from voucher_erp_numbers where company_id = $1 and number = $2::bigint`;
