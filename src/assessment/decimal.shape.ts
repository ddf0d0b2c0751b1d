import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { assessmentPeriod } from '../../workflows/scorecard/assessment-period.js';
import type { Shape } from '../platform/shapes.js';

/** A number as text: up to 9 digits, and so many decimals. */
export function Decimal({ decimals, optional, description }: Shape & { decimals: number }): PropertyDecorator {
  const pattern = new RegExp(`^\\d{1,9}(\\.\\d{1,${decimals}})?$`);
  return textOf(
    'decimal',
    (value) => pattern.test(value),
    { pattern: pattern.source, example: '0.62', optional, description },
    { decimals },
  );
}

/** A month, quarter or year: 2026-07, 2026Q3 or 2026. */
export function AssessmentPeriod(shape: Shape = {}): PropertyDecorator {
  return textOf('assessment_period', (value) => assessmentPeriod(value) !== undefined, { example: '2026Q3', ...shape });
}

interface Described extends Shape {
  pattern?: string;
  example: string;
}

function textOf(code: string, fits: (value: string) => boolean, { optional, ...schema }: Described, facts = {}): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && fits(value);
  return applyDecorators(
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    ValidateBy({ name: code, validator: { validate, defaultMessage: () => code } }, { context: { code, facts } }),
    ApiProperty({ type: 'string', required: !optional, ...schema }),
  );
}
