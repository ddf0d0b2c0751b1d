import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import { type Recorded, type VoucherProposal, vouchersOf, vouchersOfProvision } from '../../../workflows/vouchers.js';
import { type Damage, RecordChecks } from '../../cases/record-checks.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';

interface WrittenVoucher {
  companyId: string;
  number: string;
  /** Of the voucher before it in the company's book; null for the first. */
  before: string | null;
  /** Of a journal entry; null for a provision. */
  caseId: string | null;
  place: number;
  kind: string;
  dated: string;
  debit: string;
  credit: string;
  amount: string;
  voucherNo: string | null;
  /** Null for a provision, and where the entry is gone. */
  entries: Recorded[] | null;
  /** Of the entry, or the last day of the provision's month. */
  entryDated: string;
  policyVersion: number | null;
  /** Of an approved provision; null for a journal entry, and for a provision that nobody approved. */
  change: string | null;
}

const atOnce = 1_000;

/** For a verification: every voucher is what its journal entry or provision calls for, none is missing between two, or of a provision. */
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
          tell({
            check: 'voucher',
            companyId: voucher.companyId,
            ...(voucher.caseId !== null && { caseId: voucher.caseId }),
            what: `voucher ${voucher.number} ${what}`,
          });
      const last = vouchers.at(-1);
      if (!last) break;
      after = [last.companyId, last.number];
    }
    for (const { companyId, id } of await this.database.query<{ companyId: string; id: string }>(withoutVoucher))
      tell({ check: 'voucher', companyId, what: `provision ${id} was approved, and its voucher is gone` });
  }

  private async faultsOf(voucher: WrittenVoucher): Promise<string[]> {
    const { number, before } = voucher;
    const faults = Number(number) === Number(before ?? 0) + 1 ? [] : [`follows voucher ${before ?? 'none'}: what was between them is gone`];
    const called = await this.calledFor(voucher);
    if (!called)
      return [
        ...faults,
        voucher.caseId === null ? 'has no approved provision that calls for it' : 'has no entry in the journal that calls for it',
      ];
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

  private async calledFor(voucher: WrittenVoucher): Promise<VoucherProposal | undefined> {
    const { companyId, caseId, place, kind, entries, policyVersion, change } = voucher;
    const policy = policyVersion === null ? undefined : await this.rules.policyKept(companyId, policyVersion);
    if (!policy) return undefined;
    if (caseId === null) return change === null ? undefined : vouchersOfProvision(cents(change), policy).find((one) => one.kind === kind);
    const entry = entries?.[place];
    return entry && vouchersOf(entry, policy).find((one) => one.kind === kind);
  }
}

const nextVouchers = `
  select v.company_id as "companyId", v.number, (
      select max(b.number) from vouchers b where b.company_id = v.company_id and b.number < v.number) as before,
    v.case_id as "caseId", v.place, v.kind, v.dated, v.debit, v.credit, v.amount, v.erp_no as "voucherNo", j.entries,
    coalesce(j.business_date, p.month_end) as "entryDated",
    coalesce(j.policy_version, p.policy_version) as "policyVersion",
    case when d.outcome = 'approved' then p.change end as change
  from vouchers v
  left join case_journal j on j.company_id = v.company_id and j.case_id = v.case_id and j.seq = v.seq
  left join provisions p on p.company_id = v.company_id and p.id = v.provision_id
  left join provision_decisions d on d.company_id = p.company_id and d.provision_id = p.id
  where (v.company_id, v.number) > ($1, $2::bigint) order by v.company_id, v.number limit $3`;

const withoutVoucher = `
  select p.company_id as "companyId", p.id from provision_decisions d join provisions p on p.company_id = d.company_id and p.id = d.provision_id
  where d.outcome = 'approved' and p.change <> 0
    and not exists (select from vouchers v where v.company_id = p.company_id and v.provision_id = p.id)
  order by 1, 2`;
