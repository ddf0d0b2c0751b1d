import { Injectable } from '@nestjs/common';
import type { Seat } from '../../workflows/review-board/seats.js';
import { Database, type Tx } from '../platform/database/database.js';

export interface SeatHolders {
  seat: Seat;
  member: string;
  deputy: string | null;
}

/** True for a row of `people` who is not there on a day, absent with a stand-in or no longer active. @param day an SQL expression, as is `person` */
export function isAwayOn(person: string, day: string): string {
  return `(not ${person}.active or exists (
    select from stand_ins si where si.absent = ${person}.login and si.ended_at is null and ${day} between si.from_on and si.until_on))`;
}

/** Who sits on a company's review board. Other rooms read it here. */
@Injectable()
export class Boards {
  constructor(private readonly database: Database) {}

  /** The seats that somebody holds. @param tx to read inside a transaction */
  roll(companyId: string, tx: Pick<Tx, 'query'> = this.database): Promise<SeatHolders[]> {
    return tx.query('select seat, member, deputy from board_seats where company_id = $1 order by seat', [companyId], 'boards.roll');
  }

  /**
   * Which of these people cannot come on the company's business date: absent with a stand-in, or no longer active.
   * @param tx to read inside a transaction
   */
  async away(logins: readonly string[], companyId: string, tx: Pick<Tx, 'query'> = this.database): Promise<string[]> {
    const rows = await tx.query<{ login: string }>(
      `select p.login from people p where p.login = any ($1::text[]) and ${isAwayOn('p', 'business_date($2)')} order by p.login`,
      [logins, companyId],
      'boards.away',
    );
    return rows.map(({ login }) => login);
  }
}
