import { Readable } from 'node:stream';
import { Body, Get, Param, Post, Query, Req, Res, type StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ErpNumbers } from '../../integration/vouchers/erp-numbers.js';
import { VoucherExport } from '../../integration/vouchers/voucher-export.js';
import { Vouchers, voucherMakers, voucherReaders } from '../../integration/vouchers/vouchers.js';
import { ErpNumberForm, VoucherBatchForm, VouchersQuery } from '../../integration/vouchers/vouchers.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { fileAnswer } from '../../receivables/commercial/file-answer.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { VoucherScreen } from './voucher-screen.js';

type Fields = Record<string, unknown>;

/** What the ERP is proposed to book: read, handed over, and numbered as the ERP numbers it. */
@UseFilters(PageFilter)
@AllowRoles(...voucherReaders)
@PageController('books/vouchers')
export class VoucherPages {
  constructor(
    private readonly screen: VoucherScreen,
    private readonly vouchers: Vouchers,
    private readonly erpNumbers: ErpNumbers,
    private readonly files: VoucherExport,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  all(@Query() query: Fields, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  @Get('vouchers.xlsx')
  async workbook(
    @Query() asked: Fields,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<StreamableFile> {
    const bytes = this.files.workbook(person, await wishOf(asked), person.language);
    return fileAnswer(reply, 'xlsx', { name: 'vouchers', content: Readable.from(bytes, { objectMode: false }) });
  }

  @Get('vouchers.csv')
  async csv(
    @Query() asked: Fields,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<StreamableFile> {
    const lines = this.files.csv(person, await wishOf(asked), person.language);
    return fileAnswer(reply, 'csv', { name: 'vouchers', content: Readable.from(lines) });
  }

  /** All that are in no batch yet; its files are on the page that follows. */
  @Post('batches')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles(...voucherMakers)
  async batch(
    @Body() body: Fields,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'company');
    try {
      const { company } = await readForm(VoucherBatchForm, typed);
      const { batch } = await this.vouchers.batch(person, company);
      return void reply.redirect(`/books/vouchers?batch=${batch}&company=${encodeURIComponent(company)}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.all(request, person, {}, { form: 'batch', typed, told });
    }
  }

  /** Of the company in the address. */
  @Get(':number')
  @UseInterceptors(HtmlInterceptor)
  one(@Param('number', PageId) number: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, number);
  }

  @Post(':number/erp-number')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('ar_clerk')
  async enter(
    @Param('number', PageId) number: string,
    @Body() body: Fields,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'company', 'erpNo', 'reason');
    try {
      const form = await readForm(ErpNumberForm, typed);
      await this.erpNumbers.enter(person, number, form);
      return void reply.redirect(`/books/vouchers/${number}?company=${encodeURIComponent(form.company)}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, number, { form: 'erp', typed, told });
    }
  }
}

function wishOf(asked: Fields): Promise<VouchersQuery> {
  return readForm(VouchersQuery, typedInto(asked, 'company', 'customer', 'kind', 'case', 'from', 'to', 'batch', 'exported'));
}
