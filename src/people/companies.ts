import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { CompanyAnswer, NewCompanyForm } from './companies.shapes.js';
import { type CurrentPerson, companiesOf } from './current-person.js';
import type { Letterhead } from './letterhead.shapes.js';

const columns = `id, name, currency, time_zone as "timeZone", business_date(id) as "businessDate", letterhead`;

/** The legal entities, each with its own books. There are few: a list is never paged. */
@Injectable()
export class Companies {
  constructor(private readonly database: Database) {}

  of(person: CurrentPerson): Promise<CompanyAnswer[]> {
    const companies = companiesOf(person);
    return this.database.query(`select ${columns} from companies where $1::text[] is null or id = any ($1) order by id`, [
      companies === 'all' ? null : companies,
    ]);
  }

  /** @throws Problem 409 `company.exists` */
  async add({ id, name, currency, timeZone }: NewCompanyForm): Promise<CompanyAnswer> {
    const added = await this.database.query(
      'insert into companies (id, name, currency, time_zone) values ($1, $2, $3, $4) on conflict (id) do nothing returning id',
      [id, name, currency, timeZone],
    );
    if (added.length === 0) throw new Problem(409, 'company.exists', { company: id });
    return this.read(id);
  }

  /** @throws Problem 404 `company.unknown` */
  async print(id: string, letterhead: Letterhead): Promise<CompanyAnswer> {
    const changed = await this.database.query('update companies set letterhead = $2 where id = $1 returning id', [
      id,
      JSON.stringify(letterhead),
    ]);
    if (changed.length === 0) throw new Problem(404, 'company.unknown', { company: id });
    return this.read(id);
  }

  private async read(id: string): Promise<CompanyAnswer> {
    const [company] = await this.database.query<CompanyAnswer>(`select ${columns} from companies where id = $1`, [id]);
    if (!company) throw new Error(`company ${id} is not there`);
    return company;
  }
}
