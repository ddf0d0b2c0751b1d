import { Injectable } from '@nestjs/common';
import { confirmersOf, decidingRoles } from '../../workflows/access/role-grants.js';
import type { Seat } from '../../workflows/review-board/seats.js';
import { Problem } from '../platform/errors/problem.js';
import { roleRequired } from './allow-roles.js';
import type { SeatForm } from './boards.shapes.js';
import { type CurrentPerson, rolesAnywhere } from './current-person.js';
import { refuseOwnRole } from './own-role.js';
import { RoleGrants, type RoleOf } from './role-grants.js';
import { RoleProposals } from './role-proposals.js';
import { SeatChanges } from './seat-changes.js';
import { StandIns } from './stand-ins.js';
import type { StandInAnswer, StandInForm } from './stand-ins.shapes.js';
import { Teams } from './teams.js';
import type { TeamForm } from './teams.shapes.js';

/** Powers handed out by an administrator: the same steps, refused alike, behind the API and behind the pages. */
@Injectable()
export class Administration {
  constructor(
    private readonly grants: RoleGrants,
    private readonly proposals: RoleProposals,
    private readonly teams: Teams,
    private readonly changes: SeatChanges,
    private readonly standIns: StandIns,
  ) {}

  /** At once, or proposed to somebody in charge where the role decides. @throws Problem as RoleGrants.grant and RoleProposals.propose; 409 `admin.own_role` */
  async grant(admin: CurrentPerson, to: RoleOf): Promise<void> {
    if (to.role !== 'admin') refuseOwnRole(admin, to.login);
    if (confirmersOf(to.role).length > 0) await this.proposals.propose(to, admin.login);
    else await this.grants.grant(to, admin.login);
  }

  /** @returns its id. @throws Problem as Teams.add; 409 `admin.own_role` */
  async addTeam(admin: CurrentPerson, form: TeamForm): Promise<string> {
    refuseOwnRole(admin, form.manager);
    return this.teams.add(form);
  }

  /** @throws Problem as SeatChanges.propose; 409 `admin.own_role` */
  async seat(admin: CurrentPerson, company: string, seat: Seat, form: SeatForm): Promise<void> {
    refuseOwnRole(admin, form.member);
    refuseOwnRole(admin, form.deputy);
    await this.changes.propose(company, seat, form, admin.login);
  }

  /**
   * One's own absence; as an administrator anybody's, as long as the stand-in gains no role that decides: that takes the absent person, or a
   * role proposed to somebody in charge.
   * @throws Problem as StandIns.add; 403 `role.required`; 409 `admin.own_role`, `stand_in.gains_role`
   */
  async addAbsence(by: CurrentPerson, { absent = by.login, standIn, fromOn, untilOn }: StandInForm): Promise<StandInAnswer> {
    if (absent !== by.login) {
      if (!isAdmin(by)) throw roleRequired(['admin']);
      refuseOwnRole(by, standIn);
      const role = await this.grants.gainedOf(absent, standIn, decidingRoles);
      if (role !== undefined) throw new Problem(409, 'stand_in.gains_role', { login: standIn, absent, role });
    }
    return this.standIns.add({ absent, standIn, fromOn, untilOn }, by.login);
  }

  /** @throws Problem as StandIns.end */
  endAbsence(by: CurrentPerson, id: string): Promise<void> {
    return this.standIns.end(id, isAdmin(by) ? undefined : by.login);
  }
}

function isAdmin(person: CurrentPerson): boolean {
  return rolesAnywhere(person).includes('admin');
}
