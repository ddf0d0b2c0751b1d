import { ApiProperty } from '@nestjs/swagger';
import { type EvidenceKind, evidenceKinds, type Ground, grounds } from '../../workflows/evidence/grounds.js';
import { CaseIds } from '../cases/forms/several-cases.js';
import { BusinessDate, Id, Name, OneOf, Text } from '../platform/shapes.js';

/** The fields beside the file. `cases` may be given several times, or once with commas. */
export class EvidenceForm {
  @OneOf(evidenceKinds) kind!: EvidenceKind;
  @OneOf(grounds) ground!: Ground;
  @Name({ max: 200, optional: true, description: 'Court, authority or person the document is from' }) issuer?: string;
  @BusinessDate({ optional: true }) documentDate?: string;
  @BusinessDate({
    optional: true,
    description:
      'When the demand that it proves reached the customer, or the customer acknowledged the debt: restarts the limitation clock once accepted',
  })
  demandOn?: string;
  @Text({ optional: true }) note?: string;
  @CaseIds('Also linked to these cases of the customer') cases?: string[];
}

export class LinkForm {
  @CaseIds('Cases of the customer that the document also belongs to', { required: true }) cases!: string[];
}

export class EvidenceIdParam {
  @Id() id!: string;
}

export class FiledAnswer {
  @Id() id!: string;
  @ApiProperty({ description: 'Of the file, hexadecimal' }) sha256!: string;
}

export class LinkedAnswer {
  @Id() id!: string;
  @ApiProperty({ type: [String] }) cases!: string[];
}
