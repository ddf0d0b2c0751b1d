import { ApiProperty } from '@nestjs/swagger';
import { Id } from '../../platform/shapes.js';
import { VerifiedAnswer } from '../audit.shapes.js';

export class VerificationPath {
  @Id()
  id!: string;
}

export class VerificationRun {
  @Id() id!: string;
  @ApiProperty({ enum: ['waiting', 'running', 'done', 'failed'] }) status!: string;
  @ApiProperty({ type: 'integer', description: 'To be looked at' }) cases!: number;
  @ApiProperty({ type: 'integer', description: 'Looked at so far' }) done!: number;
  @ApiProperty({ type: VerifiedAnswer, nullable: true, description: 'Once it is done' }) result!: VerifiedAnswer | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, for a technician' }) failure!: string | null;
  @ApiProperty({ description: 'Login' }) requestedBy!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
}

export class VerificationRunsPage {
  @ApiProperty({ type: [VerificationRun] }) items!: VerificationRun[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
