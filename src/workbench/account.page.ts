import { Body, Get, Param, Post, UseFilters, UseInterceptors } from '@nestjs/common';
import { Administration } from '../people/administration.js';
import { ApiTokens } from '../people/api-tokens.js';
import { ApiTokenForm, type NewApiTokenAnswer } from '../people/api-tokens.shapes.js';
import { Names } from '../people/names.js';
import { Sessions } from '../people/sessions.js';
import { ChangePasswordForm } from '../people/sessions.shapes.js';
import { SignIn } from '../people/sign-in.js';
import { originOf } from '../people/signed-in-request.js';
import { StandIns } from '../people/stand-ins.js';
import { StandInForm } from '../people/stand-ins.shapes.js';
import { PageController } from '../platform/pages/page-route.js';
import type { Sent } from './admin/admin-desk.js';
import { type Visit, Visiting } from './admin/visit.js';
import { namedBrowser, shortenedClient } from './browser-names.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { PageFilter } from './page.filter.js';
import { PageId } from './page-id.js';
import { RefusedForm, readForm, typedInto } from './refused-form.js';

type Fields = Record<string, unknown>;
/** What stands on the page beside what is always there. */
interface Told {
  sent?: Sent;
  /** A token, this once. */
  made?: NewApiTokenAnswer;
  /** It was shown before. */
  wasShown?: boolean;
}

const path = '/account';
const listedAtMost = 50;

/** One's own: who acts for me while I am away, my password, where I am signed in, my programs' tokens. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('account')
export class AccountPage {
  constructor(
    private readonly frame: Frame,
    private readonly refused: RefusedForm,
    private readonly administration: Administration,
    private readonly standIns: StandIns,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly names: Names,
  ) {}

  @Get()
  all(@Visiting() visit: Visit): Promise<string> {
    return this.show(visit);
  }

  /** Where somebody ends who asked for one token twice. */
  @Get('shown')
  shown(@Visiting() visit: Visit): Promise<string> {
    return this.show(visit, { wasShown: true });
  }

  @Post('absences')
  addAbsence(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'standIn', 'fromOn', 'untilOn');
    return this.step(visit, 'absence', typed, async () => this.administration.addAbsence(visit.person, await readForm(StandInForm, typed)));
  }

  @Post('absences/:id/end')
  endAbsence(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, 'absences', {}, () => this.standIns.end(id, visit.person.login));
  }

  @Post('password')
  changePassword(@Visiting() visit: Visit, @Body() { old, new: next }: Fields): Promise<string | undefined> {
    // Never shown again, whatever was typed.
    return this.step(visit, 'password', {}, async () => {
      const form = await readForm(ChangePasswordForm, { old, new: next });
      await this.signIn.changePassword(visit.person, { old: form.old, next: form.new }, originOf(visit.request));
    });
  }

  @Post('sessions/:id/end')
  endSession(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, 'sessions', {}, () => this.sessions.revoke(id, visit.person.login));
  }

  /** The page that answers is the only one that shows the token. */
  @Post('tokens')
  async addToken(@Visiting() visit: Visit, @Body() body: Fields): Promise<string> {
    const typed = typedInto(body, 'name', 'access', 'days');
    const { name, access, days = '' } = typed;
    try {
      const form = { name, readOnly: access !== 'read_write', days: /^\d{1,5}$/.test(days) ? Number(days) : days };
      const made = await this.tokens.add(visit.person, await readForm(ApiTokenForm, form));
      visit.reply.header('content-location', `${path}/shown`);
      return await this.show(visit, { made });
    } catch (error) {
      return this.again(visit, 'token', typed, error);
    }
  }

  @Post('tokens/:id/revoke')
  revokeToken(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.step(visit, 'tokens', {}, () => this.tokens.revoke(id, visit.person));
  }

  private async step(visit: Visit, form: string, typed: Record<string, string>, work: () => Promise<unknown>): Promise<string | undefined> {
    try {
      await work();
      return void visit.reply.redirect(path, 303);
    } catch (error) {
      return this.again(visit, form, typed, error);
    }
  }

  private async again(visit: Visit, form: string, typed: Record<string, string>, error: unknown): Promise<string> {
    const told = await this.refused.told(error, visit.request, visit.reply, visit.person.language);
    return this.show(visit, { sent: { form, typed, told } });
  }

  private async show({ request, person }: Visit, { sent, made, wasShown }: Told = {}): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const today = company?.businessDate ?? '';
    const absences = (await this.standIns.newest({ limit: listedAtMost, of: person.login })).filter(
      ({ endedAt, untilOn }) => endedAt === null && untilOn >= today,
    );
    const named = await this.names.of(absences.flatMap(({ absent, standIn }) => [absent, standIn]));
    return this.frame.render('account', looking, {
      person,
      company,
      absences: absences.map(({ absent, standIn, ...row }) => ({
        ...row,
        isMine: absent === person.login,
        absent: named.get(absent) ?? absent,
        standIn: named.get(standIn) ?? standIn,
      })),
      colleagues: company ? (await this.names.ofCompany(company.id)).filter(({ login }) => login !== person.login) : [],
      sessions: (await this.sessions.live(person.login, { limit: listedAtMost, after: '0' })).map((session) => ({
        ...session,
        named: namedBrowser(session.client ?? ''),
        client: shortenedClient(session.client ?? ''),
        isThis: session.id === person.sessionId,
      })),
      tokens: (await this.tokens.list({ limit: listedAtMost, of: person.login })).filter(
        ({ isOver, revokedAt }) => !isOver && revokedAt === null,
      ),
      made,
      wasShown,
      sent,
    });
  }
}
