import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { Amount, type Shape } from '../../platform/shapes.js';

/** Money that must be some: a promise of nothing would stop letters, a debt of nothing is none. */
export function PositiveAmount(shape: Shape = {}): PropertyDecorator {
  const isSome = (value: unknown) => typeof value === 'string' && /[1-9]/.test(value);
  const context = { code: 'positive_amount', facts: {} };
  return applyDecorators(
    Amount(shape),
    ValidateBy({ name: 'positive_amount', validator: { validate: isSome, defaultMessage: () => context.code } }, { context }),
  );
}
