import { Injectable } from '@nestjs/common';
import { type BusinessDate, dayOfWeek } from '../../workflows/calendar/dates.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { CalendarAnswer, CalendarDay } from './calendar.shapes.js';

const columns = `day as date, working, name, source, reason, set_by as "setBy",
  to_char(set_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "setAt", version::int as version`;

/** The working calendar: published days, and those that an administrator sets otherwise, as when a factory works on a holiday. */
@Injectable()
export class CalendarDays {
  constructor(private readonly database: Database) {}

  /** Days of the year that are not as Monday to Friday would have it, with who set them. */
  async year(year: number): Promise<CalendarAnswer> {
    const [state] = await this.database.query<{ version: number; published: boolean }>(
      `select (select coalesce(max(version), 0) from calendar_days)::int as version,
         exists (select from calendar_years where year = $1 and published) as published`,
      [year],
    );
    const items = await this.database.query<CalendarDay>(
      `select distinct on (day) ${columns}
       from calendar_days where day between make_date($1, 1, 1) and make_date($1, 12, 31) order by day, calendar_days.version desc`,
      [year],
    );
    return { year, version: state?.version ?? 0, published: state?.published ?? false, items };
  }

  /**
   * Every change is a new version of the calendar, which journal entries name. What it is already is not set again.
   * @throws Problem 409 `calendar.past`: what has followed from a day that has begun is on record
   */
  async set(date: BusinessDate, working: boolean, reason: string, by: string): Promise<CalendarDay> {
    return this.database.transaction(async (tx) => {
      // As when a year is published: a version that became visible after a later one would change what entries were decided by.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('public calendar', 0))`);
      const [{ today } = { today: null }] = await tx.query<{ today: BusinessDate | null }>(
        'select max(business_date(id)) as today from companies',
      );
      if (today !== null && date <= today) throw new Problem(409, 'calendar.past', { date, today });
      const held = await dayOf(tx, date);
      if (held.working === working) return held;
      await tx.query(`insert into calendar_days (day, working, name, source, set_by, reason) values ($1, $2, '', 'override', $3, $4)`, [
        date,
        working,
        by,
        reason,
      ]);
      return dayOf(tx, date);
    });
  }
}

/** As it holds now; a day that nobody has listed is what its day of the week says. */
async function dayOf(tx: Tx, date: BusinessDate): Promise<CalendarDay> {
  const [listed] = await tx.query<CalendarDay>(`select ${columns} from calendar_days where day = $1 order by version desc limit 1`, [date]);
  const nobody = { name: '', source: 'weekday', reason: null, setBy: null, setAt: null, version: null };
  return listed ?? { date, working: dayOfWeek(date) % 6 !== 0, ...nobody };
}
