import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { daysBetween } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Texts } from '../../platform/i18n/texts.js';
import { classifications } from '../../receivables/ledger/allocation.shapes.js';
import { type ReceiptAnswer, ReceiptsQuery } from '../../receivables/ledger/ledger.shapes.js';
import { LedgerLists } from '../../receivables/ledger/ledger-lists.js';
import { writePageKey } from '../../receivables/ledger/page-key.js';
import { type PayableItem, PayableItems, payableShown } from '../../receivables/ledger/payable-items.reader.js';
import { Frame } from '../frame.js';
import { opensImports } from '../navigation.js';
import { readForm, type ToldRefusal } from '../refused-form.js';

/** Amounts by document and instalment, as they were typed. */
export interface SentAmounts {
  typed: ReadonlyMap<string, string>;
  told: ToldRefusal;
}

const rowsOnPage = 50;

/** Receipts on account on the screen, by customer; and one of them with what it may be applied to. */
@Injectable()
export class OnAccountScreen {
  constructor(
    private readonly frame: Frame,
    private readonly lists: LedgerLists,
    private readonly items: PayableItems,
    private readonly texts: Texts,
  ) {}

  async all(
    request: SignedInRequest,
    person: CurrentPerson,
    { show, customer, after, done }: Record<string, unknown>,
    told: ReadonlyMap<string, ToldRefusal> = new Map(),
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('imports/on-account', looking, {});
    const isUnclassified = show === 'unclassified';
    const query = await readForm(ReceiptsQuery, {
      company: company.id,
      limit: rowsOnPage,
      ...(isUnclassified ? { unclassified: 'true' } : { onAccount: 'true' }),
      ...(customer ? { customer } : {}),
      ...(after ? { after } : {}),
    });
    const { items, next } = pageOf(await this.lists.receipts(person, query), rowsOnPage, keyOf);
    const open = await this.items.sums(company.id, [...new Set(items.map((one) => one.customer))]);
    const groups = [...Map.groupBy(items, (one) => one.customer)].map(([code, receipts]) => ({
      customer: code,
      customerName: receipts[0]?.customerName,
      receipts: receipts.map((one) => ({
        ...one,
        path: `/imports/on-account/${one.id}`,
        days: daysBetween(one.valueDate, company.businessDate),
        told: told.get(one.id),
      })),
      open: open.filter((sum) => sum.customer === code),
    }));
    return this.frame.render('imports/on-account', looking, {
      company,
      mayImports: opensImports(person),
      groups,
      isUnclassified,
      isClerk: rolesIn(person, company.id).includes('ar_clerk'),
      classifications,
      query: { customer },
      next,
      done: typeof done === 'string' && /^[1-9]\d{0,3}$/.test(done) ? done : undefined,
      refused: told.size > 0 ? told.size : undefined,
    });
  }

  /** @throws Problem 404 `receipt.unknown` */
  async one(
    request: SignedInRequest,
    person: CurrentPerson,
    id: string,
    { fillsOldest = false, sent }: { fillsOldest?: boolean; sent?: SentAmounts },
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const receipt = await this.lists.receiptFor(person, id);
    const items = await this.items.of(receipt.company, receipt.customer, receipt.currency);
    const amounts = sent?.typed ?? suggested(receipt, items, fillsOldest);
    return this.frame.render('imports/receipt', looking, {
      title: this.texts.say(looking.language, 'imports:receipt.title', { receipt: receipt.receipt }),
      receipt: { ...receipt, path: `/imports/on-account/${id}` },
      isSpent: cents(receipt.onAccount) <= 0,
      mayAllocate: rolesIn(person, receipt.company).includes('ar_clerk') && cents(receipt.onAccount) > 0,
      items: items.map((item, place) => {
        const name = `${item.document}/${item.instalment}`;
        return { ...item, place, amountTyped: amounts.get(name), fault: sent?.told.fields[name], isLost: cents(item.lost) > 0 };
      }),
      isCut: items.length === payableShown,
      payableShown,
      told: sent?.told,
      key: randomUUID(),
      today: looking.frame.company?.businessDate,
    });
  }
}

/** What the file named, or the oldest first as far as it reaches. */
export function suggested(
  { document, instalment, onAccount }: Pick<ReceiptAnswer, 'document' | 'instalment' | 'onAccount'>,
  items: readonly PayableItem[],
  fillsOldest: boolean,
): Map<string, string> {
  const amounts = new Map<string, string>();
  let left = cents(onAccount);
  for (const item of items) {
    const isNamed = item.document === document && item.instalment === (instalment ?? 1);
    const part = Math.min(left, cents(item.balance));
    if (part <= 0 || !(fillsOldest || isNamed)) continue;
    amounts.set(`${item.document}/${item.instalment}`, formatAmount(part));
    left -= part;
  }
  return amounts;
}

function keyOf({ company, customer, valueDate, id }: ReceiptAnswer): string {
  return writePageKey('receipts', [company, customer, valueDate, id]);
}
