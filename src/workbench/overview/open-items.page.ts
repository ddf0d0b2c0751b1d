import { Readable } from 'node:stream';
import { Get, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Agreed } from '../../analysis/overview/agreed.js';
import { overviewReaders } from '../../analysis/overview/figure-scope.js';
import { OpenItems } from '../../analysis/overview/open-items.js';
import { AgreedQuery, type OpenItem, OpenItemsQuery } from '../../analysis/overview/open-items.shapes.js';
import { Standing } from '../../analysis/overview/standing.js';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, companiesAs } from '../../people/current-person.js';
import { Owners } from '../../people/owners.js';
import { wholeCompany } from '../../people/scope.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import { Frame, type FrameView } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { queryText, readQuery } from './overview-query.js';

const rowsAtOnce = 1_000;
const columns = [
  'customerCode',
  'customer',
  'document',
  'instalment',
  'dueOn',
  'age',
  'currency',
  'balance',
  'ownerCode',
  'owner',
  'case',
] as const;

/** The rows behind the overview's figures of what is open, and of what was agreed. */
@UseFilters(PageFilter)
@AllowRoles(...overviewReaders)
@PageController('overview')
export class OpenItemsPage {
  constructor(
    private readonly frame: Frame,
    private readonly openItems: OpenItems,
    private readonly agreed: Agreed,
    private readonly standing: Standing,
    private readonly owners: Owners,
    private readonly texts: Texts,
  ) {}

  @Get('open')
  @UseInterceptors(HtmlInterceptor)
  async open(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() fields: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const query = await readQuery(OpenItemsQuery, fields, looking);
    const { company, limit: _limit, after, ...filters } = query;
    requireRole(person, company, ...overviewReaders);
    const page = await this.openItems.page(query, person);
    const sees = companiesAs(person, [...wholeCompany, 'hr']);
    const seesAll = sees === 'all' || sees.includes(company);
    const counted = await this.standing.latest(company, looking.frame.company?.businessDate ?? '');
    const open = counted ? await this.standing.currencies({ company, currency: '', on: counted.on }, person) : [];
    const currencies = new Set([...open.map(({ currency }) => currency), ...(query.currency === undefined ? [] : [query.currency])]);
    return this.frame.render('overview/open', looking, {
      ...page,
      items: page.items.map((item) => ({ ...item, dueIn: -item.overdueDays, isLate: item.overdueDays > 0 })),
      totals: await this.openItems.totals(query, person),
      query,
      counted,
      isFiltered: Object.values(filters).some((value) => value !== undefined),
      companies: companiesOf(looking.frame, person),
      currencies: [...currencies],
      owners: await this.owners.of(person, company, seesAll),
      teams: seesAll ? await this.owners.teams() : [],
      more: page.next === null ? undefined : `/overview/open?${queryText({ ...query, after: page.next })}`,
      first: after === undefined ? undefined : `/overview/open?${queryText({ company, ...filters })}`,
      exportHref: `/overview/open.csv?${queryText({ company, ...filters })}`,
      clear: `/overview/open?${queryText({ company })}`,
    });
  }

  /** As it is filtered, all of its pages, for a spreadsheet. */
  @Get('open.csv')
  async export(
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
    @Query() fields: Record<string, unknown>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const looking = await this.frame.around(request, person);
    const query = await readQuery(OpenItemsQuery, fields, looking);
    requireRole(person, query.company, ...overviewReaders);
    const name = `open-items-${query.company}-${looking.frame.company?.businessDate ?? ''}.csv`;
    await reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(this.lines(query, person, looking.language)));
  }

  @Get('agreed')
  @UseInterceptors(HtmlInterceptor)
  async promised(
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
    @Query() fields: Record<string, unknown>,
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const query = await readQuery(AgreedQuery, fields, looking);
    requireRole(person, query.company, ...overviewReaders);
    const page = await this.agreed.page(query, person);
    const more = page.next === null ? undefined : `/overview/agreed?${queryText({ ...query, after: page.next })}`;
    return this.frame.render('overview/agreed', looking, { ...page, query, more });
  }

  private async *lines({ after: _after, ...asked }: OpenItemsQuery, person: CurrentPerson, language: Language): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(columns.map((column) => this.texts.say(language, `overview:openItems.column.${column}`)));
    for (let after: string | undefined; ; ) {
      const page = await this.openItems.page({ ...asked, limit: rowsAtOnce, ...(after !== undefined && { after }) }, person);
      yield page.items.map((item) => csvLine(cellsOf(item))).join('');
      if (page.next === null) return;
      after = page.next;
    }
  }
}

function cellsOf(item: OpenItem): (string | { amount: string })[] {
  return [
    item.customer,
    item.customerName,
    item.document,
    String(item.instalment),
    item.dueOn,
    { amount: String(item.overdueDays) },
    item.currency,
    { amount: item.balance },
    item.owner,
    item.ownerName,
    item.case ?? '',
  ];
}

/** Those whose overview the person may read. */
function companiesOf({ company, otherCompanies }: FrameView, person: CurrentPerson): { id: string; name: string }[] {
  const readable = companiesAs(person, overviewReaders);
  return [...(company ? [company] : []), ...otherCompanies].filter(({ id }) => readable === 'all' || readable.includes(id));
}
