import type { Role } from '../../workflows/collection-case/actor.js';
import { requireRole } from '../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { wholeCompany } from '../people/scope.js';

/** Whoever has to do with the company's cases: a role there, or a seat of its board. An administrator as such has no part. */
export function hasPart(person: CurrentPerson, companyId: string): boolean {
  return rolesIn(person, companyId).some((role) => role !== 'admin') || person.seats.some((seat) => seat.companyId === companyId);
}

/** Whether `requireSeatOrWholeView` would let the person in. */
export function hasSeatOrWholeView(person: CurrentPerson, companyId: string): boolean {
  return person.seats.some((seat) => seat.companyId === companyId) || rolesIn(person, companyId).some((role) => isWhole(role));
}

/**
 * Papers and minutes tell of all cases of a meeting, so whoever sees only some of the company's does not read them.
 * @throws Problem 403 `role.required`
 */
export function requireSeatOrWholeView(person: CurrentPerson, companyId: string): void {
  if (person.seats.some((seat) => seat.companyId === companyId)) return;
  requireRole(person, companyId, ...wholeCompany);
}

function isWhole(role: Role): boolean {
  return wholeCompany.some((one) => one === role);
}
