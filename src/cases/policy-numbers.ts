import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { type Changes, readChanges } from '../../workflows/policy-versions/changes.js';
import { Problem } from '../platform/errors/problem.js';

/** Numbers of a policy by their names; what each may be, `workflows/policy-versions` says. */
export function PolicyNumbers({ optional, description }: { optional?: true; description: string }): PropertyDecorator {
  const schema: object = { type: 'object', additionalProperties: true };
  const fits = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return applyDecorators(
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    ValidateBy({ name: 'policyNumbers', validator: { validate: fits } }, { context: { code: 'object' } }),
    ApiProperty({ ...schema, required: !optional, description } as ApiPropertyOptions),
  );
}

/** @throws Problem 400 `request.invalid`, with what is wrong with each number */
export function checkedChanges(proposed: Readonly<Record<string, unknown>>): Changes {
  const result = readChanges(proposed);
  if ('changes' in result) return result.changes;
  const errors = result.faults.map(({ at, code, facts }) => ({
    field: ['changes', ...at].join('.').slice(0, 200),
    code: fieldCodes[code],
    facts,
  }));
  throw new Problem(400, 'request.invalid', {}, errors.slice(0, 100));
}

const fieldCodes = {
  required: 'required',
  unknown: 'unknown',
  whole_number: 'whole_number',
  money: 'policy_money',
  percent: 'policy_percent',
  day_list: 'policy_days',
  choice: 'choice',
  account: 'policy_account',
  causes: 'policy_causes',
  bands: 'policy_bands',
} as const;
