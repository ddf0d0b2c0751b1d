import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Actor, BoardPart } from '../../workflows/collection-case/actor.js';
import type { Circumstances, Rules } from '../../workflows/collection-case/commands.js';
import { Boards, type SeatHolders } from '../people/boards.js';
import { managesAs, ownsCase, rolesIn } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import type { Author } from './author.js';
import type { HeldCase } from './case-rows.js';
import { RulesInForce } from './rules-in-force.js';

/** What is the same for all of a company's cases in one submission. */
export interface Day {
  readonly date: BusinessDate;
  readonly rules: Rules;
  readonly roll: readonly SeatHolders[];
  readonly away: readonly string[];
}

/** Finds out, once for each company of a submission, everything about its author and its day that a rule may ask. */
@Injectable()
export class CircumstancesOfDay {
  constructor(
    private readonly rules: RulesInForce,
    private readonly boards: Boards,
  ) {}

  async day(tx: Tx, companyId: string, by: Author): Promise<Day> {
    const date = by.kind === 'clock' ? by.on : await businessDate(tx, companyId);
    const rules = await this.rules.on(companyId, date, tx);
    if (by.kind === 'import') return { date, rules, roll: [], away: [] };
    const roll = await this.boards.roll(companyId, tx);
    const holders = roll.flatMap(({ member, deputy }) => (deputy === null ? [member] : [member, deputy]));
    return { date, rules, roll, away: await this.boards.away(holders, companyId, tx) };
  }
}

export async function businessDate(tx: Pick<Tx, 'query'>, companyId: string): Promise<BusinessDate> {
  const [row] = await tx.query<{ date: string | null }>('select business_date($1) as date', [companyId], 'business_date');
  if (!row?.date) throw new Error(`company ${companyId} is not there`);
  return row.date;
}

export function circumstancesOf(by: Author, held: HeldCase, { date, roll, away }: Day): Circumstances {
  const actor = actorOf(by, held, { roll, away });
  if (actor.kind === 'import') return { by: actor, date };
  return { by: actor, date, away, ...(held.ownersManager !== null && { ownersManager: held.ownersManager }) };
}

function actorOf(by: Author, held: HeldCase, day: Pick<Day, 'roll' | 'away'>): Actor {
  if (by.kind === 'clock') return { kind: 'clock' };
  if (by.kind === 'import') return { kind: 'import', id: by.id, login: by.login };
  const { person } = by;
  const { companyId, ownersManager } = held;
  return {
    kind: 'person',
    login: person.login,
    roles: rolesIn(person, companyId),
    ownsCase: ownsCase(person, companyId, held.stored.context.owner),
    managesOwner: ownersManager !== null && managesAs(person, companyId, ownersManager),
    board: boardPart(person.login, day),
  };
}

function boardPart(login: string, { roll, away }: Pick<Day, 'roll' | 'away'>): BoardPart {
  const isAway = away.includes(login);
  return {
    member: roll.filter(({ member }) => member === login).map(({ seat }) => seat),
    deputy: roll.filter(({ deputy }) => deputy === login).map(({ seat }) => seat),
    sits: isAway
      ? []
      : roll.filter(({ member, deputy }) => member === login || (deputy === login && away.includes(member))).map(({ seat }) => seat),
  };
}
