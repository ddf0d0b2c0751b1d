/**
 * An SQL expression for an instant as it is hashed: UTC with milliseconds. Microseconds, which the program never writes, are shown
 * where there are any, so that an instant moved by less than a millisecond is found as well.
 */
export function exactInstant(column: string): string {
  return `regexp_replace(to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z')`;
}
