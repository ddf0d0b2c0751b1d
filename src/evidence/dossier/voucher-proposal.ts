import { Injectable } from '@nestjs/common';
import { formatAmount } from '../../../workflows/money.js';
import type { Language } from '../../platform/i18n/language.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import type { DossierContent } from './dossier-content.js';
import { DossierWords } from './dossier-words.js';

/** The entry that the accounts get of a write-off: Dr allowance for bad debts / Cr receivables (domain.md, What the accounts get). */
@Injectable()
export class VoucherProposal {
  constructor(private readonly words: DossierWords) {}

  csv(content: DossierContent, language: Language): Buffer {
    const { say } = this.words.of(content, language);
    const { company, customer, receivable, caseId, lossCents, posted } = content;
    const amount = formatAmount(lossCents);
    const columns = [
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
    ];
    const row = (account: string, debit: string, credit: string) => [
      company.id,
      caseId,
      posted?.voucherNo ?? '',
      posted?.on ?? '',
      say('voucher.text', { customer: customer.name, document: receivable.document }),
      say(`voucher.${account}`),
      debit,
      credit,
      receivable.currency,
      customer.code,
      receivable.document,
      String(receivable.instalment),
    ];
    const lines = [columns.map((column) => say(`voucher.column.${column}`)), row('allowance', amount, ''), row('receivables', '', amount)];
    return Buffer.from(byteOrderMark + lines.map(csvLine).join(''));
  }
}
