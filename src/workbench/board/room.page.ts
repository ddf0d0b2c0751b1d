import { Body, Get, Param, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommandDoor } from '../../cases/command-door.js';
import { given } from '../../cases/forms/form.js';
import { CastVote } from '../../cases/forms/review.js';
import { sayRefusal } from '../../cases/say-refusal.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Agenda } from '../../review-board/agenda.js';
import { type GroupVote, GroupVotes } from '../../review-board/group-votes.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import type { Filled } from './ballot-view.js';
import { BoardRoom } from './board-room.js';
import { meetingPath, nextMissing, roomPath } from './strip.js';

/** The board room: one case of a meeting at a time, voted on without leaving the keyboard. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('board/:meeting/:case')
export class RoomPage {
  constructor(
    private readonly room: BoardRoom,
    private readonly agenda: Agenda,
    private readonly door: CommandDoor,
    private readonly groupVotes: GroupVotes,
    private readonly refused: RefusedForm,
    private readonly texts: Texts,
  ) {}

  @Get()
  show(
    @Param('meeting', PageId) meeting: string,
    @Param('case', PageId) caseId: string,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.room.show(request, person, meeting, caseId);
  }

  /** Ends at the next case that waits for this person's vote; at the meeting when none does. */
  @Post('vote')
  async vote(
    @Param('meeting', PageId) meeting: string,
    @Param('case', PageId) caseId: string,
    @Body() typed: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const filled: Filled = typedInto(typed, 'choice', 'reason', 'graceMonths', 'nextReviewOn', 'forSeat', 'group');
    try {
      const others = await this.cast(meeting, caseId, filled, typed, request, person);
      if (others.length > 0) {
        reply.status(409);
        const told = { code: '', detail: '', fields: {} };
        return await this.room.show(request, person, meeting, caseId, { form: 'vote', typed: filled, told, others });
      }
      const next = nextMissing((await this.agenda.outline(meeting, person)).agenda, caseId);
      return void reply.redirect(next ? roomPath(meeting, next) : `${meetingPath(meeting)}?voted=all`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language, caseId);
      const { version } = typedInto(typed, 'version');
      return this.room.show(request, person, meeting, caseId, { form: 'vote', typed: filled, told, version: numberIn(version) });
    }
  }

  /** Cannot be taken back. */
  @Post('recuse')
  async recuse(
    @Param('meeting', PageId) meeting: string,
    @Param('case', PageId) caseId: string,
    @Body() typed: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const { reason, version, key } = typedInto(typed, 'reason', 'version', 'key');
    try {
      await this.door.give({ caseId, body: { type: 'recuse', ...given({ reason }) }, version: numberIn(version) }, person, key);
      return void reply.redirect(roomPath(meeting, caseId), 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language, caseId);
      return this.room.show(request, person, meeting, caseId, {
        form: 'recuse',
        typed: given({ reason }),
        told,
        version: numberIn(version),
      });
    }
  }

  /** @returns of a vote for all of a customer's cases, those that refuse it. @throws Problem */
  private async cast(
    meeting: string,
    caseId: string,
    { group, ...filled }: Filled,
    typed: Record<string, unknown>,
    request: SignedInRequest,
    person: CurrentPerson,
  ): Promise<{ case: string; document: string; detail: string }[]> {
    const { version, key } = typedInto(typed, 'version', 'key');
    const body = ballotOf(filled);
    if (group === undefined) {
      await this.door.give({ caseId, body, version: numberIn(version) }, person, key);
      return [];
    }
    const vote = (await readForm(CastVote, body)).command() as GroupVote['vote'];
    const { agenda } = await this.agenda.outline(meeting, person);
    const customer = agenda.find((item) => item.case === caseId)?.customer ?? '';
    const origin = { path: request.url, requestId: request.id };
    const answers = await this.groupVotes.cast(person, meeting, { customer, vote }, key, origin);
    const say = sayRefusal(this.texts, person.language);
    const document = (id: string) => agenda.find((item) => item.case === id)?.document ?? id;
    return answers.flatMap((one) =>
      'code' in one ? [{ case: one.case, document: document(one.case), detail: say(one.code, one.facts) }] : [],
    );
  }
}

/** Every choice's fields are sent; only those of the chosen one are part of the vote. An empty reason is refused by its rule. */
function ballotOf({ choice, reason = '', graceMonths, nextReviewOn, forSeat }: Filled): Record<string, unknown> {
  return given({
    type: 'castVote',
    choice,
    reason,
    graceMonths: choice === 'grace' ? numberIn(graceMonths) : undefined,
    nextReviewOn: choice === 'continue' ? nextReviewOn : undefined,
    forSeat,
  });
}

/** What is no number is left out, as a page without it would. */
function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
