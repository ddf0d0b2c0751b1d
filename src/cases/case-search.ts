import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { type Push, pushTo, withReceivableAndCustomer } from './case-conditions.js';
import type { CaseRow } from './cases.shapes.js';

export interface FoundCase extends Pick<CaseRow, 'id' | 'customer' | 'customerName' | 'document' | 'balance' | 'currency' | 'state'> {
  overdueDays: number;
}

/** Cases by their number, or by how their document begins, in the order of the documents: their index ends where enough are found. */
@Injectable()
export class CaseSearch {
  constructor(private readonly database: Database) {}

  async find(q: string, person: CurrentPerson, company: string, limit: number): Promise<FoundCase[]> {
    const byDocument = await this.where((push) => `r.document like ${push(`${literal(q)}%`)}`, person, company, limit);
    if (!/^\d{1,18}$/.test(q)) return byDocument;
    const byNumber = await this.where((push) => `c.id = ${push(q)}::bigint`, person, company, 1);
    return [...byNumber, ...byDocument.filter(({ id }) => id !== byNumber[0]?.id)].slice(0, limit);
  }

  private async where(condition: (push: Push) => string, person: CurrentPerson, company: string, limit: number): Promise<FoundCase[]> {
    const values: unknown[] = [company];
    const scope = caseScope(person, 'c', values);
    const push = pushTo(values);
    const rows = await this.database.query<FoundCase & { value: FoundCase['state'] }>(
      `select c.id, c.customer, k.name as "customerName", r.document, c.balance, r.currency, c.snapshot -> 'value' as value,
         business_date(c.company_id) - c.due_on as "overdueDays"
       from cases c ${withReceivableAndCustomer}
       where c.company_id = $1 and r.company_id = $1 and ${condition(push)} and ${scope} order by r.document, r.instalment limit ${push(limit)}`,
      values,
    );
    return rows.map(({ value, ...row }) => ({ ...row, state: value }));
  }
}

/** What was typed is looked for as it is. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
