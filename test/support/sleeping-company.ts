import pg from 'pg';
import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import type { TestDatabase } from './database.js';
import { TrainingSystem } from './training-system.js';

/** A time zone where it is about noon, so that no test meets midnight. */
export function zoneAtNoon(now = new Date()): string {
  const east = 12 - now.getUTCHours();
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

export async function query<T extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const salespeople = 100;
const customers = 40;

/**
 * A production database in whose company C01 so many receivables have fallen due since the last night, a dozen days ago; C02 has slept
 * as long and has none. Everybody can be mailed, and half of the customers. Today is a working day.
 * @returns with today in both
 */
export async function sleepingCompany(receivables: number): Promise<{ database: TestDatabase; today: BusinessDate }> {
  const zone = zoneAtNoon();
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());
  const firstDay = addDays(today, -12);
  const system = await TrainingSystem.start(firstDay);
  await system.receivables(
    ...Array.from({ length: receivables }, (_, n) => ({
      document: `INV-${String(n).padStart(4, '0')}`,
      customer: `K${n % customers}`,
      issuedOn: addDays(today, -60),
      dueOn: addDays(firstDay, n % 3),
      amount: `${100 + n}.00`,
      owner: `seller${n % salespeople}`,
    })),
  );
  const database = await system.stop();
  await query(
    database.url,
    `update installation set mode = 'production';
     delete from training_clock;
     update companies set time_zone = '${zone}';
     update people set email = login || '@hengchuan.example';
     update customers set email = 'finance@' || lower(customer) || '.example' where substr(customer, 2)::int % 2 = 0;
     insert into calendar_days (day, working, name, source) values ('${today}', true, 'test', 'override')`,
  );
  return { database, today };
}
