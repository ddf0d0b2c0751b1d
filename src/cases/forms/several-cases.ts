import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, Matches, ValidateIf } from 'class-validator';

const facts = { max: 200 };

/** Further cases of the same customer that a command applies to, by id. */
export function CaseIds(description: string): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_object, value) => value !== undefined),
    IsArray({ context: { code: 'list', facts } }),
    ArrayMaxSize(facts.max, { context: { code: 'list', facts } }),
    ArrayUnique({ context: { code: 'list', facts } }),
    Matches(/^\d{1,18}$/, { each: true, context: { code: 'id' } }),
    ApiProperty({ type: [String], maxItems: facts.max, required: false, description }),
  );
}
