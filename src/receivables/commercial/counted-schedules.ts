import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { businessDate } from '../../cases/circumstances.js';
import { NightDuties } from '../../cases/night-duties.js';
import { Database } from '../../platform/database/database.js';
import { ScheduleProgress } from './progress.js';
import type { ProgressSum } from './progress.shapes.js';

/** Of fewer contracts the sums are reckoned while one waits. */
const manyFrom = 2_000;
/** The months that people open: of the next one, and of the year behind. */
const [monthsAhead, monthsBack] = [1, 12];

/** What a company's payment schedules have come to month by month, as the night has counted it. */
@Injectable()
export class CountedSchedules implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly progress: ScheduleProgress,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.addCount('counted-schedules', {
      areMany: (company) => this.hasMany(company, manyFrom),
      count: (company, on) => this.count(company, on),
    });
  }

  /** A missed night leaves it to the last one: nobody asks what an earlier day had counted. */
  async count(company: string, on: BusinessDate, from = manyFrom): Promise<void> {
    if (on < (await businessDate(this.database, company))) return;
    const months = (await this.hasMany(company, from)) ? monthsAround(on) : [];
    const counted: { month: string; sums: ProgressSum[] }[] = [];
    for (const month of months) counted.push({ month, sums: await this.progress.sumsOfAll(company, month) });
    await this.database.transaction(async (tx) => {
      await tx.query('delete from counted_schedules where company_id = $1', [company], 'counted_schedules.clear');
      for (const { month, sums } of counted)
        await tx.query(
          'insert into counted_schedules (company_id, month, sums, counted_on) values ($1, $2, $3, $4) on conflict do nothing',
          [company, month, JSON.stringify(sums), on],
          'counted_schedules.keep',
        );
    });
  }

  /** @returns undefined for what the night has not counted */
  async of(company: string, month: string): Promise<{ sums: ProgressSum[]; on: BusinessDate } | undefined> {
    const [counted] = await this.database.query<{ sums: ProgressSum[]; on: BusinessDate }>(
      'select sums, counted_on as "on" from counted_schedules where company_id = $1 and month = $2',
      [company, month],
      'counted_schedules.read',
    );
    return counted;
  }

  private async hasMany(company: string, from: number): Promise<boolean> {
    const [row] = await this.database.query<{ many: boolean }>(
      'select count(*) >= $2::int as many from (select from contracts where company_id = $1 limit $2::int) t',
      [company, from],
      'counted_schedules.many',
    );
    return row?.many === true;
  }
}

function monthsAround(on: BusinessDate): string[] {
  const last = addMonths(`${on.slice(0, 7)}-01`, monthsAhead);
  return Array.from({ length: monthsAhead + 1 + monthsBack }, (_, back) => addMonths(last, -back).slice(0, 7));
}
