import { ApiProperty } from '@nestjs/swagger';
import { BusinessDate, Id, Login } from '../platform/shapes.js';

export class StandInForm {
  @Login({ optional: true, description: 'Oneself when left out; an administrator enters anybody' })
  absent?: string;

  @Login()
  standIn!: string;

  @BusinessDate()
  fromOn!: string;

  @BusinessDate({ description: 'The last day of the absence' })
  untilOn!: string;
}

export class StandInPath {
  @Id()
  id!: string;
}

export class StandInAnswer {
  @Id()
  id!: string;

  @Login()
  absent!: string;

  @Login()
  standIn!: string;

  @BusinessDate()
  fromOn!: string;

  @BusinessDate()
  untilOn!: string;

  @Login()
  createdBy!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Ended before its last day' })
  endedAt!: Date | null;
}

export class StandInPage {
  @ApiProperty({ type: [StandInAnswer] })
  items!: StandInAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
