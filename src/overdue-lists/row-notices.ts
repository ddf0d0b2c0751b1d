import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { ReminderKind } from '../../workflows/dunning/reminders.js';
import type { Tx } from '../platform/database/database.js';

type RowNotice = Extract<ReminderKind, `list_row_${string}`>;

/** Tells somebody of one row; its mail goes out with the person's others. @param recipient a login, or `role:<key>` */
export async function tellOfRow(
  tx: Pick<Tx, 'query'>,
  companyId: string,
  notice: { kind: RowNotice; caseId: string; on: BusinessDate; recipients: readonly string[]; facts: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.query(
    `insert into notices (company_id, case_id, kind, due_on, recipient, facts)
     select $1, $2::bigint, $3, $4, recipient, $6::jsonb from unnest($5::text[]) recipient
     on conflict do nothing`,
    [companyId, notice.caseId, notice.kind, notice.on, notice.recipients, JSON.stringify(notice.facts)],
    'lists.tell_of_row',
  );
}

/** Every owner of a published list hears of each row; one mail a person. */
export async function tellOwners(
  tx: Pick<Tx, 'query'>,
  { companyId, list, month, on, until }: { companyId: string; list: string; month: string; on: BusinessDate; until: BusinessDate },
): Promise<void> {
  const kind: RowNotice = 'list_row_waiting';
  await tx.query(
    `insert into notices (company_id, case_id, kind, due_on, recipient, facts)
     select $1, case_id, $2, $3, owner, $4::jsonb from overdue_list_rows where company_id = $1 and list_id = $5::bigint order by id
     on conflict do nothing`,
    [companyId, kind, on, JSON.stringify({ month, until }), list],
    'lists.tell_owners',
  );
}

/** What was asked for is done: a mail that has not been written yet would ask for nothing. */
export async function endNotices(tx: Pick<Tx, 'query'>, companyId: string, kind: RowNotice, cases: readonly string[]): Promise<void> {
  await tx.query(
    `update notices set facts = facts || '{"done": true}' where company_id = $1 and kind = $2 and case_id = any ($3::bigint[]) and composed_on is null`,
    [companyId, kind, cases],
    'lists.end_notices',
  );
}
