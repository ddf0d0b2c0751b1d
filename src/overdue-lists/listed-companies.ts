import type { Role } from '../../workflows/collection-case/actor.js';
import { type CurrentPerson, companiesGranted } from '../people/current-person.js';

/**
 * Companies in which the person holds one of the roles, and which pass.
 * @returns null = every company
 */
export function companiesToRead(person: CurrentPerson, roles: readonly Role[], passes: (companyId: string) => boolean): string[] | null {
  const grants = [...person.grants, ...person.standsInFor.flatMap((absent) => absent.grants)].filter(({ role }) => roles.includes(role));
  const everywhere = companiesGranted(grants);
  // A role held everywhere is held in a company of any name.
  if (everywhere === 'all' && passes('')) return null;
  const named = [...new Set(grants.flatMap(({ companyId }) => (companyId === null ? [] : [companyId])))];
  return named.filter(passes);
}
