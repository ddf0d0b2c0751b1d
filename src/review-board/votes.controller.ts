import { Body, Controller, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { given } from '../cases/forms/form.js';
import { sayRefusal } from '../cases/say-refusal.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { type GroupVote, GroupVotes } from './group-votes.js';
import { GroupVoteAnswer, GroupVoteForm, MeetingIdParam } from './meetings.shapes.js';

@ApiTags('review board')
@ApiBearerAuth()
@Controller('api/v1/meetings')
export class VotesController {
  constructor(
    private readonly votes: GroupVotes,
    private readonly texts: Texts,
  ) {}

  /** One vote for all cases of a customer on the agenda, each answered by itself. */
  @Post(':id/votes')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOkResponse({ type: GroupVoteAnswer })
  async cast(
    @Param() { id }: MeetingIdParam,
    @Body() { customer, ...vote }: GroupVoteForm,
    @Person() person: CurrentPerson,
    @Req() request: SignedInRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<GroupVoteAnswer> {
    const command = { type: 'castVote', ...given(vote) } as GroupVote['vote'];
    const origin = { path: `/api/v1/meetings/${id}/votes`, requestId: request.id };
    const answers = await this.votes.cast(person, id, { customer, vote: command }, key, origin);
    const say = sayRefusal(this.texts, languageOf(request.headers['accept-language']));
    return { answers: answers.map((answer) => ('code' in answer ? { ...answer, detail: say(answer.code, answer.facts) } : answer)) };
  }
}
