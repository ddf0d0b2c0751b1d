import { reachOf } from '../../../workflows/scorecard/reach.js';
import type { Tx } from '../../platform/database/database.js';
import type { AssessedPerson } from './assessed-people.js';

/**
 * Who was, on the last day of what is measured, in the team that somebody is measured by: the one that their post names, or those that they manage.
 * @returns by login, for team posts only
 */
export async function teamsOf(
  tx: Pick<Tx, 'query'>,
  people: readonly AssessedPerson[],
  on: string,
): Promise<Map<string, readonly string[]>> {
  const leads = people.filter(({ post }) => reachOf[post] === 'team');
  if (leads.length === 0) return new Map();
  const rows = await tx.query<{ person: string; members: string[] }>(
    `select l.person, coalesce(array_agg(distinct m.login) filter (where m.login <> l.person), '{}') as members
     from jsonb_to_recordset($1::jsonb) as l (person text, team bigint)
     left join teams t on case when l.team is null then t.manager = l.person else t.id = l.team end
     left join team_members_on($2::date) m on m.team_id = t.id
     group by l.person`,
    [JSON.stringify(leads.map(({ person, team }) => ({ person, team }))), on],
  );
  return new Map(rows.map(({ person, members }) => [person, members]));
}
