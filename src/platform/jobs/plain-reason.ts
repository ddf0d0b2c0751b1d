import { DatabaseError } from 'pg';

const longest = 300;

/**
 * Why something failed, in one line that may be kept and shown: an error's own words may quote what somebody has entered, a database's
 * do so often.
 */
export function plainReason(error: unknown): string {
  if (error instanceof DatabaseError) return ofDatabase(error);
  if (error instanceof Error)
    return `${error.name}: ${(error.message.split('\n')[0] ?? '').replace(/"[^"]*"|'[^']*'/g, '…')}`.slice(0, longest);
  return 'unknown';
}

function ofDatabase({ code, constraint, table }: DatabaseError): string {
  const where = [constraint && `constraint ${constraint}`, table && `table ${table}`].filter(Boolean).join(', ');
  return `PostgreSQL ${code}${where ? ` (${where})` : ''}`;
}
