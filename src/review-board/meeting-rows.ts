import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { MeetingKind } from '../../workflows/review-board/meeting-times.js';
import type { CurrentPerson } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { hasPart } from './part.js';

export interface Meeting {
  id: string;
  companyId: string;
  kind: MeetingKind;
  status: 'called' | 'open' | 'closed';
  openedOn: BusinessDate | null;
  deadline: BusinessDate | null;
}

const columns = 'id, company_id as "companyId", kind, status, opened_on as "openedOn", deadline';

/** Looked at before role and state: who has no part in the company does not learn that there is such a meeting. @throws Problem 404 `meeting.unknown` */
export async function meetingOf(tx: Pick<Tx, 'query'>, id: string, person: CurrentPerson): Promise<Meeting> {
  const [meeting] = await tx.query<Meeting>(`select ${columns} from meetings where id = $1`, [id], 'meetings.company');
  if (!meeting || !hasPart(person, meeting.companyId)) throw new Problem(404, 'meeting.unknown', { meeting: id });
  return meeting;
}

/** Held until the end of the transaction. */
export async function lockMeeting(tx: Tx, companyId: string, id: string): Promise<Meeting> {
  const [meeting] = await tx.query<Meeting>(
    `select ${columns} from meetings where company_id = $1 and id = $2 for update`,
    [companyId, id],
    'meetings.lock',
  );
  if (!meeting) throw new Problem(404, 'meeting.unknown', { meeting: id });
  return meeting;
}

export function lockOpenMeetings(tx: Tx, companyId: string): Promise<(Meeting & { openedOn: BusinessDate })[]> {
  return tx.query(
    `select ${columns} from meetings where company_id = $1 and status = 'open' order by id for update`,
    [companyId],
    'meetings.open',
  );
}

/** Cases on the meeting's agenda that are still being voted on. */
export async function votingIn(tx: Pick<Tx, 'query'>, companyId: string, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select case_id as id from agenda_items where company_id = $1 and meeting_id = $2 and outcome = 'open' order by case_id`,
    [companyId, id],
    'meetings.voting',
  );
  return rows.map((row) => row.id);
}

export async function casesIn(tx: Pick<Tx, 'query'>, companyId: string, collection: string, more = ''): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(`select id from cases where company_id = $1 and collection = $2 ${more} order by id`, [
    companyId,
    collection,
  ]);
  return rows.map(({ id }) => id);
}
