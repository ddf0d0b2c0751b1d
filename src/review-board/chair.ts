import { Injectable } from '@nestjs/common';
import { chairSeat } from '../../workflows/review-board/seats.js';
import { Boards } from '../people/boards.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Problem } from '../platform/errors/problem.js';
import { hasPart } from './part.js';

/** The finance director's seat chairs; its deputy while the member is away (domain.md, The board). */
@Injectable()
export class Chair {
  constructor(private readonly boards: Boards) {}

  /** @throws Problem 404 `company.unknown` for somebody without a role there, 403 `meeting.chair_only` */
  async require(person: CurrentPerson, companyId: string): Promise<void> {
    if (rolesIn(person, companyId).length === 0 && !hasPart(person, companyId))
      throw new Problem(404, 'company.unknown', { company: companyId });
    const seat = (await this.boards.roll(companyId)).find((held) => held.seat === chairSeat);
    if (!seat) throw new Problem(409, 'board.incomplete', { company: companyId, seats: chairSeat });
    const away = await this.boards.away([seat.member], companyId);
    const chair = away.includes(seat.member) ? seat.deputy : seat.member;
    if (chair !== person.login) throw new Problem(403, 'meeting.chair_only', { chair: chair ?? seat.member });
  }

  /** For who wants to show the chair's steps to the chair alone. */
  async isHeldBy(person: CurrentPerson, companyId: string): Promise<boolean> {
    return this.require(person, companyId).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Problem) return false;
        throw error;
      },
    );
  }
}
