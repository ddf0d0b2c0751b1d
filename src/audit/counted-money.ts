import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { businessDate } from '../cases/circumstances.js';
import { NightDuties } from '../cases/night-duties.js';
import type { Companies } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import type { ReconciliationAnswer } from './audit.shapes.js';
import { Reconciliation } from './reconciliation.js';

type Row = ReconciliationAnswer['items'][number];

/** Rows of a company, and when they were added up where that was not just now. */
export interface CountedRow extends Row {
  readonly countedAt?: Date;
}

/** The money of fewer receivables is added up while one waits. */
const manyFrom = 50_000;

/** The reconciliation of companies with very many receivables, as the night or somebody since has added it up. */
@Injectable()
export class CountedMoney implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly reconciliation: Reconciliation,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.addCount('counted-money', {
      areMany: (company) => this.hasMany(company, manyFrom),
      count: (company, on) => this.count(company, on),
    });
  }

  /** A missed night leaves it to the last one: nobody asks what an earlier day had counted. */
  async count(company: string, on: BusinessDate, from = manyFrom): Promise<void> {
    if (on < (await businessDate(this.database, company))) return;
    const items = (await this.hasMany(company, from)) ? await this.reconciliation.of([company]) : undefined;
    await this.database.transaction(async (tx) => {
      await tx.query('delete from counted_money where company_id = $1', [company], 'counted_money.clear');
      if (items)
        await tx.query(
          'insert into counted_money (company_id, items, counted_on, counted_at) values ($1, $2, $3, now()) on conflict do nothing',
          [company, JSON.stringify(items), on],
          'counted_money.keep',
        );
    });
  }

  /** For who cannot wait for the night. */
  async again(companies: Companies): Promise<void> {
    for (const { company, on } of await this.counted(companies)) await this.count(company, on, 0);
  }

  /** By company and currency; what no night has counted is added up now. */
  async of(companies: Companies): Promise<CountedRow[]> {
    const counted = await this.counted(companies);
    const known = new Set(counted.map(({ company }) => company));
    const all = await this.database.query<{ id: string }>(
      'select id from companies where $1::text[] is null or id = any ($1) order by id',
      [companies === 'all' ? null : companies],
      'counted_money.companies',
    );
    const rest = await this.reconciliation.of(all.flatMap(({ id }) => (known.has(id) ? [] : [id])));
    const kept = counted.flatMap(({ items, countedAt }) => items.map((item) => ({ ...item, countedAt })));
    return [...kept, ...rest].sort((a, b) => (`${a.company} ${a.currency}` < `${b.company} ${b.currency}` ? -1 : 1));
  }

  private counted(companies: Companies): Promise<{ company: string; items: Row[]; on: BusinessDate; countedAt: Date }[]> {
    return this.database.query(
      `select company_id as company, items, business_date(company_id) as "on", counted_at as "countedAt" from counted_money
       where $1::text[] is null or company_id = any ($1)`,
      [companies === 'all' ? null : companies],
      'counted_money.read',
    );
  }

  private async hasMany(company: string, from: number): Promise<boolean> {
    const [row] = await this.database.query<{ many: boolean }>(
      'select $2::int = 0 or exists (select from receivables where company_id = $1 offset $2::int - 1) as many',
      [company, from],
      'counted_money.many',
    );
    return row?.many === true;
  }
}
