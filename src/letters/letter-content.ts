import { addDays, type BusinessDate, daysBetween } from '../../workflows/calendar/dates.js';
import { contestedOf, type ItemPart, type OpenItem, partOf } from '../../workflows/collection-case/customer-letter.js';
import type { Terms } from '../../workflows/dunning/reminders.js';
import { type Cents, formatAmount } from '../../workflows/money.js';
import type { Letterhead } from '../people/letterhead.shapes.js';
import type { Language } from '../platform/i18n/language.js';

/** An open item as the ledger and its case have it. */
export interface LedgerItem extends OpenItem {
  readonly receivableId: string;
  readonly customer: string;
  readonly document: string;
  readonly instalment: number;
  readonly issuedOn: BusinessDate;
  readonly currency: string;
  readonly amountCents: Cents;
}

/** An item as it is printed; amounts as text. */
export interface LetterItem {
  readonly document: string;
  readonly instalment: number;
  readonly issuedOn: BusinessDate;
  readonly dueOn: BusinessDate;
  /** 0 where it is not yet due. */
  readonly overdueDays: number;
  readonly currency: string;
  readonly amount: string;
  readonly open: string;
  /** Of what is open; '0.00' without a dispute. */
  readonly contested: string;
  readonly part: ItemPart;
}

/** Sums never mix currencies. */
export interface LetterTotal {
  readonly currency: string;
  /** Overdue, less what is contested. */
  readonly demanded: string;
  readonly contested: string;
  readonly apart: string;
  readonly notDue: string;
  readonly open: string;
}

/** All that a letter tells the customer. Nothing that is only the company's own business has a place here. */
export interface LetterContent {
  readonly number: string;
  readonly level: number;
  readonly date: BusinessDate;
  readonly payBy: BusinessDate;
  readonly language: Language;
  readonly company: Required<Pick<Letterhead, 'name'>> & Letterhead;
  readonly customer: { readonly code: string; readonly name: string };
  readonly items: readonly LetterItem[];
  readonly totals: readonly LetterTotal[];
}

/** Who is written to, and by whom. */
export interface Parties {
  readonly companyId: string;
  readonly companyName: string;
  readonly letterhead: Letterhead;
  readonly customer: string;
  readonly customerName: string;
  readonly email: string | null;
  readonly language: Language;
}

export function letterContent(
  { id, level, on }: { id: string; level: number; on: BusinessDate },
  { companyId, companyName, letterhead, customer, customerName, language }: Parties,
  ledgerItems: readonly LedgerItem[],
  terms: Terms,
): LetterContent {
  const items = ledgerItems.map((item) => letterItem(item, on, terms));
  return {
    number: `${companyId}-${id.padStart(6, '0')}`,
    level,
    date: on,
    payBy: addDays(on, terms.policy.letterPaymentDays[level - 1] ?? 0),
    language,
    company: { ...letterhead, name: letterhead.name ?? companyName },
    customer: { code: customer, name: customerName },
    items,
    totals: totalsOf(ledgerItems, items),
  };
}

function letterItem(item: LedgerItem, on: BusinessDate, terms: Terms): LetterItem {
  return {
    document: item.document,
    instalment: item.instalment,
    issuedOn: item.issuedOn,
    dueOn: item.dueOn,
    overdueDays: Math.max(0, daysBetween(item.dueOn, on)),
    currency: item.currency,
    amount: formatAmount(item.amountCents),
    open: formatAmount(item.openCents),
    contested: formatAmount(contestedOf(item)),
    part: partOf(item, on, terms),
  };
}

function totalsOf(ledgerItems: readonly LedgerItem[], items: readonly LetterItem[]): LetterTotal[] {
  const currencies = [...new Set(items.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const sum = (part: ItemPart | undefined, of: (item: LedgerItem) => Cents) =>
      ledgerItems.reduce(
        (total, item, at) => (item.currency === currency && (part ?? items[at]?.part) === items[at]?.part ? total + of(item) : total),
        0,
      );
    const contested = sum('overdue', contestedOf);
    return {
      currency,
      demanded: formatAmount(sum('overdue', ({ openCents }) => openCents) - contested),
      contested: formatAmount(contested),
      apart: formatAmount(sum('apart', ({ openCents }) => openCents)),
      notDue: formatAmount(sum('notDue', ({ openCents }) => openCents)),
      open: formatAmount(sum(undefined, ({ openCents }) => openCents)),
    };
  });
}
