import type { Role } from '../../workflows/collection-case/actor.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { ownerScope } from '../people/scope.js';

const wholeCompany = [
  'ar_clerk',
  'finance_director',
  'general_manager',
  'auditor',
  'sales_director',
  'legal_manager',
] as const satisfies Role[];

/** Who sees overdue lists; salespeople and their managers only the rows that are theirs, and no drafts. */
export const listReaders = [...wholeCompany, 'salesperson', 'sales_manager'] as const satisfies [Role, ...Role[]];

export function readsLists(person: CurrentPerson, companyId: string): boolean {
  return rolesIn(person, companyId).some((role) => (listReaders as readonly Role[]).includes(role));
}

export function seesWholeList(person: CurrentPerson, companyId: string): boolean {
  return rolesIn(person, companyId).some((role) => (wholeCompany as readonly Role[]).includes(role));
}

/**
 * The rows of a list of this company that the person may see.
 * @param alias of table `overdue_list_rows`
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 */
export function rowScope(person: CurrentPerson, companyId: string, alias: string, values: unknown[]): string {
  if (seesWholeList(person, companyId)) return 'true';
  const parts = ownerScope(person, alias, values);
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}
