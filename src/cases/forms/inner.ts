import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNotEmptyObject, ValidateIf, ValidateNested } from 'class-validator';

/** An object within the body, checked as `shape()`; an empty one says nothing and is refused. */
export function Inner(shape: () => new () => object, { optional }: { optional?: true } = {}): PropertyDecorator {
  return applyDecorators(
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    IsNotEmptyObject({}, { context: { code: 'required' } }),
    ValidateNested({ context: { code: 'invalid' } }),
    Type(shape),
    ApiProperty({ type: shape, required: !optional }),
  );
}
