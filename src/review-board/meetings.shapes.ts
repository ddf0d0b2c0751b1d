import { ApiProperty } from '@nestjs/swagger';
import { type Seat, seats } from '../../workflows/review-board/seats.js';
import { IdPage } from '../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf } from '../platform/shapes.js';

export class CallForm {
  @Name({ max: 20 }) company!: string;
  @BusinessDate({ optional: true, description: 'Today when left out' }) date?: string;
}

export class NameSeatForm {
  @OneOf(seats) seat!: Seat;
  @Login() person!: string;
}

export class MeetingsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
}

export class MeetingIdParam {
  @Id() id!: string;
}

export class MeetingRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @OneOf(['called', 'open', 'closed']) status!: string;
  @BusinessDate() plannedOn!: string;
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

class AgendaItem {
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
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) recusals!: object[];
}

export class MeetingAnswer extends MeetingRow {
  @ApiProperty({ type: [MeetingSeat] }) seats!: MeetingSeat[];
  @ApiProperty({ type: [AgendaItem], description: 'Grouped by customer, the largest first' }) agenda!: AgendaItem[];
}

export class CalledAnswer {
  @Id() id!: string;
  @OneOf(['called', 'open']) status!: string;
}
