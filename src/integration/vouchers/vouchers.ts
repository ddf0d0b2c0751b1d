import { Injectable } from '@nestjs/common';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, companiesAs } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { VoucherBook } from './voucher-book.js';
import type { VoucherBatchAnswer, VoucherRow, VouchersQuery } from './vouchers.shapes.js';

export const voucherReaders = ['ar_clerk', 'finance_director', 'general_manager', 'auditor'] as const satisfies Role[];
export const voucherMakers = ['ar_clerk', 'finance_director'] as const satisfies Role[];

/** The vouchers of the companies whose money one sees, and their batches. */
@Injectable()
export class Vouchers {
  constructor(
    private readonly database: Database,
    private readonly book: VoucherBook,
  ) {}

  /** @param company left out, all that the person may read. @throws Problem 403, 404 */
  requireReader(person: CurrentPerson, company: string | undefined): void {
    if (company !== undefined) requireRole(person, company, ...voucherReaders);
  }

  /** Newest first. @returns up to one more than the limit */
  async list(person: CurrentPerson, query: VouchersQuery): Promise<VoucherRow[]> {
    const companies = await this.companies(person, query.company);
    for (const companyId of companies) await this.book.bring(companyId);
    return this.database.query<VoucherRow>(selectVouchers, [
      companies,
      query.customer ?? null,
      query.kind ?? null,
      query.case ?? null,
      query.from ?? null,
      query.to ?? null,
      query.batch ?? null,
      query.exported ?? null,
      query.after ?? null,
      query.limit + 1,
    ]);
  }

  /** @throws Problem 403; 404 `voucher.unknown` */
  async read(person: CurrentPerson, company: string, number: string): Promise<VoucherRow> {
    requireRole(person, company, ...voucherReaders);
    const [found] = await this.database.query<VoucherRow>(
      `select ${columns} ${tables} where v.company_id = $1 and v.number = $2::bigint`,
      [company, number],
      'vouchers.read',
    );
    if (!found) throw new Problem(404, 'voucher.unknown', { company, number });
    return found;
  }

  /** How many are in no batch yet: numbers have no gaps. @throws Problem 403 */
  async unsent(person: CurrentPerson, company: string): Promise<number> {
    requireRole(person, company, ...voucherReaders);
    const [found] = await this.database.query<{ unsent: number }>(countUnsent, [company], 'vouchers.unsent');
    return found?.unsent ?? 0;
  }

  /** All vouchers of the company that are in no batch yet become one. @throws Problem 409 `voucher.nothing_new` */
  async batch(person: CurrentPerson, companyId: string): Promise<VoucherBatchAnswer> {
    requireRole(person, companyId, ...voucherMakers);
    await this.book.bring(companyId);
    return this.database.transaction(async (tx) => {
      await this.book.bringSome(tx, companyId);
      const [made] = await tx.query<VoucherBatchAnswer>(insertBatch, [companyId, person.login], 'vouchers.batch');
      if (!made) throw new Problem(409, 'voucher.nothing_new', { company: companyId });
      return made;
    });
  }

  private async companies(person: CurrentPerson, wanted: string | undefined): Promise<string[]> {
    this.requireReader(person, wanted);
    if (wanted !== undefined) return [wanted];
    const companies = companiesAs(person, voucherReaders);
    if (companies !== 'all') return companies;
    return (await this.database.query<{ id: string }>('select id from companies order by id')).map(({ id }) => id);
  }
}

const columns = `
  v.id, v.company_id as company, v.number, v.kind, v.dated as date, v.debit, v.credit, v.currency, v.amount, v.customer,
    k.name as "customerName", v.document, v.instalment, v.case_id as "case", v.seq, v.provision_id as provision,
    coalesce(v.erp_no, e.erp_no) as "erpNo", b.batch`;

const tables = `
  from vouchers v
  left join customers k on k.company_id = v.company_id and k.customer = v.customer
  left join lateral (
    select erp_no from voucher_erp_numbers e where e.company_id = v.company_id and e.number = v.number order by e.entry desc limit 1) e on true
  left join voucher_batches b on b.company_id = v.company_id and v.number between b.first_number and b.last_number`;

const selectVouchers = `
  select ${columns} ${tables}
  where v.company_id = any ($1::text[]) and ($2::text is null or v.customer = $2) and ($3::text is null or v.kind = $3)
    and ($4::bigint is null or v.case_id = $4) and ($5::date is null or v.dated >= $5) and ($6::date is null or v.dated <= $6)
    and ($7::integer is null or b.batch = $7) and ($8::text is null or (b.batch is not null) = ($8 = 'yes'))
    and ($9::bigint is null or v.id < $9)
  order by v.id desc limit $10`;

const countUnsent = `
  select (coalesce((select max(number) from vouchers where company_id = $1), 0)
    - coalesce((select max(last_number) from voucher_batches where company_id = $1), 0))::int as unsent`;

/** The book is held meanwhile: what a batch takes in is all there is. */
const insertBatch = `
  with before as (select coalesce(max(batch), 0) as batch, coalesce(max(last_number), 0) as last from voucher_batches where company_id = $1)
  insert into voucher_batches (company_id, batch, first_number, last_number, made_by, made_on)
  select $1, b.batch + 1, min(v.number), max(v.number), $2, business_date($1)
  from before b join vouchers v on v.company_id = $1 and v.number > b.last group by b.batch
  returning company_id as company, batch, first_number as first, last_number as last, (last_number - first_number + 1)::int as vouchers,
    made_by as "madeBy", made_on as "madeOn"`;
