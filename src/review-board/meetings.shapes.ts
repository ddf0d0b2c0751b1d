import { ApiProperty } from '@nestjs/swagger';
import type { CommandOf } from '../../workflows/collection-case/commands.js';
import { type Seat, seats } from '../../workflows/review-board/seats.js';
import { choices } from '../../workflows/review-board/tally.js';
import { Inner } from '../cases/forms/inner.js';
import { NewFactForm } from '../cases/forms/new-fact.js';
import { IdPage, Limit, longestPage } from '../people/paging.js';
import { languages } from '../platform/i18n/language.js';
import { BusinessDate, Id, ListOf, Login, Name, OneOf, Text, WholeNumber } from '../platform/shapes.js';

export class CaseNewsForm {
  @Id() case!: string;
  @Inner(() => NewFactForm) newFact!: NewFactForm;
}

export class CallForm {
  @Name({ max: 20 }) company!: string;
  @BusinessDate({ optional: true, description: 'Today when left out' }) date?: string;
  @ListOf(() => CaseNewsForm, {
    optional: true,
    max: 100,
    description: 'What is new about cases that were decided this month already; without it they wait for the next month',
  })
  newFacts?: CaseNewsForm[];
}

export class CaseToVoteForm {
  @Id() case!: string;
  @Inner(() => NewFactForm, { optional: true }) newFact?: NewFactForm;
}

export class CircularForm {
  @Name({ max: 20 }) company!: string;
  @BusinessDate({ description: 'Last day of the vote: from the next working day on, at most five working days ahead (policy)' })
  until!: string;
  @ListOf(() => CaseToVoteForm, { max: 200, description: 'Docketed cases' }) cases!: CaseToVoteForm[];
}

export class GroupVoteForm {
  @Name({ max: 64 }) customer!: string;
  @OneOf(choices) choice!: CommandOf<'castVote'>['choice'];
  @Text({ min: 0 }) reason!: string;
  @WholeNumber({ min: 1, max: 12, optional: true }) graceMonths?: number;
  @BusinessDate({ optional: true }) nextReviewOn?: string;
  @OneOf(seats, { optional: true, description: 'For a person who may sit in several' }) forSeat?: Seat;
}

export class GroupVoteAnswer {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Each case of the customer by itself: {case, version, entries} or {case, status, code, detail, facts}',
  })
  answers!: object[];
}

export class MinutesQuery {
  @OneOf(languages, { optional: true, description: 'As Accept-Language when left out' }) lang?: 'zh-CN' | 'en';
}

export class NameSeatForm {
  @OneOf(seats) seat!: Seat;
  @Login() person!: string;
}

export class MeetingsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
}

export class AgendaQuery extends Limit {
  @Text({ max: 400, optional: true, description: 'The last page’s `next`' })
  after?: string;
}

export class MeetingIdParam {
  @Id() id!: string;
}

export class MeetingRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @OneOf(['monthly', 'circular']) kind!: string;
  @OneOf(['called', 'open', 'closed']) status!: string;
  @BusinessDate({ description: 'The day that holds now' }) plannedOn!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day that it was called for at first; null = not put off' })
  putOffFrom!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day of a circular vote' }) deadline!: string | null;
  @BusinessDate() calledOn!: string;
  @ApiProperty() calledBy!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) openedOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) openedBy!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) closedOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) closedBy!: string | null;
}

export class MeetingsPage {
  @ApiProperty({ type: [MeetingRow] }) items!: MeetingRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

class MeetingSeat {
  @OneOf(seats) seat!: string;
  @Login() member!: string;
  @ApiProperty({ type: String, nullable: true }) deputy!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Named by the general manager where neither may sit' }) named!: string | null;
}

class ItemSeat {
  @OneOf(seats) seat!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Who sits today; null where nobody can' }) sits!: string | null;
  @OneOf(['voted', 'missing', 'recused', 'vacant']) state!: string;
  @ApiProperty({ description: 'The reader sits here' }) mine!: boolean;
}

class SeatProgress {
  @OneOf(seats) seat!: string;
  @ApiProperty() voted!: number;
  @ApiProperty() missing!: number;
  @ApiProperty() recused!: number;
  @ApiProperty() vacant!: number;
}

class MeetingProgress {
  @ApiProperty() items!: number;
  @ApiProperty({ description: 'Being voted on' }) open!: number;
  @ApiProperty({ description: 'On which the reader sits and has not voted' }) mine!: number;
  @ApiProperty({ type: [SeatProgress], description: 'Over the open items' }) seats!: SeatProgress[];
}

class LeftOutCase {
  @Id() case!: string;
  @ApiProperty({ example: 'vote.same_month' }) code!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) facts!: object;
}

export class AgendaItem {
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ example: '1280.50' }) balance!: string;
  @ApiProperty() overdueDays!: number;
  @ApiProperty({ description: 'docketed before the meeting opens; then open, a choice, deferred, void or lapsed' }) outcome!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) tally!: object | null;
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Others’ choices stay hidden until the round closes',
  })
  votes!: object[];
  @ApiProperty({ type: [ItemSeat], description: 'Who has voted and who has not, while the item is open' }) seats!: ItemSeat[];
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) recusals!: object[];
}

export class AgendaPage {
  @ApiProperty({ type: [AgendaItem], description: 'Grouped by customer, the largest first' }) items!: AgendaItem[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class MeetingAnswer extends MeetingRow {
  @ApiProperty({ type: [MeetingSeat] }) seats!: MeetingSeat[];
  @ApiProperty({ type: [AgendaItem], description: `Grouped by customer, the largest first; at most ${longestPage} of them` })
  agenda!: AgendaItem[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The `after` that reads on at `/meetings/{id}/agenda`; null where `agenda` is all',
  })
  agendaNext!: string | null;
  @ApiProperty({ type: MeetingProgress, description: 'Of the whole agenda' }) progress!: MeetingProgress;
  @ApiProperty({ type: [LeftOutCase], description: 'Docketed cases that a rule kept off the agenda' }) leftOut!: LeftOutCase[];
}

export class CalledAnswer {
  @Id() id!: string;
  @OneOf(['called', 'open']) status!: string;
}
