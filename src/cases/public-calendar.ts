import { Injectable, type OnModuleInit } from '@nestjs/common';
import chineseDays from 'chinese-days';
import { addDays, dayOfWeek } from '../../workflows/calendar/dates.js';
import { Database } from '../platform/database/database.js';

/** The years whose working days the library knows; it calls any day of a later year by Monday–Friday without saying so. */
const firstYear = 2004;
const lastYear = 2026;

interface Day {
  day: string;
  working: boolean;
  name: string;
}

/** Enters the published Chinese calendar, once for each year, as days that differ from Monday–Friday. What an administrator has set before stays. */
@Injectable()
export class PublicCalendar implements OnModuleInit {
  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('public calendar', 0))`);
      const known = await tx.query<{ year: number }>('select year from calendar_years');
      const years = range(firstYear, lastYear).filter((year) => !known.some((row) => row.year === year));
      if (years.length === 0) return;
      await tx.query(
        `insert into calendar_days (day, working, name, source)
         select day, working, name, 'published' from jsonb_to_recordset($1::jsonb) as d (day date, working boolean, name text)
         where not exists (select from calendar_days o where o.day = d.day and o.source = 'override') order by day`,
        [JSON.stringify(years.flatMap(exceptionsOf))],
      );
      await tx.query('insert into calendar_years (year, published) select unnest($1::int[]), true', [years]);
    });
  }
}

function exceptionsOf(year: number): Day[] {
  const days: Day[] = [];
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
    const working = chineseDays.isWorkday(day);
    const weekday = dayOfWeek(day) % 6 !== 0;
    if (working !== weekday) days.push({ day, working, name: chineseDays.getDayDetail(day).name });
  }
  return days;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
