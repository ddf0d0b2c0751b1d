import type { Role } from '../../../workflows/collection-case/actor.js';
import { type CurrentPerson, companiesAs } from '../../people/current-person.js';
import { ownerScope, wholeCompany } from '../../people/scope.js';

/** Who looks at a company as a whole, or at a team of it (domain.md, Who may do what). */
export const overviewReaders = [
  'sales_manager',
  'sales_director',
  'finance_director',
  'general_manager',
  'hr',
  'auditor',
] as const satisfies readonly Role[];

/**
 * The row scope over tables whose rows are sums by company, owner and `docketed`. It is the scope of cases without who is named in an
 * attribution: sums name nobody.
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 */
export function figureScope(person: CurrentPerson, alias: string, values: unknown[]): string {
  const whole = companiesAs(person, wholeCompany);
  const docketed = companiesAs(person, ['hr']);
  const within = (companies: 'all' | string[]) => {
    if (companies === 'all') return 'true';
    values.push(companies);
    return `${alias}.company_id = any ($${values.length}::text[])`;
  };
  const parts = [within(whole), `${within(docketed)} and ${alias}.docketed`, ...ownerScope(person, alias, values, whole)];
  return `(${parts.join(' or ')})`;
}

/** Whether the person sees all that is open: only then is a share of it a share of the company. */
export function seesOpenItems(person: CurrentPerson, companyId: string): boolean {
  const companies = companiesAs(person, [...wholeCompany, 'sales_manager', 'salesperson']);
  return companies === 'all' || companies.includes(companyId);
}
