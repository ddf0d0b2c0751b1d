import { Injectable } from '@nestjs/common';
import { type Seat, seats } from '../../workflows/review-board/seats.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Boards, type SeatHolders } from './boards.js';
import type { BoardAnswer, SeatForm } from './boards.shapes.js';
import { Known } from './known.js';

/** A change of a seat that waits for the second person. */
export interface WaitingChange {
  seat: Seat;
  member: string;
  deputy: string | null;
  proposedBy: string;
}

/**
 * Whoever chooses the judges decides the case. A vacant seat is filled by an administrator; who holds one is replaced only when somebody
 * of the present board agrees, who gains no seat by it. Administrators hold none: they could otherwise make themselves a majority.
 */
@Injectable()
export class SeatChanges {
  constructor(
    private readonly database: Database,
    private readonly boards: Boards,
    private readonly known: Known,
  ) {}

  waiting(companyId: string, tx: Pick<Tx, 'query'> = this.database): Promise<WaitingChange[]> {
    return tx.query(
      `select seat, member, deputy, proposed_by as "proposedBy" from seat_proposals where company_id = $1 and status = 'waiting' order by seat`,
      [companyId],
      'boards.waiting',
    );
  }

  /** All three seats, with what waits for the second person. */
  async board(company: string): Promise<BoardAnswer> {
    const held = await this.boards.roll(company);
    const changes = await this.waiting(company);
    return {
      company,
      seats: seats.map((seat) => {
        const change = changes.find((one) => one.seat === seat);
        const holders = held.find((holder) => holder.seat === seat) ?? { seat, member: null, deputy: null };
        return { ...holders, ...(change && { waiting: { member: change.member, deputy: change.deputy, proposedBy: change.proposedBy } }) };
      }),
    };
  }

  /** @throws Problem 404 `company.unknown`, `person.unknown`; 409 `person.inactive`, `seat.same_person`, `seat.admin`, `seat.held_another` */
  async propose(companyId: string, seat: Seat, { member, deputy }: SeatForm, by: string): Promise<void> {
    await this.known.company(companyId);
    for (const login of [member, deputy]) if (login !== undefined) await this.known.activePerson(login);
    if (member === deputy) throw new Problem(409, 'seat.same_person', { login: member });
    const wanted = { seat, member, deputy: deputy ?? null };
    await this.changing(companyId, member, async (tx) => {
      await refuseAdministrators(tx, wanted);
      const board = await this.boards.roll(companyId, tx);
      const held = board.find((one) => one.seat === seat);
      await tx.query(`update seat_proposals set status = 'replaced' where company_id = $1 and seat = $2 and status = 'waiting'`, [
        companyId,
        seat,
      ]);
      if (!held || !(await isAnybodyLeft(tx, board))) return seatThem(tx, companyId, wanted);
      if (held.member === wanted.member && held.deputy === wanted.deputy) return;
      if (board.some((one) => one.seat !== seat && one.member === member)) throw new Problem(409, 'seat.held_another', { login: member });
      await tx.query('insert into seat_proposals (company_id, seat, member, deputy, proposed_by) values ($1, $2, $3, $4, $5)', [
        companyId,
        seat,
        member,
        wanted.deputy,
        by,
      ]);
    });
  }

  /** @throws Problem 404 `company.unknown`, `seat.nothing_waiting`; 403 `seat.board_only`, 409 `seat.own_change`, `seat.admin`, `seat.held_another` */
  async confirm(companyId: string, seat: Seat, by: string): Promise<void> {
    await this.known.company(companyId);
    await this.changing(companyId, by, async (tx) => {
      const board = await this.boards.roll(companyId, tx);
      if (!board.some(({ member, deputy }) => member === by || deputy === by))
        throw new Problem(403, 'seat.board_only', { company: companyId });
      const change = (await this.waiting(companyId, tx)).find((one) => one.seat === seat);
      if (!change) throw new Problem(404, 'seat.nothing_waiting', { seat });
      const held = board.find((one) => one.seat === seat);
      const gains = (change.member === by && held?.member !== by) || (change.deputy === by && held?.deputy !== by);
      if (gains || change.proposedBy === by) throw new Problem(409, 'seat.own_change', { person: by });
      await refuseAdministrators(tx, change);
      await seatThem(tx, companyId, change);
      await tx.query(
        `update seat_proposals set status = 'confirmed', confirmed_by = $3, confirmed_at = now()
         where company_id = $1 and seat = $2 and status = 'waiting'`,
        [companyId, seat, by],
      );
    });
  }

  /** One change of a board at a time. */
  private async changing(companyId: string, login: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database
      .transaction(async (tx) => {
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('board of ' || $1, 0))`, [companyId]);
        await work(tx);
      })
      .catch((error: { constraint?: string }) => {
        const twice = error.constraint === 'board_seats_member' || error.constraint === 'seat_proposals_member';
        throw twice ? new Problem(409, 'seat.held_another', { login }) : error;
      });
  }
}

async function refuseAdministrators(tx: Tx, { member, deputy }: Omit<WaitingChange, 'proposedBy'>): Promise<void> {
  const [admin] = await tx.query<{ login: string }>(
    `select login from role_grants where login = any ($1::text[]) and role = 'admin' and revoked_at is null limit 1`,
    [[member, deputy]],
  );
  if (admin) throw new Problem(409, 'seat.admin', { login: admin.login });
}

/** Where everybody has gone there is nobody to ask. */
async function isAnybodyLeft(tx: Tx, board: readonly SeatHolders[]): Promise<boolean> {
  const [row] = await tx.query<{ left: boolean }>('select exists (select from people where login = any ($1::text[]) and active) as left', [
    board.flatMap(({ member, deputy }) => [member, deputy]),
  ]);
  return row?.left ?? false;
}

async function seatThem(tx: Tx, companyId: string, { seat, member, deputy }: Omit<WaitingChange, 'proposedBy'>): Promise<void> {
  await tx.query(
    `insert into board_seats (company_id, seat, member, deputy) values ($1, $2, $3, $4)
     on conflict (company_id, seat) do update set member = excluded.member, deputy = excluded.deputy`,
    [companyId, seat, member, deputy],
  );
}
