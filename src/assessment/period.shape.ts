import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import type { Shape } from '../platform/shapes.js';

const pattern = /^(19|20|21)\d{2}Q[1-4]$/;

/** A quarter, as 2026Q3. */
export function Period({ optional, description }: Shape = {}): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && pattern.test(value);
  return applyDecorators(
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    ValidateBy({ name: 'period', validator: { validate, defaultMessage: () => 'period' } }, { context: { code: 'period', facts: {} } }),
    ApiProperty({ type: 'string', pattern: pattern.source, example: '2026Q3', required: !optional, description }),
  );
}
