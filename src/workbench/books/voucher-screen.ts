import { Injectable } from '@nestjs/common';
import { accountUses, type VoucherKind, voucherKinds } from '../../../workflows/vouchers.js';
import { ErpNumbers } from '../../integration/vouchers/erp-numbers.js';
import { Vouchers, voucherMakers } from '../../integration/vouchers/vouchers.js';
import { type VoucherRow, VouchersQuery } from '../../integration/vouchers/vouchers.shapes.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal, typedInto } from '../refused-form.js';

/** A form that was sent and not taken. */
export interface SentVoucher {
  form: 'batch' | 'erp';
  typed: Record<string, string>;
  told: ToldRefusal;
}

const rowsOnPage = 50;
const filters = ['customer', 'kind', 'case', 'from', 'to', 'batch', 'exported'] as const;

/** The company's voucher book on the screen. */
@Injectable()
export class VoucherScreen {
  constructor(
    private readonly frame: Frame,
    private readonly vouchers: Vouchers,
    private readonly erpNumbers: ErpNumbers,
    private readonly names: Names,
  ) {}

  /** @throws Problem 400 for what is no filter or page */
  async all(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>, sent?: SentVoucher): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('books/vouchers', looking, { isVouchers: true });
    const wished = typedInto(asked, ...filters, 'after');
    const query = await readForm(VouchersQuery, { ...wished, company: company.id, limit: rowsOnPage });
    const page = pageOf(await this.vouchers.list(person, query), rowsOnPage, ({ id }) => id);
    const unsent = await this.vouchers.unsent(person, company.id);
    const { after: _, ...kept } = wished;
    return this.frame.render('books/vouchers', looking, {
      isVouchers: true,
      company,
      items: page.items.map(withUses),
      next: page.next,
      query: wished,
      isFiltered: Object.keys(kept).length > 0,
      kept: new URLSearchParams({ company: company.id, ...kept }).toString(),
      kinds: voucherKinds.map((kind) => ({ kind, isHere: kind === wished.kind })),
      unsent,
      mayBatch: unsent > 0 && isMaker(person, company.id),
      sent,
    });
  }

  /** @throws Problem 403; 404 `voucher.unknown` */
  async one(request: SignedInRequest, person: CurrentPerson, number: string, sent?: SentVoucher): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) throw new Problem(404, 'voucher.unknown', { company: '', number });
    const voucher = await this.vouchers.read(person, company.id, number);
    const { entries } = await this.erpNumbers.of(person, company.id, number);
    const names = await this.names.of(entries.map(({ enteredBy }) => enteredBy));
    const isNamed = voucher.erpNo !== null && entries.length === 0;
    return this.frame.render('books/voucher', looking, {
      company,
      voucher: withUses(voucher),
      before: number === '1' ? undefined : String(BigInt(number) - 1n),
      isNamed,
      entries: entries.map((entry) => ({ ...entry, enteredByName: names.get(entry.enteredBy) ?? entry.enteredBy })),
      mayEnter: !isNamed && rolesIn(person, company.id).includes('ar_clerk'),
      sent,
    });
  }
}

function isMaker(person: CurrentPerson, company: string): boolean {
  return rolesIn(person, company).some((role) => voucherMakers.some((one) => one === role));
}

function withUses(voucher: VoucherRow): VoucherRow & { uses: (typeof accountUses)[VoucherKind] } {
  return { ...voucher, uses: accountUses[voucher.kind as VoucherKind] };
}
