import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNotEmptyObject, ValidateNested } from 'class-validator';

/** An object within the body, checked as `shape()`; an empty one says nothing and is refused. */
export function Inner(shape: () => new () => object): PropertyDecorator {
  return applyDecorators(
    IsNotEmptyObject({}, { context: { code: 'required' } }),
    ValidateNested({ context: { code: 'invalid' } }),
    Type(shape),
    ApiProperty({ type: shape }),
  );
}
