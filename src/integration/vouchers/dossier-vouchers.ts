import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import { type VoucherKind, type VoucherProposal, vouchersOf } from '../../../workflows/vouchers.js';
import { type DossierFile, DossierParts, type DossierRequest } from '../../cases/dossier-parts.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import { VoucherBook } from './voucher-book.js';

const columns = [
  'number',
  'company',
  'case',
  'voucherNo',
  'date',
  'text',
  'account',
  'debit',
  'credit',
  'currency',
  'customer',
  'document',
  'instalment',
] as const;

type Line = Readonly<Record<(typeof columns)[number], string>>;

/** Account codes. */
interface Booked {
  kind: VoucherKind;
  debit: string;
  credit: string;
  amount: string;
  /** These three are empty as long as nothing is posted. */
  number: string;
  date: string;
  voucherNo: string;
}

interface CaseRow {
  customer: string;
  customerName: string;
  document: string;
  instalment: number;
  currency: string;
  balance: string;
  waitsForPosting: boolean;
  lastEntryOn: string;
}

/** What the accounts get of a bad debt, for its dossier: the vouchers of the book, and of what is not posted yet the one that it will be. */
@Injectable()
export class DossierVouchers implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly book: VoucherBook,
    private readonly rules: RulesInForce,
    private readonly texts: Texts,
    private readonly parts: DossierParts,
  ) {}

  onModuleInit(): void {
    this.parts.add((asked) => this.files(asked));
  }

  private async files(asked: DossierRequest): Promise<DossierFile[]> {
    const { companyId, caseId, version, language } = asked;
    await this.book.bring(companyId);
    const [found] = await this.database.query<CaseRow>(selectCase, [companyId, caseId, version], 'vouchers.dossier_case');
    if (!found) throw new Error(`case ${caseId} is gone`);
    const booked = await this.database.query<Booked>(selectBooked, [companyId, caseId, version], 'vouchers.dossier');
    const all = found.waitsForPosting ? [...booked, ...(await this.proposed(companyId, found))] : booked;
    const lines = all.flatMap((voucher) => this.lines(voucher, found, asked));
    const heads = columns.map((column) => this.texts.say(language, `vouchers:dossier.${column}`));
    const rows = lines.map((line) => columns.map((column) => line[column]));
    return [{ name: 'voucher-proposal.csv', content: Buffer.from(byteOrderMark + [heads, ...rows].map(csvLine).join('')) }];
  }

  /** By the accounts in force on the day of the case's last entry: the same record says the same on any day. */
  private async proposed(companyId: string, { balance, lastEntryOn }: CaseRow): Promise<Booked[]> {
    const { policy } = await this.rules.on(companyId, lastEntryOn);
    const write = ({ kind, debit, credit, amountCents }: VoucherProposal): Booked => ({
      ...{ kind, debit, credit, amount: formatAmount(amountCents) },
      ...{ number: '', date: '', voucherNo: '' },
    });
    return vouchersOf({ type: 'writeOffPosted', amountCents: cents(balance) }, policy).map(write);
  }

  /** First what is debited, then what is credited. */
  private lines(
    { kind, debit, credit, amount, ...voucher }: Booked,
    found: CaseRow,
    { companyId, caseId, language }: DossierRequest,
  ): Line[] {
    const { customer, customerName, document, instalment, currency } = found;
    const text = this.texts.say(language, 'vouchers:dossier.line', {
      kind: kindOf(this.texts, language, kind),
      customer: customerName,
      document,
    });
    const both = { ...voucher, company: companyId, case: caseId, text, currency, customer, document, instalment: String(instalment) };
    return [
      { ...both, account: debit, debit: amount, credit: '' },
      { ...both, account: credit, debit: '', credit: amount },
    ];
  }
}

function kindOf(texts: Texts, language: Language, kind: VoucherKind): string {
  return texts.say(language, `vouchers:kind.${kind}`);
}

/** As the record was at its entry $3; the ledger's own columns do not change without one. */
const selectCase = `
  select c.customer, k.name as "customerName", r.document, r.instalment, r.currency, c.balance,
    c.collection like 'writeOff.%' as "waitsForPosting", j.business_date as "lastEntryOn"
  from cases c
  join customers k on k.company_id = c.company_id and k.customer = c.customer
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join case_journal j on j.company_id = c.company_id and j.case_id = c.id and j.seq = $3
  where c.company_id = $1 and c.id = $2`;

const selectBooked = `
  select kind, debit, credit, amount, number, dated as date, coalesce(erp_no, '') as "voucherNo"
  from vouchers where company_id = $1 and case_id = $2 and seq <= $3 order by number`;
