import { cents } from '../../workflows/money.js';
import type { ListRow, ListStatus } from '../../workflows/overdue-list/row.js';
import type { CurrentPerson } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { FoundList } from './found-list.js';
import type { RowView } from './list-rows.js';
import { rowScope } from './list-scope.js';

/** A row that nobody else changes meanwhile, as the rules look at it. */
export interface HeldRow extends ListRow {
  readonly id: string;
  readonly caseId: string;
}

type Kept = Pick<RowView, 'id' | 'case' | 'state' | 'amount' | 'balance' | 'owner' | 'objection' | 'proposals'>;

/** Those of the list that the person may see, by id. The list is held, and with it all its rows. */
export async function heldRows(tx: Tx, person: CurrentPerson, list: FoundList, ids: readonly string[]): Promise<Map<string, HeldRow>> {
  const values: unknown[] = [list.company, list.id, ids];
  const scope = rowScope(person, list.company, 'r', values);
  const rows = await tx.query<Kept>(
    `select r.id, r.case_id as case, r.state, r.amount, r.balance, r.owner, r.objection, r.proposals from overdue_list_rows r
     where r.company_id = $1 and r.list_id = $2::bigint and r.id = any ($3::bigint[]) and ${scope}`,
    values,
  );
  return new Map(rows.map((row) => [row.id, held(row, list)]));
}

/** @throws Problem 404 `list_row.unknown` */
export async function heldRow(tx: Tx, person: CurrentPerson, list: FoundList, id: string): Promise<HeldRow> {
  const row = (await heldRows(tx, person, list, [id])).get(id);
  if (!row) throw new Problem(404, 'list_row.unknown', { row: id });
  return row;
}

/** A row as it was read, for the rules. */
export function held(
  { id, case: caseId, state, amount, balance, owner, objection, proposals }: Kept,
  { status, answersUntil }: { status: ListStatus; answersUntil: string | null },
): HeldRow {
  return {
    ...{ id, caseId, state, status, owner, proposals },
    amountCents: cents(amount),
    balanceCents: cents(balance),
    ...(answersUntil !== null && { answersUntil }),
    ...(objection && { objection: objectionOf(objection) }),
  };
}

function objectionOf({ by, reason, note, balance, owner }: NonNullable<Kept['objection']>): NonNullable<ListRow['objection']> {
  return { by, reason, note, ...(balance !== undefined && { balanceCents: cents(balance) }), ...(owner !== undefined && { owner }) };
}
