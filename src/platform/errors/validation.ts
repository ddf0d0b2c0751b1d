import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldError, Problem } from './problem.js';

/** Whoever sends a thousand wrong fields learns of the first ones. */
const errorsTold = 100;
const longestFieldTold = 200;

/** Checks the shape of bodies and queries. Nothing is converted silently: "12" is not 12, and a field that nobody knows is refused. */
export function validationPipe(): ValidationPipe {
  return new FormPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    exceptionFactory: (errors) =>
      new Problem(400, 'request.invalid', {}, errors.flatMap((error) => fieldErrors(error, '')).slice(0, errorsTold)),
  });
}

/** What is no object at all has no fields to be wrong, and would pass for an empty form. */
class FormPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isForm = metadata.type === 'body' && metadata.metatype !== undefined && metadata.metatype !== Object;
    if (isForm && value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value)))
      throw new Problem(400, 'request.invalid', {}, [{ field: 'body', code: 'object' }]);
    return super.transform(value, metadata);
  }
}

function fieldErrors(error: ValidationError, prefix: string): FieldError[] {
  const field = `${prefix}${error.property}`.slice(0, longestFieldTold);
  const inner = (error.children ?? []).flatMap((child) => fieldErrors(child, `${field}.`));
  const [constraint] = Object.keys(error.constraints ?? {});
  return constraint ? [own(error, field, constraint), ...inner] : inner;
}

/** One error a field is enough: a missing field would otherwise fail all its checks. */
function own(error: ValidationError, field: string, constraint: string): FieldError {
  if (constraint === 'whitelistValidation') return { field, code: 'unknown' };
  if (error.value === undefined || error.value === null) return { field, code: 'required' };
  const context = error.contexts?.[constraint] as Omit<FieldError, 'field'> | undefined;
  return context ? { field, ...context } : { field, code: 'invalid' };
}
