import { Injectable, type OnModuleInit } from '@nestjs/common';
import { formatAmount } from '../../../workflows/money.js';
import { type Recorded, vouchersOf } from '../../../workflows/vouchers.js';
import { type Damage, RecordChecks } from '../../cases/record-checks.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';

interface WrittenVoucher {
  companyId: string;
  number: string;
  /** Of the voucher before it in the company's book; null for the first. */
  before: string | null;
  caseId: string;
  place: number;
  kind: string;
  dated: string;
  debit: string;
  credit: string;
  amount: string;
  voucherNo: string | null;
  entries: Recorded[];
  entryDated: string;
  machineVersion: number;
  policyVersion: number;
  calendarVersion: number;
}

const atOnce = 1_000;

/** For a verification: every voucher is what its journal entry calls for, and none is missing between two. */
@Injectable()
export class VoucherCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly checks: RecordChecks,
  ) {}

  onModuleInit(): void {
    this.checks.add((tell) => this.check(tell));
  }

  private async check(tell: (damage: Damage) => void): Promise<void> {
    for (let after: [company: string, number: string] = ['', '0']; ; ) {
      const vouchers = await this.database.query<WrittenVoucher>(nextVouchers, [...after, atOnce]);
      for (const voucher of vouchers)
        for (const what of await this.faultsOf(voucher))
          tell({ check: 'voucher', companyId: voucher.companyId, caseId: voucher.caseId, what: `voucher ${voucher.number} ${what}` });
      const last = vouchers.at(-1);
      if (!last) return;
      after = [last.companyId, last.number];
    }
  }

  private async faultsOf(voucher: WrittenVoucher): Promise<string[]> {
    const { companyId, number, before, place, kind, entries, machineVersion, policyVersion, calendarVersion } = voucher;
    const faults = Number(number) === Number(before ?? 0) + 1 ? [] : [`follows voucher ${before ?? 'none'}: what was between them is gone`];
    const { policy } = await this.rules.at(companyId, { machineVersion, policyVersion, calendarVersion });
    const entry = entries[place];
    const called = entry && vouchersOf(entry, policy).find((one) => one.kind === kind);
    if (!called) return [...faults, 'has no entry in the journal that calls for it'];
    const expected = {
      dated: voucher.entryDated,
      debit: called.debit,
      credit: called.credit,
      amount: formatAmount(called.amountCents),
      voucherNo: called.voucherNo ?? null,
    };
    const wrong = Object.entries(expected).filter(([name, value]) => voucher[name as keyof typeof expected] !== value);
    return [...faults, ...wrong.map(([name, value]) => `says ${voucher[name as keyof typeof expected]} for ${name}, its entry ${value}`)];
  }
}

const nextVouchers = `
  select v.company_id as "companyId", v.number, (
      select max(b.number) from vouchers b where b.company_id = v.company_id and b.number < v.number) as before,
    v.case_id as "caseId", v.place, v.kind, v.dated, v.debit, v.credit, v.amount, v.erp_no as "voucherNo", j.entries, j.business_date as "entryDated",
    j.machine_version as "machineVersion", j.policy_version as "policyVersion", j.calendar_version::int as "calendarVersion"
  from vouchers v join case_journal j on j.company_id = v.company_id and j.case_id = v.case_id and j.seq = v.seq
  where (v.company_id, v.number) > ($1, $2::bigint) order by v.company_id, v.number limit $3`;
