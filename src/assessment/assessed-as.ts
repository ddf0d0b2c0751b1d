import { reachOf } from '../../workflows/scorecard/reach.js';
import type { Post } from '../../workflows/scorecard/scheme.js';
import type { Tx } from '../platform/database/database.js';
import type { Assessed } from './measures/assessed.js';

/** Whose receivables somebody in a post is measured by; the key is the person's login. @param on the last day of what is measured: its team counts */
export async function assessedAs(
  tx: Pick<Tx, 'query'>,
  { person, post, weighs, on }: { person: string; post: Post; weighs: boolean; on: string },
): Promise<Assessed> {
  const shared = { key: person, weighs };
  switch (reachOf[post]) {
    case 'own':
      return { ...shared, logins: [person] };
    case 'company':
      return { ...shared, logins: null };
    case 'team': {
      const team = await tx.query<{ login: string }>(
        'select m.login from team_members_on($2::date) m join teams t on t.id = m.team_id where t.manager = $1',
        [person, on],
      );
      return { ...shared, logins: [...new Set([person, ...team.map(({ login }) => login)])] };
    }
  }
}
