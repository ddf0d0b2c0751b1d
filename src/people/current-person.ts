import type { Role } from '../../workflows/collection-case/actor.js';
import type { Seat } from '../../workflows/review-board/seats.js';
import type { Language } from '../platform/i18n/language.js';

/** A role held in one company, or in every company (`companyId` null). */
export interface Grant {
  role: Role;
  companyId: string | null;
}

/** Somebody absent today, and what their stand-in gains by it. */
export interface StandsInFor {
  login: string;
  /** Company by company, because each has its own business date: only those where the absence covers today. */
  grants: Grant[];
}

/** Who is signed in, with all that permission depends on, as of this request. */
export interface CurrentPerson {
  login: string;
  name: string;
  language: Language;
  /** One's own, without what standing in adds. */
  grants: Grant[];
  standsInFor: StandsInFor[];
  /** Board seats one may be called to: as member, as deputy, or named for a meeting that is not closed. */
  seats: { companyId: string; seat: Seat }[];
  sessionId: string;
  /** Somebody else has set the password: until another is chosen, nothing else is open. */
  mustChoosePassword?: boolean;
  /** Of a machine that acts for the person. */
  token?: { id: string; readOnly: boolean; madeBy: string } | null;
}

/** All companies, or the listed ones. */
export type Companies = 'all' | string[];

/** Roles held in the company today, those of people they stand in for included; each once. */
export function rolesIn(person: CurrentPerson, companyId: string): Role[] {
  const held = allGrants(person).filter((grant) => grant.companyId === null || grant.companyId === companyId);
  return [...new Set(held.map((grant) => grant.role))];
}

/** Roles held anywhere today, those of people they stand in for included; each once. */
export function rolesAnywhere(person: CurrentPerson): Role[] {
  return [...new Set(allGrants(person).map((grant) => grant.role))];
}

/** Companies in which the person holds any role today. */
export function companiesOf(person: CurrentPerson): Companies {
  return companiesGranted(allGrants(person));
}

/** Companies in which the person holds one of the roles today. */
export function companiesAs(person: CurrentPerson, roles: readonly Role[]): Companies {
  return companiesGranted(allGrants(person).filter(({ role }) => roles.includes(role)));
}

/** Companies that the grants name. */
export function companiesGranted(grants: readonly Grant[]): Companies {
  const named = new Set<string>();
  for (const { companyId } of grants) {
    if (companyId === null) return 'all';
    named.add(companyId);
  }
  return [...named].sort();
}

/** Logins of the people they stand in for today; with a company, only those absent on its business date who hold a role there. */
export function standsInForLogins(person: CurrentPerson, companyId?: string): string[] {
  return person.standsInFor
    .filter(({ grants }) => companyId === undefined || grants.some((grant) => grant.companyId === companyId))
    .map(({ login }) => login);
}

/** The case of this owner is their own, or of one they stand in for today. A manager owns what a leaver had. */
export function ownsCase(person: CurrentPerson, companyId: string, owner: string): boolean {
  return actsAs(person, 'salesperson', companyId, owner) || actsAs(person, 'sales_manager', companyId, owner);
}

/** `manager`, the manager of the owner's team, is the person or one they stand in for today. */
export function managesAs(person: CurrentPerson, companyId: string, manager: string): boolean {
  return actsAs(person, 'sales_manager', companyId, manager);
}

function actsAs(person: CurrentPerson, role: Role, companyId: string, login: string): boolean {
  const grants = login === person.login ? person.grants : person.standsInFor.find((one) => one.login === login)?.grants;
  return (grants ?? []).some((grant) => grant.role === role && (grant.companyId === null || grant.companyId === companyId));
}

function allGrants(person: CurrentPerson): Grant[] {
  return [...person.grants, ...person.standsInFor.flatMap(({ grants }) => grants)];
}
