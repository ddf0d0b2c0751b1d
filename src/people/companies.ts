import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { CompanyAnswer, NewCompanyForm } from './companies.shapes.js';
import { type CurrentPerson, companiesOf, standsInForLogins } from './current-person.js';
import type { Letterhead } from './letterhead.shapes.js';

const columns = `id, name, currency, time_zone as "timeZone", business_date(id) as "businessDate", letterhead, (
    select jsonb_build_object('version', v.version::text, 'letterhead', v.letterhead, 'proposedBy', v.proposed_by)
    from letterhead_versions v where v.company_id = companies.id and v.confirmed_at is null
      and v.version = (select max(n.version) from letterhead_versions n where n.company_id = companies.id)) as "proposedLetterhead"`;

type CompanyRow = Omit<CompanyAnswer, 'proposedLetterhead'> & { proposedLetterhead: CompanyAnswer['proposedLetterhead'] | null };

/** The legal entities, each with its own books. There are few: a list is never paged. */
@Injectable()
export class Companies {
  constructor(private readonly database: Database) {}

  async of(person: CurrentPerson): Promise<CompanyAnswer[]> {
    const companies = companiesOf(person);
    const rows = await this.database.query<CompanyRow>(
      `select ${columns} from companies where $1::text[] is null or id = any ($1) order by id`,
      [companies === 'all' ? null : companies],
      'companies.of',
    );
    return rows.map(answerOf);
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

  /** In force once somebody of finance has confirmed it: an account that customers pay to is nobody's to change alone. @throws Problem 404 `company.unknown` */
  async proposeLetterhead(id: string, letterhead: Letterhead, by: CurrentPerson): Promise<CompanyAnswer> {
    const proposed = await this.database.query(
      `insert into letterhead_versions (company_id, letterhead, proposed_by) select id, $2, $3 from companies where id = $1 returning version`,
      [id, JSON.stringify(letterhead), by.login],
    );
    if (proposed.length === 0) throw new Problem(404, 'company.unknown', { company: id });
    return this.read(id);
  }

  /**
   * @param version that was looked at: one proposed since is not confirmed unseen
   * @throws Problem 404 `company.unknown`, 409 `letterhead.none_proposed`, `letterhead.replaced`, `letterhead.own_change`
   */
  async confirmLetterhead(id: string, version: string, by: CurrentPerson): Promise<CompanyAnswer> {
    await this.database.transaction(async (tx) => {
      const [company] = await tx.query('select from companies where id = $1 for update', [id]);
      if (!company) throw new Problem(404, 'company.unknown', { company: id });
      const [latest] = await tx.query<{ version: string; proposedBy: string; isConfirmed: boolean }>(
        `select version, proposed_by as "proposedBy", confirmed_at is not null as "isConfirmed" from letterhead_versions
         where company_id = $1 order by version desc limit 1`,
        [id],
      );
      if (!latest || latest.isConfirmed) throw new Problem(409, 'letterhead.none_proposed', { company: id });
      if (latest.version !== version)
        throw new Problem(409, 'letterhead.replaced', { version, latest: latest.version, by: latest.proposedBy });
      if (latest.proposedBy === by.login || standsInForLogins(by).includes(latest.proposedBy))
        throw new Problem(409, 'letterhead.own_change');
      await tx.query(
        'update letterhead_versions set confirmed_by = $3, confirmed_at = now() where company_id = $1 and version = $2::bigint',
        [id, version, by.login],
      );
      await tx.query(
        `update companies c set letterhead = v.letterhead from letterhead_versions v
         where c.id = $1 and v.company_id = c.id and v.version = $2::bigint`,
        [id, version],
      );
    });
    return this.read(id);
  }

  private async read(id: string): Promise<CompanyAnswer> {
    const [company] = await this.database.query<CompanyRow>(`select ${columns} from companies where id = $1`, [id]);
    if (!company) throw new Error(`company ${id} is not there`);
    return answerOf(company);
  }
}

function answerOf({ proposedLetterhead, ...company }: CompanyRow): CompanyAnswer {
  return { ...company, ...(proposedLetterhead && { proposedLetterhead }) };
}
