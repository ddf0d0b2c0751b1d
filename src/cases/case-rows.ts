import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import type { Tx } from '../platform/database/database.js';

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
 * scope leaves out is neither locked nor given.
 * @param scope an SQL predicate on `c` with its values from $3 on
 */
export function lockCases(tx: Tx, keys: readonly CaseKey[], scope: { sql: string; values: unknown[] } | undefined): Promise<HeldCase[]> {
  return tx.query<HeldCase>(
    `select ${heldColumns} from cases c
     join (select distinct * from unnest($1::text[], $2::bigint[]) as k (company_id, id)) k on k.company_id = c.company_id and k.id = c.id
     where ${scope?.sql ?? 'true'} order by c.company_id, c.id for no key update of c`,
    [keys.map(({ companyId }) => companyId), keys.map(({ caseId }) => caseId), ...(scope?.values ?? [])],
    scope ? undefined : 'cases.lock',
  );
}

/** Some of the cases whose night has come and that nobody else holds. */
export function lockDueCases(tx: Tx, companyId: string, on: BusinessDate, limit: number): Promise<HeldCase[]> {
  return tx.query<HeldCase>(
    `select ${heldColumns} from cases c where c.company_id = $1 and c.next_date <= $2 order by c.next_date, c.id limit $3 for no key update of c skip locked`,
    [companyId, on, limit],
    'cases.lock_due',
  );
}
