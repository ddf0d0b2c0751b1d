import { validationPipe } from '../../platform/errors/validation.js';
import type { Looking } from '../frame.js';

const pipe = validationPipe();

/** The company of the frame where the address names none. @throws Problem 400 `request.invalid` */
export async function readQuery<T extends { company: string }>(
  shape: new () => T,
  fields: Record<string, unknown>,
  { frame }: Looking,
): Promise<T> {
  const typed = Object.fromEntries(Object.entries({ company: frame.company?.id, ...fields }).filter(([, value]) => value !== ''));
  return (await pipe.transform(typed, { type: 'query', metatype: shape })) as T;
}

/** What was not asked for is left out. */
export function queryText(query: object): string {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
}
