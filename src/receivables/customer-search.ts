import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { withinCustomers } from './customer-scope.js';

export interface FoundCustomer {
  customer: string;
  name: string;
  grade: string | null;
}

/** Customers by how their code begins, or by part of their name. */
@Injectable()
export class CustomerSearch {
  constructor(private readonly database: Database) {}

  find(q: string, person: CurrentPerson, company: string, limit: number): Promise<FoundCustomer[]> {
    const typed = q.replace(/[\\%_]/g, '\\$&');
    const values: unknown[] = [company, `${typed}%`, `%${typed}%`, limit];
    const scope = withinCustomers(person, 'k', values);
    return this.database.query<FoundCustomer>(
      `select k.customer, k.name, k.grade from customers k
       where k.company_id = $1 and (k.customer ilike $2 or k.name ilike $3) and ${scope} order by k.name collate "zh-x-icu", k.customer limit $4`,
      values,
    );
  }
}
