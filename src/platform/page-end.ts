import { Problem } from './errors/problem.js';

/** Where a page of a list ended, as one text that says nothing. The list is named in it: one list must not be asked with another's. */
export function writePageEnd(list: string, values: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/**
 * @param isEnd whether the values are such as the list writes, and as many
 * @throws Problem 400 for a text that no page of the list ends with
 */
export function readPageEnd<Values extends readonly string[]>(
  list: string,
  text: string,
  isEnd: (values: readonly string[]) => values is Values,
): Values {
  const [named, ...values] = textsIn(Buffer.from(text, 'base64url').toString());
  // Written anew it must be the same: nothing beside it was overlooked.
  if (named === list && isEnd(values) && writePageEnd(list, values) === text) return values;
  throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'after' }]);
}

function textsIn(json: string): string[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : [];
  } catch {
    return [];
  }
}
