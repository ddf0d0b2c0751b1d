import { Readable } from 'node:stream';
import { Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { collectionPath } from '../../../workflows/collection-case/decide.js';
import { CaseList, type ListedCase } from '../../cases/case-list.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { csvLine } from '../../platform/sheets/csv.js';
import { Frame } from '../frame.js';
import { withCases } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { readWorklistQuery, type WorklistQuery } from './worklist-query.js';
import { WorklistTabs } from './worklist-tabs.js';

const rowsAtOnce = 1_000;
/** Without it a spreadsheet takes the file for its own old encoding. */
const byteOrderMark = '\ufeff';
const columns = [
  'customerCode',
  'customer',
  'document',
  'instalment',
  'state',
  'dispute',
  'currency',
  'balance',
  'dueOn',
  'age',
  'ownerCode',
  'owner',
  'nextDate',
] as const;

/** The list as it is filtered, all of its pages, for a spreadsheet. */
@UseFilters(PageFilter)
@AllowRoles(...withCases)
@PageController('cases')
export class ExportPage {
  constructor(
    private readonly frame: Frame,
    private readonly cases: CaseList,
    private readonly tabs: WorklistTabs,
    private readonly texts: Texts,
  ) {}

  @Get('export.csv')
  async export(
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
    @Query() fields: Record<string, unknown>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = await readWorklistQuery(fields);
    const { frame, language } = await this.frame.around(request, person);
    const date = frame.company?.businessDate ?? '';
    const rows = Readable.from(this.lines(query, frame.company, person, language));
    await reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="cases-${frame.company?.id ?? ''}-${date}.csv"`)
      .send(rows);
  }

  private async *lines(
    { tab, after: _after, ...asked }: WorklistQuery,
    company: { id: string; businessDate: string } | undefined,
    person: CurrentPerson,
    language: Language,
  ): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(columns.map((column) => this.texts.say(language, `worklist:column.${column}`)));
    if (!company) return;
    const only = tab && (await this.tabs.of(company, person, tab))[tab].condition;
    for (let after: string | undefined; ; ) {
      const query = { ...asked, company: company.id, limit: rowsAtOnce, ...(after !== undefined && { after }) };
      const page = await this.cases.worklist(query, person, only);
      yield page.items.map((item) => csvLine(this.cells(item, language))).join('');
      if (page.next === null) return;
      after = page.next;
    }
  }

  private cells(item: ListedCase, language: Language): string[] {
    const state = `worklist:badge.${collectionPath(item.state).replace('.', '_')}`;
    return [
      item.customer,
      item.customerName,
      item.document,
      String(item.instalment),
      this.texts.say(language, state),
      item.state.customerDispute === 'open' ? this.texts.say(language, 'worklist:badge.disputed') : '',
      item.currency,
      item.balance,
      item.dueOn,
      String(item.overdueDays),
      item.owner,
      item.ownerName,
      item.nextDate ?? '',
    ];
  }
}
