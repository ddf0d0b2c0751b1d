import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches, ValidateIf } from 'class-validator';

const facts = { max: 200 };

/** Further cases of the same customer that something applies to, by id; `required` where it says nothing without them. */
export function CaseIds(description: string, { required = false } = {}): PropertyDecorator {
  return applyDecorators(
    required ? ArrayMinSize(1, { context: { code: 'required' } }) : ValidateIf((_object, value) => value !== undefined),
    IsArray({ context: { code: 'list', facts } }),
    ArrayMaxSize(facts.max, { context: { code: 'list', facts } }),
    ArrayUnique({ context: { code: 'list', facts } }),
    Matches(/^\d{1,18}$/, { each: true, context: { code: 'id' } }),
    ApiProperty({ type: [String], maxItems: facts.max, required, description }),
  );
}
