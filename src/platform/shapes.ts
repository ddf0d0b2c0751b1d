import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, isEmail, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { isLogin, isPlain, isReadable, visibleLength } from './visible-text.js';

/** Property decorators for DTOs: each checks a value and describes it in the OpenAPI, in one place, so that the two cannot differ. */
export interface Shape {
  /** May be left out; null is refused all the same. */
  optional?: true;
  description?: string;
}

/** Money as text: up to 13 digits, up to 2 decimals, no sign. */
export function Amount(shape: Shape = {}): PropertyDecorator {
  const pattern = /^\d{1,13}(\.\d{1,2})?$/;
  return text(shape, 'amount', (value) => pattern.test(value), { pattern: pattern.source, example: '1280.50' });
}

/** A day that exists, as YYYY-MM-DD. */
export function BusinessDate(shape: Shape = {}): PropertyDecorator {
  return text(shape, 'date', isCalendarDate, { format: 'date', example: '2027-03-31' });
}

/** A calendar month, as YYYY-MM. */
export function Month(shape: Shape = {}): PropertyDecorator {
  return text(shape, 'month', (value) => isCalendarDate(`${value}-01`), { pattern: '^\\d{4}-\\d{2}$', example: '2027-03' });
}

/** Something written by a person, on as many lines as it takes: up to `max` characters, at least `min` of which can be seen. */
export function Text({ min = 1, max = 2000, ...shape }: Shape & { min?: number; max?: number } = {}): PropertyDecorator {
  const says = (value: string) => value.trim() === '' || visibleLength(value) > 0;
  const fits = (value: string) => visibleLength(value) >= min && value.length <= max && says(value) && isReadable(value);
  return text(shape, 'text', fits, { minLength: min, maxLength: max }, { min, max });
}

/** What something or somebody is called, or told apart by: one line on which everything can be seen. */
export function Name({ max = 200, ...shape }: Shape & { max?: number } = {}): PropertyDecorator {
  const fits = (value: string) => visibleLength(value) > 0 && value.length <= max && isPlain(value);
  return text(shape, 'name', fits, { minLength: 1, maxLength: max }, { max });
}

/** A mail address. */
export function Email(shape: Shape = {}): PropertyDecorator {
  const longest = 254;
  const fits = (value: string) => value.length <= longest && isPlain(value) && isEmail(value);
  return text(shape, 'email', fits, { format: 'email', maxLength: longest });
}

/** Whatever somebody can type, since it is compared and never shown. */
export function Password({ min = 1, max, ...shape }: Shape & { min?: number; max: number }): PropertyDecorator {
  const fits = (value: string) => value.trim().length >= min && value.length <= max && value.isWellFormed() && !value.includes('\0');
  return text(shape, 'password', fits, { minLength: min, maxLength: max, format: 'password' }, { min, max });
}

export function OneOf(values: readonly string[], shape: Shape = {}): PropertyDecorator {
  return text(shape, 'choice', (value) => values.includes(value), { enum: [...values] }, { allowed: values.join(', ') });
}

/** `inQuery`: the value comes from a URL, where every number is text. */
export function WholeNumber({ min, max, inQuery, ...shape }: Shape & { min: number; max: number; inQuery?: true }): PropertyDecorator {
  const fits = (value: unknown) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  const checked = checks(shape, 'whole_number', fits, { type: 'integer', minimum: min, maximum: max }, { min, max });
  const fromText = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value,
  );
  return inQuery ? applyDecorators(fromText, checked) : checked;
}

/** Per cent: above 0, up to 100, up to 2 decimals. */
export function Share(shape: Shape = {}): PropertyDecorator {
  const fits = (value: unknown) => typeof value === 'number' && value > 0 && value <= 100 && Number(value.toFixed(2)) === value;
  return checks(shape, 'share', fits, { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 100, multipleOf: 0.01 });
}

/** A generated number as text, since it may be larger than JSON's exact numbers. */
export function Id(shape: Shape = {}): PropertyDecorator {
  const pattern = /^\d{1,18}$/;
  return text(shape, 'id', (value) => pattern.test(value), { pattern: pattern.source, example: '1042' });
}

/** How a person is named: no blanks, nothing invisible. */
export function Login(shape: Shape = {}): PropertyDecorator {
  return text(shape, 'login', isLogin, { minLength: 1, maxLength: 64, example: 'ar_clerk' });
}

/** Up to `max` objects, each checked as `item()`. @param min of which there must be so many */
export function ListOf(item: () => new () => object, { max, min = 0, ...shape }: Shape & { max: number; min?: 0 | 1 }): PropertyDecorator {
  return applyDecorators(
    ...presence(shape),
    IsArray({ context: { code: 'list', facts: { max } } }),
    ...(min > 0 ? [ArrayMinSize(min, { context: { code: 'required' } })] : []),
    ArrayMaxSize(max, { context: { code: 'list', facts: { max } } }),
    // A list within the list would pass for an object without any fault.
    IsObject({ each: true, context: { code: 'list', facts: { max } } }),
    ValidateNested({ each: true, context: { code: 'list', facts: { max } } }),
    Type(item),
    ApiProperty({
      type: () => [item()],
      ...(min > 0 && { minItems: min }),
      maxItems: max,
      required: !shape.optional,
      description: shape.description,
    }),
  );
}

type Facts = Record<string, string | number>;

function text(shape: Shape, code: string, fits: (value: string) => boolean, schema: object, facts: Facts = {}): PropertyDecorator {
  return checks(shape, code, (value) => typeof value === 'string' && fits(value), { type: 'string', ...schema }, facts);
}

/** @param code of the field's error, with its sentence in `problems:field.<code>` filled from `facts` */
function checks(shape: Shape, code: string, validate: (value: unknown) => boolean, schema: object, facts: Facts = {}): PropertyDecorator {
  return applyDecorators(
    ...presence(shape),
    ValidateBy({ name: code, validator: { validate, defaultMessage: () => code } }, { context: { code, facts } }),
    ApiProperty({ ...schema, required: !shape.optional, description: shape.description } as ApiPropertyOptions),
  );
}

function presence(shape: Shape): PropertyDecorator[] {
  return shape.optional ? [ValidateIf((_object, value) => value !== undefined)] : [];
}

function isCalendarDate(value: string): boolean {
  // What is reckoned from it, months and working days on, must still be a date.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value < '1900' || value >= '2200') return false;
  const date = new Date(`${value}T00:00:00Z`);
  // JavaScript takes 2027-02-29 for the first of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
