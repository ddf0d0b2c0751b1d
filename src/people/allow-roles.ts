import { SetMetadata } from '@nestjs/common';
import type { Role } from '../../workflows/collection-case/actor.js';
import { Problem } from '../platform/errors/problem.js';
import { type CurrentPerson, rolesIn } from './current-person.js';

export const allowedRoles = 'people.allowed-roles';

/**
 * Lets in whoever holds one of the roles in any company, their own or standing in; others get 403 `role.required`.
 * On a route it replaces what its controller says. Which company it must be, the route asks with `requireRole`.
 */
export function AllowRoles(...roles: [Role, ...Role[]]): ClassDecorator & MethodDecorator {
  return SetMetadata(allowedRoles, roles);
}

/**
 * @throws Problem 404 `company.unknown` for somebody without any role in the company, who need not learn that it exists;
 *   403 `role.required` for somebody with other roles there
 */
export function requireRole(person: CurrentPerson, companyId: string, ...roles: [Role, ...Role[]]): void {
  const held = rolesIn(person, companyId);
  if (held.length === 0) throw new Problem(404, 'company.unknown', { company: companyId });
  if (!held.some((role) => roles.includes(role))) throw roleRequired(roles);
}

export function roleRequired(roles: readonly Role[]): Problem {
  return new Problem(403, 'role.required', { roles });
}
