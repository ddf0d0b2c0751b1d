import { createHash } from 'node:crypto';

/**
 * The name of a prepared statement of which there are few texts, such as one for each kind of row scope.
 * @param varying the part of the text that differs
 */
export function nameOf(kind: string, varying: string): string {
  return `${kind} ${createHash('sha1').update(varying).digest('base64url')}`;
}
