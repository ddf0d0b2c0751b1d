import { Get, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseList } from '../../cases/case-list.js';
import { MailPreviews } from '../../mail/mail-previews.js';
import { notices } from '../../mail/notices/notices.js';
import { MailPreviewForm } from '../../mail/outbox.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { languages } from '../../platform/i18n/language.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { withCases } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { RefusedForm, readForm, type ToldRefusal, typedInto } from '../refused-form.js';
import { mailBody } from './mail-body.js';
import { MailWords } from './mail-words.js';

const casesOffered = 20;
const firstNotice = 'overdue_reminder';

/** How any notice reads with a real case; nothing is sent. */
@UseFilters(PageFilter)
@AllowRoles(...withCases)
@PageController('mail/previews')
export class MailPreviewsPage {
  constructor(
    private readonly frame: Frame,
    private readonly previews: MailPreviews,
    private readonly cases: CaseList,
    private readonly words: MailWords,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  async show(
    @Query() asked: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const offered = company
      ? (await this.cases.page({ state: 'open', company: company.id, sort: '-balance', limit: casesOffered }, person)).items
      : [];
    const typed = typedInto(asked, 'notice', 'case', 'language');
    const { notice = firstNotice, language = looking.language } = typed;
    const id = typed.case ?? offered[0]?.id;
    const about = { notice, language, ...(id !== undefined && { case: id }) };
    const isWithoutCase = notices.find(({ kind }) => kind === notice)?.isWithoutCase === true;
    let told: ToldRefusal | undefined;
    const written =
      id === undefined && !isWithoutCase
        ? undefined
        : await this.written(person, about).catch(async (error: unknown) => {
            told = await this.refused.told(error, request, reply, looking.language);
            return undefined;
          });
    return this.frame.render('mail/previews', looking, {
      notices: notices.map(({ kind }) => ({ value: kind, text: this.words.kind(looking.language, kind), isHere: kind === notice })),
      offered: offered.map((one) => ({ value: one.id, text: `${one.customerName} ${one.document}`, isHere: one.id === id })),
      other: offered.some((one) => one.id === id) ? undefined : id,
      languages: languages.map((value) => ({ value, isHere: value === language })),
      written,
      body: `/mail/previews/body.html?${new URLSearchParams(about)}`,
      told,
    });
  }

  @Get('body.html')
  async body(
    @Query() asked: Record<string, unknown>,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return mailBody(reply, (await this.written(person, typedInto(asked, 'notice', 'case', 'language'))).html);
  }

  private async written(person: CurrentPerson, typed: Record<string, string>) {
    return this.previews.of(person, await readForm(MailPreviewForm, typed));
  }
}
