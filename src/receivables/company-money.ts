import type { Role } from '../../workflows/collection-case/actor.js';
import { type Companies, type CurrentPerson, companiesGranted } from '../people/current-person.js';

/** Who sees all the money of a company (domain.md, Who may do what). */
export const companyMoneyRoles = [
  'ar_clerk',
  'finance_director',
  'general_manager',
  'auditor',
  'sales_director',
  'legal_manager',
] as const satisfies Role[];

/**
 * Restricts a statement to `companiesAs`.
 * @param values the statement's parameters so far; the predicate's own is pushed behind them
 * @returns an SQL expression over `<alias>.company_id`
 */
export function withinCompanies(person: CurrentPerson, roles: readonly Role[], alias: string, values: unknown[]): string {
  const companies = companiesAs(person, roles);
  if (companies === 'all') return `${alias}.company_id = any (array(select id from companies))`;
  values.push(companies);
  return `${alias}.company_id = any ($${values.length}::text[])`;
}

/** Companies in which the person holds one of the roles today, standing in included. */
export function companiesAs(person: CurrentPerson, roles: readonly Role[]): Companies {
  const grants = [...person.grants, ...person.standsInFor.flatMap((absent) => absent.grants)];
  return companiesGranted(grants.filter(({ role }) => roles.includes(role)));
}
