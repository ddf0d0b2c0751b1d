import { Get, Param, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Mailbox } from '../../mail/mailbox.js';
import { MailboxQuery } from '../../mail/outbox.shapes.js';
import { companiesWith, listed } from '../../mail/outbox-desk.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm } from '../refused-form.js';
import { mailBody } from './mail-body.js';
import { MailWords } from './mail-words.js';

const messagesOnPage = 30;

/** Training mode: what would have been sent, as it would look. */
@UseFilters(PageFilter)
@PageController('mail/mailbox')
export class MailboxPage {
  constructor(
    private readonly frame: Frame,
    private readonly mailbox: Mailbox,
    private readonly words: MailWords,
  ) {}

  /** One's own; an administrator opens anybody's, an AR clerk the customers'. */
  @Get()
  @UseInterceptors(HtmlInterceptor)
  async all(@Query() asked: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    const looking = await this.frame.around(request, person);
    const wished = Object.fromEntries(['login', 'customer', 'team', 'after'].flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
    const { items, next } = await this.mailbox.page(person, await readForm(MailboxQuery, { ...wished, limit: messagesOnPage }));
    const { login, customer, team } = wished;
    return this.frame.render('mail/mailbox', looking, {
      items: items.map((item) => ({ ...item, html: undefined, text: undefined, kindWord: this.words.kind(looking.language, item.kind) })),
      next,
      query: wished,
      isOwn: customer === undefined && team === undefined && (login === undefined || login === person.login),
      whose: customer ?? team ?? login ?? person.login,
      mayPeople: opens(person, 'admin'),
      mayCustomers: opens(person, 'admin', 'ar_clerk'),
    });
  }

  @Get(':id')
  @UseInterceptors(HtmlInterceptor)
  async one(@Param('id', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    const looking = await this.frame.around(request, person);
    const message = await this.mailbox.message(person, id);
    const { html, text, attachments, ...item } = message;
    return this.frame.render('mail/message', looking, {
      message: {
        ...item,
        kindWord: this.words.kind(looking.language, item.kind),
        tone: '',
        recipientName: item.recipient === person.login ? person.name : item.recipient,
      },
      isReadable: true,
      html: html !== null,
      text,
      attachments: attachments.map((file, part) => ({ ...file, part })),
      body: `/mail/mailbox/${id}/body.html`,
      files: item.audience === 'own' ? undefined : `/mail/${id}/attachments`,
      isMailbox: true,
      back: '/mail/mailbox',
    });
  }

  @Get(':id/body.html')
  async body(
    @Param('id', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return mailBody(reply, (await this.mailbox.message(person, id)).html);
  }
}

function opens(person: CurrentPerson, ...roles: ('admin' | 'ar_clerk')[]): boolean {
  return listed(companiesWith(person, roles))?.length !== 0;
}
