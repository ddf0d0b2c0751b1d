import { ApiProperty } from '@nestjs/swagger';
import { Id, Login, Name } from '../platform/shapes.js';

/** What letters and statements print of a company; whatever is left out is not printed. */
export class Letterhead {
  @Name({ max: 200, optional: true, description: 'Full name, where the letters need another than the company’s' }) name?: string;
  @Name({ max: 300, optional: true }) address?: string;
  @Name({ max: 60, optional: true }) phone?: string;
  @Name({ max: 200, optional: true, description: 'Bank that customers pay to' }) bank?: string;
  @Name({ max: 64, optional: true, description: 'Account number there' }) account?: string;
  @Name({ max: 100, optional: true, description: 'Whom customers ask' }) contact?: string;
}

export class ConfirmLetterheadForm {
  @Id({ description: 'The version that was looked at' }) version!: string;
}

export class ProposedLetterhead {
  @Id() version!: string;
  @ApiProperty({ type: Letterhead }) letterhead!: Letterhead;
  @Login() proposedBy!: string;
}
