import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { patternOf, type Searched } from './case-conditions.js';
import { countedAtMost } from './case-sums.js';

/** A search that several readings of a page need, made once: to look through all documents takes longest of it. */
@Injectable()
export class CaseSearched {
  constructor(private readonly database: Database) {}

  async of(company: string, q: string): Promise<Searched> {
    const [found] = await this.database.query<{ customers: string[]; receivables: string[] }>(
      `select array(select customer from customers where company_id = $1 and (customer ilike $2 or name ilike $2)) as customers,
         array(select id::text from receivables where company_id = $1 and has_case and lower(document) like lower($2) limit ${countedAtMost + 1}) as receivables`,
      [company, patternOf(q)],
      'cases.searched',
    );
    const { customers, receivables } = found ?? { customers: [], receivables: [] };
    return { customers, receivables: receivables.length > countedAtMost ? undefined : receivables };
  }
}
