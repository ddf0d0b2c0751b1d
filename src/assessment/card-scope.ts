import type { Role } from '../../workflows/collection-case/actor.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';

/** Who reads every scorecard of a company; a manager those of the team, everybody their own. */
export const cardReaders = ['hr', 'sales_director', 'finance_director', 'general_manager', 'auditor'] as const satisfies Role[];

/** Somebody who only keeps the settings has no scores to look at. */
export const mayHaveCards = ['salesperson', 'sales_manager', 'ar_clerk', ...cardReaders] as const satisfies [Role, ...Role[]];

/** @throws Problem 404 `person.unknown` for a card that the reader does not see; 404 `company.unknown` */
export async function requireCard(tx: Pick<Tx, 'query'>, reader: CurrentPerson, company: string, login: string): Promise<void> {
  const roles = rolesIn(reader, company);
  if (roles.length === 0) throw new Problem(404, 'company.unknown', { company });
  if (roles.some((role) => (cardReaders as readonly Role[]).includes(role))) return;
  if (login === reader.login && roles.some((role) => (mayHaveCards as readonly Role[]).includes(role))) return;
  if (roles.includes('sales_manager') && (await manages(tx, reader, company, login))) return;
  throw new Problem(404, 'person.unknown', { login });
}

async function manages(tx: Pick<Tx, 'query'>, reader: CurrentPerson, company: string, login: string): Promise<boolean> {
  const managers = [reader.login, ...standsInForLogins(reader, company)];
  const found = await tx.query(
    'select from team_members m join teams t on t.id = m.team_id where m.login = $1 and t.manager = any ($2::text[])',
    [login, managers],
  );
  return found.length > 0;
}

/**
 * The same as an SQL predicate, for lists of one company.
 * @param column the login whose card it is
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 * @throws Problem 404 `company.unknown`
 */
export function cardsSeen(reader: CurrentPerson, company: string, column: string, values: unknown[]): string {
  const roles = rolesIn(reader, company);
  if (roles.length === 0) throw new Problem(404, 'company.unknown', { company });
  if (roles.some((role) => (cardReaders as readonly Role[]).includes(role))) return 'true';
  const parts: string[] = [];
  if (roles.some((role) => (mayHaveCards as readonly Role[]).includes(role))) parts.push(`${column} = $${values.push(reader.login)}`);
  if (roles.includes('sales_manager')) {
    const managers = [reader.login, ...standsInForLogins(reader, company)];
    parts.push(
      `${column} in (select m.login from team_members m join teams t on t.id = m.team_id where t.manager = any ($${values.push(managers)}::text[]))`,
    );
  }
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}
