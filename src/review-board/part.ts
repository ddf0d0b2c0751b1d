import { type CurrentPerson, rolesIn } from '../people/current-person.js';

/** Whoever has to do with the company's cases: a role there, or a seat of its board. An administrator as such has no part. */
export function hasPart(person: CurrentPerson, companyId: string): boolean {
  return rolesIn(person, companyId).some((role) => role !== 'admin') || person.seats.some((seat) => seat.companyId === companyId);
}
