import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { ListStatus } from '../../workflows/overdue-list/row.js';
import type { Month } from '../../workflows/overdue-list/terms.js';
import type { CurrentPerson } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { readsLists, seesWholeList } from './list-scope.js';

export interface FoundList {
  id: string;
  company: string;
  month: Month;
  snapshotOn: BusinessDate;
  status: ListStatus;
  version: number;
  lastList: string | null;
  publishBy: BusinessDate;
  draftedOn: BusinessDate;
  draftedBy: string;
  publishedOn: BusinessDate | null;
  publishedBy: string | null;
  answersUntil: BusinessDate | null;
  agreedOn: BusinessDate | null;
  /** SHA-256, hexadecimal. */
  fingerprint: string | null;
}

export const selectLists = `
  select l.id, l.company_id as company, l.month, l.snapshot_on as "snapshotOn", l.status, l.version, l.last_list as "lastList",
    l.publish_by as "publishBy", l.drafted_on as "draftedOn", l.drafted_by as "draftedBy", l.published_on as "publishedOn",
    l.published_by as "publishedBy", l.answers_until as "answersUntil", l.agreed_on as "agreedOn", encode(l.fingerprint, 'hex') as fingerprint
  from overdue_lists l`;

/**
 * A list that the person may see. Looked at before role and state: who has no part in the company does not learn that there is one.
 * @param hold so that nobody else changes it or its rows meanwhile
 * @throws Problem 404 `list.unknown`
 */
export async function findList(tx: Pick<Tx, 'query'>, person: CurrentPerson, id: string, { hold = false } = {}): Promise<FoundList> {
  const [found] = await tx.query<FoundList>(
    `${selectLists} where l.id = $1::bigint ${hold ? 'for no key update' : ''}`,
    [id],
    hold ? 'lists.hold' : 'lists.find',
  );
  const seen = found && readsLists(person, found.company) && (found.status !== 'draft' || seesWholeList(person, found.company));
  if (!seen) throw new Problem(404, 'list.unknown', { list: id });
  return found;
}
