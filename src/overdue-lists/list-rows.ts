import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { DifferenceKind } from '../../workflows/overdue-list/differences.js';
import type { ObjectionReason, Proposals, RowState } from '../../workflows/overdue-list/row.js';
import type { Tx } from '../platform/database/database.js';

/** What an owner says instead, as it is kept. */
export interface KeptObjection {
  by: string;
  on: BusinessDate;
  reason: ObjectionReason;
  note: string;
  balance?: string;
  owner?: string;
}

/** A row as everybody sees it; amounts as text. */
export interface RowView {
  id: string;
  case: string;
  customer: string;
  customerName: string;
  document: string;
  instalment: number;
  dueOn: BusinessDate;
  overdueDays: number;
  currency: string;
  amount: string;
  balance: string;
  agreedBalance: string;
  owner: string;
  ownerName: string;
  agreedOwner: string;
  collection: string;
  state: RowState;
  corrected: boolean;
  objection: KeptObjection | null;
  settleUntil: BusinessDate | null;
  proposals: Proposals;
  difference: DifferenceKind;
  lastBalance: string | null;
  lastOverdueDays: number | null;
  lastBalanceNow: string | null;
}

export const selectRows = `
  select r.id, r.case_id as case, r.customer, r.customer_name as "customerName", r.document, r.instalment, r.due_on as "dueOn",
    r.overdue_days as "overdueDays", r.currency, r.amount, r.balance, coalesce(r.agreed_balance, r.balance) as "agreedBalance", r.owner,
    p.name as "ownerName", coalesce(r.agreed_owner, r.owner) as "agreedOwner", r.collection, r.state, r.corrected, r.objection,
    r.settle_until as "settleUntil", r.proposals, r.difference, r.last_balance as "lastBalance", r.last_overdue_days as "lastOverdueDays",
    r.last_balance_now as "lastBalanceNow"
  from overdue_list_rows r join people p on p.login = r.owner`;

const rowsAtOnce = 1_000;

/**
 * All rows of a list in its order, some at a time, whatever their number.
 * @param where an SQL expression over `r`, with `values` from $5 on
 */
export async function* rowsOf(
  tx: Pick<Tx, 'query'>,
  { companyId, list }: { companyId: string; list: string },
  where = 'true',
  values: readonly unknown[] = [],
): AsyncGenerator<RowView[]> {
  for (let after = '0'; ; ) {
    const rows = await tx.query<RowView>(
      `${selectRows} where r.company_id = $1 and r.list_id = $2::bigint and r.id > $3::bigint and ${where} order by r.id limit $4`,
      [companyId, list, after, rowsAtOnce, ...values],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = last.id;
  }
}
