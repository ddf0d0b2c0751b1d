import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { daysBetween } from '../../../workflows/calendar/dates.js';
import { cents } from '../../../workflows/money.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Texts } from '../../platform/i18n/texts.js';
import { CreditsQuery } from '../../receivables/ledger/ledger.shapes.js';
import { LedgerLists } from '../../receivables/ledger/ledger-lists.js';
import { writePageKey } from '../../receivables/ledger/page-key.js';
import { PayableItems, payableShown } from '../../receivables/ledger/payable-items.reader.js';
import { Frame } from '../frame.js';
import { opensImports } from '../navigation.js';
import { readForm } from '../refused-form.js';
import { type SentAmounts, suggested } from './on-account-screen.js';

const rowsOnPage = 50;
const creditPath = (id: string) => `/imports/on-account/credits/${id}`;

/** Credits on account on the screen, beside the receipts; and one of them with what it may be applied to. */
@Injectable()
export class CreditsScreen {
  constructor(
    private readonly frame: Frame,
    private readonly lists: LedgerLists,
    private readonly items: PayableItems,
    private readonly texts: Texts,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, { customer, after }: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('imports/on-account', looking, {});
    const wished = { ...(customer ? { customer } : {}), ...(after ? { after } : {}) };
    const query = await readForm(CreditsQuery, { company: company.id, limit: rowsOnPage, onAccount: 'true', ...wished });
    const { items, next } = pageOf(
      await this.lists.credits(person, query),
      rowsOnPage,
      ({ company: of, customer: whose, creditedOn, id }) => writePageKey('credits', [of, whose, creditedOn, id]),
    );
    const open = await this.items.sums(company.id, [...new Set(items.map((one) => one.customer))]);
    return this.frame.render('imports/on-account', looking, {
      company,
      mayImports: opensImports(person),
      isCredits: true,
      groups: [...Map.groupBy(items, (one) => one.customer)].map(([code, credits]) => ({
        customer: code,
        customerName: credits[0]?.customerName,
        receipts: credits.map(({ credit, creditedOn, ...one }) => ({
          ...one,
          receipt: credit,
          valueDate: creditedOn,
          days: daysBetween(creditedOn, company.businessDate),
          path: creditPath(one.id),
        })),
        open: open.filter((sum) => sum.customer === code),
      })),
      isClerk: rolesIn(person, company.id).includes('ar_clerk'),
      query: { customer },
      next,
    });
  }

  /** @throws Problem 404 `credit.unknown` */
  async one(
    request: SignedInRequest,
    person: CurrentPerson,
    id: string,
    { fillsOldest = false, sent }: { fillsOldest?: boolean; sent?: SentAmounts },
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const credit = await this.lists.creditFor(person, id);
    // What was written off is not paid by a credit.
    const items = (await this.items.of(credit.company, credit.customer, credit.currency)).filter(({ balance }) => cents(balance) > 0);
    const amounts = sent?.typed ?? suggested(credit, items, fillsOldest);
    const isOpen = cents(credit.onAccount) > 0;
    return this.frame.render('imports/receipt', looking, {
      title: this.texts.say(looking.language, 'imports:credits.credit', { credit: credit.credit }),
      isCredit: true,
      receipt: { ...credit, valueDate: credit.creditedOn, path: creditPath(id) },
      isSpent: !isOpen,
      mayAllocate: isOpen && rolesIn(person, credit.company).includes('ar_clerk'),
      items: items.map((item, place) => {
        const name = `${item.document}/${item.instalment}`;
        return { ...item, place, amountTyped: amounts.get(name), fault: sent?.told.fields[name] };
      }),
      isCut: items.length === payableShown,
      payableShown,
      told: sent?.told,
      key: randomUUID(),
    });
  }
}
