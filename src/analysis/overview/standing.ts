import { Injectable } from '@nestjs/common';
import { oldestAge } from '../../../workflows/aging/roll-rates.js';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { type CurrentPerson, companiesOf } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { figureScope } from './figure-scope.js';

/** Of which company, in which currency, under which day. */
export interface Counted {
  readonly company: string;
  readonly currency: string;
  readonly on: BusinessDate;
}

export interface AgedSum {
  readonly bucket: number;
  readonly items: number;
  readonly cents: number;
}

export interface OwnersSums {
  owner: string;
  name: string;
  team: string | null;
  teamName: string | null;
  openCents: number;
  sums: AgedSum[];
}

export interface CompanySums {
  company: string;
  name: string;
  currency: string;
  on: BusinessDate;
  cases: number;
  openCents: number;
  overdueCents: number;
  oldCents: number;
}

/** Cents as numbers: sums of a company are far from where these stop being exact. */
const centsOf = (sum: string) => `coalesce((${sum} * 100)::float8, 0)`;

/** What was open on counted days, of what a person sees. */
@Injectable()
export class Standing {
  constructor(private readonly database: Database) {}

  /** The latest day up to today. */
  async latest(company: string, today: BusinessDate): Promise<{ on: BusinessDate; at: Date } | undefined> {
    const [found] = await this.database.query<{ on: BusinessDate; at: Date }>(
      `select business_date as "on", counted_at as at from day_counts where company_id = $1 and business_date <= $2 order by business_date desc limit 1`,
      [company, today],
      'standing.latest',
    );
    return found;
  }

  currencies({ company, on }: Counted, person: CurrentPerson): Promise<{ currency: string }[]> {
    const values: unknown[] = [company, on];
    return this.database.query(
      `select currency from day_figures f where company_id = $1 and business_date = $2 and ${figureScope(person, 'f', values)}
       group by currency order by count(*) desc, currency`,
      values,
    );
  }

  /** By owner and age. */
  async owners({ company, currency, on }: Counted, person: CurrentPerson): Promise<OwnersSums[]> {
    const values: unknown[] = [company, on, currency];
    const rows = await this.database.query<Omit<OwnersSums, 'sums' | 'openCents'> & AgedSum>(
      `select t.owner, coalesce(p.name, t.owner) as name, m.team_id as team, g.name as "teamName", t.bucket, t.items, t.cents from (
         select f.owner, f.bucket, sum(f.items)::int as items, ${centsOf('sum(f.amount)')} as cents from day_figures f
         where f.company_id = $1 and f.business_date = $2 and f.currency = $3 and ${figureScope(person, 'f', values)} group by 1, 2) t
       left join people p on p.login = t.owner left join team_members m on m.login = t.owner left join teams g on g.id = m.team_id`,
      values,
    );
    const owners = new Map<string, OwnersSums>();
    for (const { owner, name, team, teamName, ...sum } of rows) {
      const known = owners.get(owner) ?? { owner, name, team, teamName, openCents: 0, sums: [] };
      owners.set(owner, { ...known, openCents: known.openCents + sum.cents, sums: [...known.sums, sum] });
    }
    return [...owners.values()];
  }

  /** Open cases by state. */
  states({ company, currency, on }: Counted, person: CurrentPerson): Promise<{ state: string; cases: number }[]> {
    const values: unknown[] = [company, on, currency];
    return this.database.query(
      `select f.state, sum(f.items)::int as cases from day_figures f
       where f.company_id = $1 and f.business_date = $2 and f.currency = $3 and f.state <> 'notDue' and ${figureScope(person, 'f', values)} group by 1`,
      values,
    );
  }

  /** By age on each of these days that was counted, the earliest first. */
  async series({ company, currency }: Counted, days: readonly BusinessDate[], person: CurrentPerson): Promise<Map<BusinessDate, number[]>> {
    const values: unknown[] = [company, days, currency];
    const rows = await this.database.query<{ on: BusinessDate; bucket: number; cents: number }>(
      `select f.business_date as "on", f.bucket, ${centsOf('sum(f.amount)')} as cents from day_figures f
       where f.company_id = $1 and f.business_date = any ($2::date[]) and f.currency = $3 and ${figureScope(person, 'f', values)}
       group by 1, 2 order by 1`,
      values,
    );
    const series = new Map<BusinessDate, number[]>();
    for (const { on, bucket, cents } of rows) {
      const ages = series.get(on) ?? Array.from({ length: oldestAge + 4 }, () => 0);
      ages[bucket + 3] = cents;
      series.set(on, ages);
    }
    return series;
  }

  /** Each company's latest, in its own currency. */
  companies(person: CurrentPerson): Promise<CompanySums[]> {
    const companies = companiesOf(person);
    const values: unknown[] = [companies === 'all' ? null : companies];
    return this.database.query(
      `select k.id as company, k.name, k.currency, d.business_date as "on", coalesce(sum(f.items) filter (where f.state <> 'notDue'), 0)::int as cases,
         ${centsOf('sum(f.amount)')} as "openCents", ${centsOf('sum(f.amount) filter (where f.bucket > 0)')} as "overdueCents",
         ${centsOf('sum(f.amount) filter (where f.bucket > 3)')} as "oldCents"
       from companies k
       cross join lateral (select max(business_date) as business_date from day_counts d where d.company_id = k.id and d.business_date <= business_date(k.id)) d
       join day_figures f on f.company_id = k.id and f.business_date = d.business_date and f.currency = k.currency
       where ($1::text[] is null or k.id = any ($1)) and ${figureScope(person, 'f', values)}
       group by k.id, k.name, k.currency, d.business_date order by k.id`,
      values,
    );
  }
}
