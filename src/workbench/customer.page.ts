import { Get, Param, Req, Res, StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseList } from '../cases/case-list.js';
import { CasesQuery } from '../cases/cases.shapes.js';
import { StatementPaper } from '../letters/statement-paper.js';
import { Statements } from '../letters/statements.js';
import { AllowRoles } from '../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { Problem } from '../platform/errors/problem.js';
import { Texts } from '../platform/i18n/texts.js';
import { PageController } from '../platform/pages/page-route.js';
import { pdfAnswer } from '../platform/print/pdf-answer.js';
import { Name } from '../platform/shapes.js';
import { CommercialLists } from '../receivables/commercial/commercial-lists.js';
import { Contracts } from '../receivables/commercial/contracts.js';
import { companyMoneyRoles } from '../receivables/company-money.js';
import { CreditHolds } from '../receivables/credit/holds.js';
import { CreditStandings } from '../receivables/credit/standing.js';
import { customerRoles } from '../receivables/customer-scope.js';
import { CustomerReader, itemsShown } from '../receivables/customers/customer-reader.js';
import { RecentReceipts } from '../receivables/ledger/recent-receipts.js';
import { customerView } from './customer-view.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { PageFilter } from './page.filter.js';

class CustomerPath {
  @Name({ max: 64 }) code!: string;
}

const shown = 50;
const receiptsShown = 10;

/** All about one customer: what is owed, how they pay, what was agreed. */
@UseFilters(PageFilter)
@AllowRoles(...customerRoles)
@PageController('customers/:code')
export class CustomerPage {
  constructor(
    private readonly frame: Frame,
    private readonly customers: CustomerReader,
    private readonly cases: CaseList,
    private readonly receipts: RecentReceipts,
    private readonly commercial: CommercialLists,
    private readonly contracts: Contracts,
    private readonly statements: Statements,
    private readonly paper: StatementPaper,
    private readonly texts: Texts,
    private readonly standings: CreditStandings,
    private readonly holds: CreditHolds,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  async show(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Param() { code }: CustomerPath): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) throw new Problem(404, 'customer.unknown', { customer: code, company: '' });
    const { id, businessDate: today } = company;
    const head = await this.customers.head(person, id, code);
    const of = { company: id, customer: code, limit: shown };
    const standing = await this.standings.of(person, id, code);
    const query = Object.assign(new CasesQuery(), { ...of, state: 'all', sort: '-due', limit: 100 });
    return this.frame.render('customers/customer', looking, {
      ...customerView({
        head,
        standing,
        exposure: await this.customers.exposure(id, code, today),
        items: await this.customers.openItems(id, code),
        months: await this.customers.payments(id, code, today),
        cases: (await this.cases.worklist(query, person)).items,
        today,
        currency: company.currency,
      }),
      itemsShown,
      seesMoney: rolesIn(person, id).some((role) => companyMoneyRoles.some((one) => one === role)),
      standing,
      holds: standing.held > 0 ? await this.holds.list(person, of, looking.language) : [],
      contracts: (await this.contracts.list(person, of)).slice(0, shown),
      orders: (await this.commercial.orders(person, { ...of, open: 'true' })).slice(0, shown),
      checks: (await this.commercial.creditChecks(person, of)).slice(0, shown),
      lastCheck: await this.standings.lastCheck(id, code),
      weaknesses: standing.weaknesses
        .map((one) => this.texts.say(looking.language, `credit:weakness.${one}`))
        .join(looking.language === 'en' ? ', ' : '、'),
      receipts: await this.receipts.ofCustomer(id, code, receiptsShown),
    });
  }

  /** The reconciliation statement 对账单 of today. */
  @Get('statement.pdf')
  async statement(
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
    @Param() { code }: CustomerPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { frame } = await this.frame.around(request, person);
    const content = await this.statements.of(person, frame.company?.id ?? '', code, undefined);
    return pdfAnswer(reply, await this.paper.print(content), `statement-${code}-${content.date}`);
  }
}
