import { Problem } from '../platform/errors/problem.js';
import { type CurrentPerson, standsInForLogins } from './current-person.js';

/**
 * Administrators hand out business powers, so they must not hand them to themselves, nor to somebody they stand in for.
 * @throws Problem 409 `admin.own_role`
 */
export function refuseOwnRole(admin: CurrentPerson, receiver: string | undefined): void {
  if (receiver === admin.login || (receiver !== undefined && standsInForLogins(admin).includes(receiver)))
    throw new Problem(409, 'admin.own_role');
}
