import { Body, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sayRefusal } from '../../cases/say-refusal.js';
import { answered, balanceIn } from '../../overdue-lists/answer-forms.js';
import { Answers } from '../../overdue-lists/answers.js';
import { listReaders } from '../../overdue-lists/list-scope.js';
import { AcceptForm, AnswersForm, RejectRowForm, SettleForm } from '../../overdue-lists/overdue-lists.shapes.js';
import { RowDecisions } from '../../overdue-lists/row-decisions.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, type ToldRefusal, typedInto } from '../refused-form.js';
import { ListScreen, type SentRow } from './list-screen.js';

const rowFields = ['answer', 'reason', 'note', 'balance', 'owner'] as const;

/** What is said to the rows of a published list: by their owners in one pass, by finance and the directors one by one. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...listReaders)
@PageController('lists/:id')
export class ListRowsPage {
  constructor(
    private readonly database: Database,
    private readonly screen: ListScreen,
    private readonly answers: Answers,
    private readonly decisions: RowDecisions,
    private readonly refused: RefusedForm,
    private readonly texts: Texts,
  ) {}

  /** Rows left open wait on. Those that are refused are shown again with what was typed; the others are taken. */
  @Post('answers')
  @AllowRoles('salesperson', 'sales_manager')
  async answer(
    @Param('id', PageId) id: string,
    @Query() query: Record<string, unknown>,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = answersTyped(body);
    const rows = new Map<string, SentRow>([...typed].map(([row, fields]) => [row, { form: 'answer', typed: fields }]));
    try {
      const form = await readForm(AnswersForm, { answers: [...typed].map(([row, fields]) => ({ row, ...bodyOf(fields) })) });
      const outcomes = await this.database.transaction((tx) => this.answers.give(tx, person, id, answered(form)));
      const refused = outcomes.filter((outcome) => 'refused' in outcome);
      if (refused.length === 0) return void reply.redirect(listPath(id, query), 303);
      reply.status(409);
      const say = sayRefusal(this.texts, person.language);
      const shown = refused.map(({ row, refused: { key, facts } }): [string, SentRow] => [
        row,
        { form: 'answer', typed: typed.get(row) ?? {}, told: { code: key, detail: say(key, facts), fields: {} } },
      ]);
      return await this.screen.one(request, person, id, query, { rows: new Map(shown) });
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, query, byRow(rows, told));
    }
  }

  @Post('rows/:row/accept')
  @AllowRoles('ar_clerk')
  accept(
    @Param('id', PageId) id: string,
    @Param('row', PageId) row: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = withPlainBalance(typedInto(body, 'note', 'balance', 'owner'));
    return this.decide({ id, row, form: 'accept', typed }, { request, reply, person }, async (tx) => {
      const { note, balance, owner } = await readForm(AcceptForm, typed);
      const more = { ...balanceIn(balance), ...(owner !== undefined && { owner }) };
      await this.decisions.accept(tx, person, id, row, more, note);
    });
  }

  @Post('rows/:row/reject')
  @AllowRoles('ar_clerk')
  reject(
    @Param('id', PageId) id: string,
    @Param('row', PageId) row: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.decide({ id, row, form: 'reject', typed }, { request, reply, person }, async (tx) => {
      const { reason } = await readForm(RejectRowForm, typed);
      await this.decisions.reject(tx, person, id, row, reason);
    });
  }

  @Post('rows/:row/settle')
  @AllowRoles('sales_director', 'finance_director')
  settle(
    @Param('id', PageId) id: string,
    @Param('row', PageId) row: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'outcome', 'note');
    return this.decide({ id, row, form: 'settle', typed }, { request, reply, person }, async (tx) => {
      await this.decisions.settle(tx, person, id, row, await readForm(SettleForm, typed));
    });
  }

  private async decide(
    { id, row, form, typed }: { id: string; row: string; form: SentRow['form']; typed: Record<string, string> },
    { request, reply, person }: { request: SignedInRequest; reply: FastifyReply; person: CurrentPerson },
    take: (tx: Tx) => Promise<void>,
  ): Promise<string | undefined> {
    try {
      await this.database.transaction(take);
      return void reply.redirect(`/lists/${id}#row-${row}`, 303);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) throw error;
      const told = await this.refused.told(error, request, reply, person.language);
      const state = form === 'settle' ? 'disagreed' : 'objected';
      return this.screen.one(request, person, id, { state }, { rows: new Map([[row, { form, typed, told }]]) });
    }
  }
}

/** `answer.<row>` and what goes with it, of the rows that were answered. */
function answersTyped(body: Record<string, unknown> = {}): Map<string, Record<string, string>> {
  const rows = Object.keys(body).flatMap((name) => /^answer\.(\d{1,18})$/.exec(name)?.[1] ?? []);
  return new Map(
    rows.map((row) => {
      const typed = typedInto(body, ...rowFields.map((field) => `${field}.${row}`));
      return [row, Object.fromEntries(Object.entries(typed).map(([name, text]) => [name.slice(0, name.indexOf('.')), text]))];
    }),
  );
}

/** What belongs to an objection is no part of a confirmation, though the fields are sent. */
function bodyOf({ answer, ...fields }: Record<string, string>): Record<string, string | undefined> {
  return answer === 'object' ? { answer, ...withPlainBalance(fields) } : { answer };
}

/** Amounts may be typed with separators. */
function withPlainBalance({ balance, ...fields }: Record<string, string>): Record<string, string> {
  return balance === undefined ? fields : { ...fields, balance: balance.replace(/[,，\s\u2009]/g, '') };
}

/** A fault of `answers.3.note` is shown beside the fourth row. */
function byRow(rows: Map<string, SentRow>, told: ToldRefusal): { rows: Map<string, SentRow>; told?: ToldRefusal } {
  const ids = [...rows.keys()];
  const faults = Object.entries(told.fields).map(([field, message]) => ({ at: /^answers\.(\d+)\.(\w+)$/.exec(field), message }));
  if (faults.length === 0 || faults.some(({ at }) => !at)) return { rows, told };
  for (const { at, message } of faults) {
    const id = ids[Number(at?.[1])] ?? '';
    const row = rows.get(id);
    if (row) rows.set(id, { ...row, told: { code: told.code, detail: '', fields: { ...row.told?.fields, [at?.[2] ?? '']: message } } });
  }
  return { rows };
}

function listPath(id: string, query: Record<string, unknown>): string {
  const kept = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'after');
  const search = new URLSearchParams(kept).toString();
  return search === '' ? `/lists/${id}` : `/lists/${id}?${search}`;
}
