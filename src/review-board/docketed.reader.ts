import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import type { Tx } from '../platform/database/database.js';

/** A case that waits for a meeting. */
export interface Docketed {
  case: string;
  customer: string;
  customerName: string;
  document: string;
  currency: string;
  balance: string;
  overdueDays: number;
}

/** The largest of the docketed cases that the person sees. */
export function docketedCases(database: Pick<Tx, 'query'>, companyId: string, person: CurrentPerson, atMost: number): Promise<Docketed[]> {
  const values: unknown[] = [companyId, atMost];
  const scope = caseScope(person, 'c', values);
  return database.query(
    `select c.id as case, c.customer, k.name as "customerName", r.document, r.currency, c.balance, business_date(c.company_id) - c.due_on as "overdueDays"
     from cases c
     join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     join customers k on k.company_id = c.company_id and k.customer = c.customer
     where c.company_id = $1 and c.collection = 'boardReview.docketed' and ${scope}
     order by c.balance desc, c.id limit $2`,
    values,
  );
}
