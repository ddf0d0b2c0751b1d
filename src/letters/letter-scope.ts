import type { Role } from '../../workflows/collection-case/actor.js';
import { type CurrentPerson, companiesGranted } from '../people/current-person.js';
import { ownerScope } from '../people/scope.js';

const wholeCompany = [
  'ar_clerk',
  'finance_director',
  'general_manager',
  'auditor',
  'sales_director',
  'legal_manager',
] as const satisfies Role[];

/** Who reads what goes out to customers. */
export const statementReaders = [...wholeCompany, 'salesperson', 'sales_manager'] as const satisfies Role[];
export const letterReaders = [...statementReaders, 'legal_officer'] as const satisfies Role[];

/**
 * Customers whose receivables the person sees: all of the company's, or those that are theirs or their team's.
 * @param alias of a table with `company_id` and `customer`
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 */
export function customerScope(person: CurrentPerson, alias: string, values: unknown[]): string {
  const owned = ownerScope(person, 'own', values);
  const parts = [
    inCompanies(person, wholeCompany, alias, values),
    ...owned.map(
      (own) =>
        `exists (select from receivables own where own.company_id = ${alias}.company_id and own.customer = ${alias}.customer and ${own})`,
    ),
  ];
  return `(${parts.join(' or ')})`;
}

/** Beside these, legal officers see the lawyer's letters. @param alias of table `letters` */
export function letterScope(person: CurrentPerson, alias: string, values: unknown[]): string {
  const lawyers = `${inCompanies(person, ['legal_officer'], alias, values)} and ${alias}.level = 4`;
  return `(${customerScope(person, alias, values)} or ${lawyers})`;
}

function inCompanies(person: CurrentPerson, roles: readonly Role[], alias: string, values: unknown[]): string {
  const grants = [...person.grants, ...person.standsInFor.flatMap((absent) => absent.grants)];
  const companies = companiesGranted(grants.filter(({ role }) => roles.includes(role)));
  if (companies === 'all') return `${alias}.company_id = any (array(select id from companies))`;
  values.push(companies);
  return `${alias}.company_id = any ($${values.length}::text[])`;
}
