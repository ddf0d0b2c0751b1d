import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { Id, Login, Name, WholeNumber } from '../platform/shapes.js';

export class ApiTokenForm {
  @Name({ max: 100, description: 'What it is for' })
  name!: string;

  @Login({ optional: true, description: 'For whom it acts: oneself when left out; an administrator names somebody without sign-in' })
  person?: string;

  @IsBoolean({ context: { code: 'true_or_false' } })
  @ApiProperty({ description: 'Reads what the person may read, and changes nothing' })
  readOnly!: boolean;

  @WholeNumber({ min: 1, max: 3660, description: 'After so many days it ends; at most 366' })
  days!: number;
}

export class ApiTokenPath {
  @Id()
  id!: string;
}

export class ApiTokenAnswer {
  @Id() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'For whom it acts' }) login!: string;
  @ApiProperty() readOnly!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ description: 'Its time is over' }) isOver!: boolean;
  @ApiProperty({ description: 'Login' }) createdBy!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute' }) lastUsedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Login' }) revokedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) revokedAt!: Date | null;
}

export class NewApiTokenAnswer extends ApiTokenAnswer {
  @ApiProperty({ description: 'Shown once: the database keeps its SHA-256' }) token!: string;
}

export class ApiTokenPage {
  @ApiProperty({ type: [ApiTokenAnswer] }) items!: ApiTokenAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
