import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { Name, OneOf, WholeNumber } from '../../../platform/shapes.js';
import { isReadable, visibleLength } from '../../../platform/visible-text.js';
import { type ImportKind, importKinds } from '../import-kinds.js';
import { type Encoding, encodings } from '../reading/file-text.js';
import { canonical, decimalMarks, delimiters, groupingMarks, isDateFormat, lastHeaderLine, minuses } from './import-profile.js';

export class ProfilePath {
  @Name({ max: 64 })
  name!: string;
}

/** What is left out is as in a canonical file. */
export class ProfileForm {
  @OneOf(importKinds)
  kind!: ImportKind;

  @OneOf(encodings, { optional: true })
  encoding: Encoding = canonical.encoding;

  @OneOf(delimiters, { optional: true })
  delimiter: string = canonical.delimiter;

  @ValidateBy(
    { name: 'dateFormat', validator: { validate: (value) => typeof value === 'string' && isDateFormat(value) } },
    { context: { code: 'date_format' } },
  )
  @ApiProperty({ type: String, required: false, example: 'M/D/YYYY', description: 'YYYY, M or MM, D or DD, with or without separators' })
  dateFormat: string = canonical.dateFormat;

  @OneOf(decimalMarks, { optional: true })
  decimalMark: '.' | ',' = canonical.decimalMark;

  @OneOf(groupingMarks, { optional: true, description: 'Between groups of three digits; left out: amounts have no groups' })
  groupingMark?: string;

  @OneOf(minuses, { optional: true, description: 'Where the sign of a negative amount stands, or (1.00)' })
  minus: (typeof minuses)[number] = canonical.minus;

  @WholeNumber({
    min: 1,
    max: lastHeaderLine,
    optional: true,
    description: 'Line of the header; what stands above is not read. Left out: the first that is not blank',
  })
  headerLine?: number;

  @Marks({ description: 'A row whose first filled cell says one of these is a sum of others, and left out' })
  totals?: readonly string[];

  @TextByColumn({ description: 'The file’s header, by canonical column' })
  columns!: Record<string, string>;

  @TextByColumn({ optional: true, description: 'The same value for every row, by canonical column' })
  constants: Record<string, string> = {};
}

export class ProfileAnswer extends ProfileForm {
  @ApiProperty()
  name!: string;

  @ApiProperty({ description: 'Counts up with every change' })
  version!: number;

  @ApiProperty({ description: 'Login of whoever kept this version' })
  by!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class ProfilesAnswer {
  @ApiProperty({ type: [ProfileAnswer] })
  items!: ProfileAnswer[];
}

function TextByColumn({ optional, description }: { optional?: true; description: string }): PropertyDecorator {
  const longest = 200;
  const fits = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string' && visibleLength(text) > 0 && text.length <= longest && isReadable(text));
  const schema: object = { type: 'object', additionalProperties: { type: 'string', minLength: 1, maxLength: longest } };
  return applyDecorators(
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    ValidateBy({ name: 'textByColumn', validator: { validate: fits } }, { context: { code: 'text_by_column', facts: { longest } } }),
    ApiProperty({ ...schema, required: !optional, description } as ApiPropertyOptions),
  );
}

function Marks({ description }: { description: string }): PropertyDecorator {
  const [most, longest] = [10, 50];
  const fits = (value: unknown) =>
    Array.isArray(value) &&
    value.length <= most &&
    value.every((text) => typeof text === 'string' && visibleLength(text) > 0 && text.length <= longest && isReadable(text));
  return applyDecorators(
    ValidateIf((_object, value) => value !== undefined),
    ValidateBy({ name: 'marks', validator: { validate: fits } }, { context: { code: 'texts', facts: { most, longest } } }),
    ApiProperty({
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: longest },
      maxItems: most,
      required: false,
      description,
    }),
  );
}
