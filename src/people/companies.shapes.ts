import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { Name } from '../platform/shapes.js';
import { Letterhead, ProposedLetterhead } from './letterhead.shapes.js';

/** A code that stands in every file of the company and never changes. */
function CompanyId(): PropertyDecorator {
  const pattern = /^[A-Za-z0-9_-]{1,20}$/;
  return matching('company_id', (value) => pattern.test(value), { pattern: pattern.source, example: 'C01' });
}

function Currency(): PropertyDecorator {
  return matching('currency', (value) => Intl.supportedValuesOf('currency').includes(value), { example: 'CNY' });
}

function TimeZone(): PropertyDecorator {
  return matching('time_zone', isTimeZone, { example: 'Asia/Shanghai' });
}

export class NewCompanyForm {
  @CompanyId() id!: string;
  @Name({ max: 200 }) name!: string;
  @Currency() currency = 'CNY';
  @TimeZone() timeZone = 'Asia/Shanghai';
}

export class CompanyPath {
  @CompanyId() id!: string;
}

export class CompanyAnswer {
  @ApiProperty({ example: 'C01' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ example: 'Asia/Shanghai' }) timeZone!: string;
  @ApiProperty({ format: 'date', description: 'Today in the company’s time zone' }) businessDate!: string;
  @ApiProperty({ type: Letterhead, description: 'Printed on letters and statements' }) letterhead!: Letterhead;
  @ApiProperty({ type: ProposedLetterhead, required: false, description: 'Waits for somebody of finance' })
  proposedLetterhead?: ProposedLetterhead;
}

export class CompaniesAnswer {
  @ApiProperty({ type: [CompanyAnswer] }) items!: CompanyAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

function matching(code: string, fits: (value: string) => boolean, schema: ApiPropertyOptions): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && fits(value);
  return applyDecorators(
    ValidateBy({ name: code, validator: { validate, defaultMessage: () => code } }, { context: { code } }),
    ApiProperty({ type: 'string', ...schema } as ApiPropertyOptions),
  );
}

/** Names that the database knows, too: an offset such as +08:00 is none. */
function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}
