import { Injectable } from '@nestjs/common';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { type LetterTotal, letterContent } from './letter-content.js';
import { letterScope } from './letter-scope.js';
import type { LetterAnswer } from './letters.shapes.js';
import { openItems, partiesOf } from './open-items.js';

/** What a letter asks for. */
export interface LetterSum {
  totals: readonly LetterTotal[];
  items: number;
  /** Of the oldest item. */
  overdueDays: number;
}

/** What the letters of a list ask for: of those that have gone, as they say; of proposed ones, as it is now. */
@Injectable()
export class LetterSums {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** @param letters whose reader is known to see them, all of the company */
  async of(company: string, letters: readonly LetterAnswer[]): Promise<Map<string, LetterSum>> {
    const written = letters.filter(({ sha256 }) => sha256 !== null).map(({ id }) => id);
    const rows = await this.database.query<{ id: string } & LetterSum>(
      `select id, content -> 'totals' as totals, jsonb_array_length(content -> 'items') as items,
         (select coalesce(max((i ->> 'overdueDays')::int), 0) from jsonb_array_elements(content -> 'items') i) as "overdueDays"
       from letters where company_id = $1 and id = any ($2::bigint[])`,
      [company, written],
    );
    const sums = new Map(rows.map(({ id, ...sum }) => [id, sum]));
    const proposed = letters.filter(({ status }) => status === 'proposed');
    if (proposed.length === 0) return sums;
    const customers = [...new Set(proposed.map(({ customer }) => customer))];
    const on = await businessDate(this.database, company);
    const terms = await this.rules.on(company, on);
    const [items, parties] = await Promise.all([
      openItems(this.database, company, customers, on),
      partiesOf(this.database, company, customers),
    ]);
    for (const { id, level, customer } of proposed) {
      const [ofCustomer, party] = [items.get(customer) ?? [], parties.get(customer)];
      if (!party) continue;
      const content = letterContent({ id, level, on }, party, ofCustomer, terms);
      const overdueDays = Math.max(0, ...content.items.map((item) => item.overdueDays));
      sums.set(id, { totals: content.totals, items: content.items.length, overdueDays });
    }
    return sums;
  }

  /** The letters that a case has had and the person may read, by level and day, for the links of its page. */
  ofCase(person: CurrentPerson, company: string, caseId: string): Promise<{ id: string; level: number; sentOn: string }[]> {
    const values: unknown[] = [company, caseId];
    const scope = letterScope(person, 'l', values);
    return this.database.query(
      `select distinct l.id, l.level, l.sent_on as "sentOn" from letter_items i
       join letters l on l.company_id = i.company_id and l.id = i.letter_id
       where i.company_id = $1 and i.case_id = $2::bigint and i.due_level is not null and l.sent_on is not null and ${scope}`,
      values,
    );
  }
}
