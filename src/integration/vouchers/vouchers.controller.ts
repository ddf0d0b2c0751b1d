import { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { ErpNumbers } from './erp-numbers.js';
import { VoucherExport } from './voucher-export.js';
import { Vouchers, voucherMakers, voucherReaders } from './vouchers.js';
import {
  ErpNumberForm,
  ErpNumbersAnswer,
  ErpNumbersQuery,
  VoucherBatchAnswer,
  VoucherBatchForm,
  VoucherExportQuery,
  VoucherPath,
  VouchersPage,
  VouchersQuery,
} from './vouchers.shapes.js';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What the ERP is proposed to book. */
@ApiTags('vouchers')
@ApiBearerAuth()
@AllowRoles(...voucherReaders)
@Controller('api/v1/vouchers')
export class VouchersController {
  constructor(
    private readonly vouchers: Vouchers,
    private readonly files: VoucherExport,
    private readonly erpNumbers: ErpNumbers,
  ) {}

  /** Newest first. */
  @Get()
  @ApiOkResponse({ type: VouchersPage })
  async page(@Query() query: VouchersQuery, @Person() person: CurrentPerson): Promise<VouchersPage> {
    return pageOf(await this.vouchers.list(person, query), query.limit, ({ id }) => id);
  }

  /** All vouchers that are in no batch yet; a batch is fetched with `export.xlsx?batch=` or `export.csv?batch=`, as often as it takes. */
  @Post('batches')
  @AllowRoles(...voucherMakers)
  @ApiCreatedResponse({ type: VoucherBatchAnswer })
  batch(@Body() { company }: VoucherBatchForm, @Person() person: CurrentPerson): Promise<VoucherBatchAnswer> {
    return this.vouchers.batch(person, company);
  }

  /** The ERP's number of a voucher that nobody named at posting: once, and with a reason again. */
  @Post(':number/erp-number')
  @HttpCode(200)
  @AllowRoles('ar_clerk')
  @ApiOkResponse({ type: ErpNumbersAnswer })
  async enter(@Param() { number }: VoucherPath, @Body() form: ErpNumberForm, @Person() person: CurrentPerson): Promise<ErpNumbersAnswer> {
    await this.erpNumbers.enter(person, number, form);
    return this.erpNumbers.of(person, form.company, number);
  }

  /** All that were entered for one voucher. */
  @Get(':number/erp-number')
  @ApiOkResponse({ type: ErpNumbersAnswer })
  entered(
    @Param() { number }: VoucherPath,
    @Query() { company }: ErpNumbersQuery,
    @Person() person: CurrentPerson,
  ): Promise<ErpNumbersAnswer> {
    return this.erpNumbers.of(person, company, number);
  }

  @Get('export.xlsx')
  @ApiProduces(workbookType)
  @ApiOkResponse({ content: { [workbookType]: { schema: { type: 'string', format: 'binary' } } } })
  workbook(
    @Query() { lang, ...query }: VoucherExportQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') wishes?: string,
  ): StreamableFile {
    const bytes = Readable.from(this.files.workbook(person, query, lang ?? languageOf(wishes)), { objectMode: false });
    return new StreamableFile(bytes, { type: workbookType, disposition: 'attachment; filename="vouchers.xlsx"' });
  }

  @Get('export.csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  csv(
    @Query() { lang, ...query }: VoucherExportQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') wishes?: string,
  ): StreamableFile {
    const lines = Readable.from(this.files.csv(person, query, lang ?? languageOf(wishes)));
    return new StreamableFile(lines, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="vouchers.csv"' });
  }
}
