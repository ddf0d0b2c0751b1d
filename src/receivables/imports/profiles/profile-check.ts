import type { FieldError } from '../../../platform/errors/problem.js';
import { kinds } from '../import-kinds.js';
import type { Column } from '../kinds.js';
import type { ImportProfile } from './import-profile.js';

/** Any day will do: a date of its own is no constant. */
const anyDay = '1900-01-01';

/** What would keep every file from being read with this profile. */
export function profileFaults(profile: ImportProfile): FieldError[] {
  const { columns } = kinds[profile.kind];
  const { groupingMark, decimalMark } = profile;
  return [
    ...(groupingMark === decimalMark ? [{ field: 'groupingMark', code: 'grouping_is_decimal' }] : []),
    ...Object.keys(profile.columns).flatMap((name) => unknownColumn(`columns.${name}`, name, columns)),
    ...Object.entries(profile.constants).flatMap(([name, value]) => constantFaults(name, value, profile, columns)),
    ...columns.flatMap(({ name, required }) =>
      required && !(name in profile.columns) && !(name in profile.constants) ? [{ field: `columns.${name}`, code: 'required' }] : [],
    ),
  ];
}

function unknownColumn(field: string, name: string, columns: readonly Column[]): FieldError[] {
  const known = columns.map((column) => column.name);
  return known.includes(name) ? [] : [{ field, code: 'choice', facts: { allowed: known.join(', ') } }];
}

function constantFaults(name: string, value: string, profile: ImportProfile, columns: readonly Column[]): FieldError[] {
  const field = `constants.${name}`;
  if (name in profile.columns) return [{ field, code: 'column_and_constant' }];
  const column = columns.find((one) => one.name === name);
  if (!column) return unknownColumn(field, name, columns);
  const read = column.read({ companyId: value, businessDate: anyDay, notation: profile })(value);
  return typeof read === 'string' ? [] : [{ field, code: 'invalid' }];
}
