import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Actor, BoardPart } from '../../workflows/collection-case/actor.js';
import type { Circumstances, Rules } from '../../workflows/collection-case/commands.js';
import { isAwayOn, type SeatHolders } from '../people/boards.js';
import { managesAs, ownsCase, rolesIn } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import type { Author } from './author.js';
import type { HeldCase } from './case-rows.js';
import { RulesInForce, type VersionsRow, versionsInForce } from './rules-in-force.js';

/** What is the same for all of a company's cases in one submission. */
export interface Day {
  readonly date: BusinessDate;
  /** The instant by the database's clock, so that all replicas agree: UTC with milliseconds. */
  readonly at: string;
  readonly rules: Rules;
  readonly roll: readonly SeatHolders[];
  readonly away: readonly string[];
}

export type DayRow = Omit<Day, 'date' | 'rules'> & VersionsRow & { date: BusinessDate | null };

/**
 * A row of DayRow's shape, in one question, because every submission has to wait for its answer.
 * @param company an SQL expression, as is `date`, which is null for today's
 */
export function dayOf(company: string, date: string): string {
  return `
    select d.date, to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, ${versionsInForce(company, 'd.date')},
      (select coalesce(jsonb_agg(jsonb_build_object('seat', seat, 'member', member, 'deputy', deputy) order by seat), '[]')
       from board_seats where company_id = ${company}) as roll,
      array(select p.login from people p
            where p.login = any (array(select unnest(array[member, deputy]) from board_seats where company_id = ${company})) and ${isAwayOn('p', 'd.today')}
            order by p.login) as away
    from (select today, coalesce(${date}, today) as date from (select business_date(${company}) as today) t) d`;
}

/** Finds out, once for each company of a submission, everything about its author and its day that a rule may ask. */
@Injectable()
export class CircumstancesOfDay {
  constructor(private readonly rules: RulesInForce) {}

  async day(tx: Pick<Tx, 'query'>, companyId: string, by: Author): Promise<Day> {
    const [row] = await tx.query<DayRow>(dayOf('$1', '$2::date'), [companyId, by.kind === 'clock' ? by.on : null], 'circumstances.day');
    return this.read(companyId, row, tx);
  }

  /** The day of which the row was asked for with `dayOf`. */
  async read(companyId: string, row: DayRow | undefined, tx: Pick<Tx, 'query'>): Promise<Day> {
    if (!row?.date) throw unknownCompany(companyId);
    const { date, at, roll, away } = row;
    return { date, at, roll, away, rules: await this.rules.named(companyId, row, tx) };
  }
}

export async function businessDate(tx: Pick<Tx, 'query'>, companyId: string): Promise<BusinessDate> {
  const [row] = await tx.query<{ date: string | null }>('select business_date($1) as date', [companyId], 'business_date');
  if (!row?.date) throw unknownCompany(companyId);
  return row.date;
}

function unknownCompany(companyId: string): Error {
  return new Error(`company ${companyId} is not there`);
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
