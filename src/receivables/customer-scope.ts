import type { Role } from '../../workflows/collection-case/actor.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { ownerScope } from '../people/scope.js';
import { companiesAs, companyMoneyRoles, withinCompanies } from './company-money.js';

/** Who sees what concerns customers: all that the company has, or that of one's own customers. */
export const customerRoles = [...companyMoneyRoles, 'salesperson', 'sales_manager'] as const satisfies Role[];

/**
 * Sales and finance see the same of a customer: who sees the company's money all of them, salespeople and their managers those customers
 * that are theirs, or with whom they have signed a contract, an order or a receivable.
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 * @returns an SQL expression over `<alias>.company_id` and `<alias>.customer`
 */
export function withinCustomers(person: CurrentPerson, alias: string, values: unknown[]): string {
  const all = companiesAs(person, companyMoneyRoles).length ? [withinCompanies(person, companyMoneyRoles, alias, values)] : [];
  const owned = ownerScope(person, 'own', values);
  const own = `(${alias}.company_id, ${alias}.customer) in (select own.company_id, own.customer from (${ownedRows}) own where ${owned.join(' or ')})`;
  return `(${[...all, ...(owned.length ? [own] : [])].join(' or ') || 'false'})`;
}

/** Whether `withinCustomers` leaves out none of the company's customers: sums are then read in one go, not customer by customer. */
export function seesAllCustomers(person: CurrentPerson, company: string): boolean {
  return rolesIn(person, company).some((role) => (companyMoneyRoles as readonly Role[]).includes(role));
}

const ownedRows = `
  select company_id, customer, owner from customers union all select company_id, customer, owner from receivables
  union all select company_id, customer, owner from orders union all select company_id, customer, signed_by from contracts`;
