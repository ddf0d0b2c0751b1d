import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import type { Tx } from '../platform/database/database.js';
import { nameOf } from '../platform/database/statement-names.js';

/** A case as the desk holds it while it decides. */
export interface HeldCase {
  readonly companyId: string;
  readonly caseId: string;
  readonly receivableId: string;
  /** Also the number of its last journal entry. */
  readonly version: number;
  readonly stored: StoredCase;
  readonly lastHash: Buffer;
  /** The direct manager of the case's owner. */
  readonly ownersManager: string | null;
}

export interface CaseKey {
  readonly companyId: string;
  readonly caseId: string;
}

export function keyOf({ companyId, caseId }: CaseKey): string {
  return `${companyId} ${caseId}`;
}

export const heldColumns = `
  c.company_id as "companyId", c.id as "caseId", c.receivable_id as "receivableId", c.version, c.snapshot as stored, c.last_hash as "lastHash",
  (select t.manager from team_members m join teams t on t.id = m.team_id
   where m.login = c.owner) as "ownersManager"`;

/**
 * Locks and reads cases in the order of their ids, so that two submissions never wait for each other in a circle. What the
 * scope leaves out is neither locked nor given. PostgreSQL would plan anew for every length of the lists if it saw them.
 * @param scope an SQL predicate on `c` with its values from $3 on; the few texts that scopes have are each prepared under a name of their own
 */
export function lockCases(tx: Tx, keys: readonly CaseKey[], scope: { sql: string; values: unknown[] } | undefined): Promise<HeldCase[]> {
  return tx.query<HeldCase>(
    `select ${heldColumns} from cases c
     join (select distinct * from unnest((select $1::text[]), (select $2::bigint[])) as k (company_id, id)) k on k.company_id = c.company_id and k.id = c.id
     where ${scope?.sql ?? 'true'} order by c.company_id, c.id for no key update of c`,
    [keys.map(({ companyId }) => companyId), keys.map(({ caseId }) => caseId), ...(scope?.values ?? [])],
    scope ? nameOf('cases.lock', scope.sql) : 'cases.lock',
  );
}

/** The same cases as they are now, for nobody who writes. @param scope as above */
export function readCases(db: Pick<Tx, 'query'>, keys: readonly CaseKey[], scope: { sql: string; values: unknown[] }): Promise<HeldCase[]> {
  return db.query<HeldCase>(
    `select ${heldColumns} from cases c
     join (select distinct * from unnest((select $1::text[]), (select $2::bigint[])) as k (company_id, id)) k on k.company_id = c.company_id and k.id = c.id
     where ${scope.sql}`,
    [keys.map(({ companyId }) => companyId), keys.map(({ caseId }) => caseId), ...scope.values],
  );
}

/**
 * Locks what is going to be taken one after the other, in the order in which everybody locks: two lists that name the same
 * cases in another order would wait for each other for ever.
 * @param evidence documents whose customers' cases are locked as well, since a judgment of one touches all that it is linked to
 * @param scope as above
 */
export async function lockInOrder(
  tx: Tx,
  ids: readonly string[],
  evidence: readonly string[],
  scope: { sql: string; values: unknown[] },
): Promise<void> {
  await tx.query(
    `select from cases c
     where c.id = any (array(
       select unnest($1::bigint[])
       union select s.id from evidence e join cases s on s.company_id = e.company_id and s.customer = e.customer where e.id = any ($2::bigint[])))
       and ${scope.sql} order by c.company_id, c.id for no key update of c`,
    [ids, evidence, ...scope.values],
  );
}

/** What a night may find due: the case's course, or its reminders and letters. */
export type DueColumn = 'next_date' | 'remind_on';

/** Some of the cases whose night has come and that nobody else holds. */
export function lockDueCases(tx: Tx, due: DueColumn, companyId: string, on: BusinessDate, limit: number): Promise<HeldCase[]> {
  return tx.query<HeldCase>(
    `select ${heldColumns} from cases c where c.company_id = $1 and c.${due} <= $2 order by c.${due}, c.id limit $3 for no key update of c skip locked`,
    [companyId, on, limit],
    `cases.lock_due ${due}`,
  );
}
