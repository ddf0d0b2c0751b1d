import { Text } from '../platform/shapes.js';

/** What letters and statements print of a company; whatever is left out is not printed. */
export class Letterhead {
  @Text({ max: 200, optional: true, description: 'Full name, where the letters need another than the company’s' }) name?: string;
  @Text({ max: 300, optional: true }) address?: string;
  @Text({ max: 60, optional: true }) phone?: string;
  @Text({ max: 200, optional: true, description: 'Bank that customers pay to' }) bank?: string;
  @Text({ max: 64, optional: true, description: 'Account number there' }) account?: string;
  @Text({ max: 100, optional: true, description: 'Whom customers ask' }) contact?: string;
}
