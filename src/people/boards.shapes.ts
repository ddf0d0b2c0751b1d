import { ApiProperty } from '@nestjs/swagger';
import { type Seat, seats } from '../../workflows/review-board/seats.js';
import { Login, Name, OneOf } from '../platform/shapes.js';

export class BoardPath {
  @Name({ max: 20 })
  company!: string;
}

export class SeatPath extends BoardPath {
  @OneOf(seats)
  seat!: Seat;
}

export class SeatForm {
  @Login()
  member!: string;

  @Login({ optional: true, description: 'Sits when the member is recused or away; left out: nobody does' })
  deputy?: string;
}

export class SeatChangeAnswer {
  @Login()
  member!: string;

  @ApiProperty({ type: String, nullable: true })
  deputy!: string | null;

  @Login()
  proposedBy!: string;
}

export class SeatAnswer {
  @OneOf(seats)
  seat!: Seat;

  @ApiProperty({ type: String, nullable: true, description: 'null = the seat is vacant' })
  member!: string | null;

  @ApiProperty({ type: String, nullable: true })
  deputy!: string | null;

  @ApiProperty({ type: SeatChangeAnswer, required: false, description: 'A change that waits for somebody of the board to confirm it' })
  waiting?: SeatChangeAnswer;
}

export class BoardAnswer {
  @Name()
  company!: string;

  @ApiProperty({ type: [SeatAnswer], description: 'All three' })
  seats!: SeatAnswer[];
}
