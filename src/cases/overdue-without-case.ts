import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Opening } from '../../workflows/collection-case/context.js';
import { cents } from '../../workflows/money.js';
import type { Tx } from '../platform/database/database.js';

interface Row {
  caseId: string;
  receivableId: string;
  customer: string;
  document: string;
  instalment: number;
  issuedOn: string;
  dueOn: string;
  currency: string;
  amount: string;
  received: string;
  credited: string;
  owner: string;
  ownersManager: string | null;
}

/** What a case is opened with, and what the desk needs beside it. */
export interface CaseToOpen {
  readonly receivableId: string;
  readonly ownersManager: string | null;
  readonly opening: Opening;
}

/**
 * Locks receivables that must have a case and have none, gives each its case number. What another process holds is left to
 * it; one that got its case while we waited is passed over, because the lock looks at the row again.
 * @param after the last one of the part before
 */
export async function overdueWithoutCase(
  tx: Tx,
  companyId: string,
  on: BusinessDate,
  limit: number,
  after?: CaseToOpen,
): Promise<CaseToOpen[]> {
  const rows = await tx.query<Row>(
    `with overdue as materialized (
       select r.* from receivables r
       where r.company_id = $1 and r.due_on < $2 and r.balance > 0 and not r.has_case and (r.due_on, r.id) > ($4::date, $5::bigint)
       order by r.due_on, r.id limit $3 for no key update of r skip locked)
     select nextval(pg_get_serial_sequence('cases', 'id')) as "caseId", r.id as "receivableId", r.customer, r.document, r.instalment,
       r.issued_on as "issuedOn", r.due_on as "dueOn", r.currency, r.amount, r.received, r.credited, r.owner,
       (select t.manager from team_members m join teams t on t.id = m.team_id where m.login = r.owner) as "ownersManager"
     from overdue r order by r.due_on, r.id`,
    [companyId, on, limit, after?.opening.dueOn ?? '-infinity', after?.receivableId ?? 0],
    'cases.overdue_without_case',
  );
  return rows.map(({ receivableId, ownersManager, amount, received, credited, ...row }) => ({
    receivableId,
    ownersManager,
    opening: {
      ...row,
      companyId,
      amountCents: cents(amount),
      receivedCents: cents(received),
      creditedCents: cents(credited),
      openedOn: on,
    },
  }));
}
