import { cents } from '../../../workflows/money.js';
import type { Targets } from '../../../workflows/scorecard/scheme.js';
import type { Tx } from '../../platform/database/database.js';

/** Targets of a person or a team as they were approved last. */
export interface ApprovedTargets extends Targets {
  readonly proposal: string;
  readonly proposedBy: string;
}

interface Row {
  person: string | null;
  team: string | null;
  proposal: string;
  proposedBy: string;
  collection: string | null;
  metrics: Targets['metrics'];
}

/** @returns by `person <login>` and `team <id>` */
export async function targetsInForce(
  tx: Pick<Tx, 'query'>,
  company: string,
  period: string,
  persons: readonly string[],
  teams: readonly string[],
): Promise<Map<string, ApprovedTargets>> {
  const rows = await tx.query<Row>(statement, [company, period, persons, teams], 'assessment.targets');
  return new Map(
    rows.map(({ person, team, collection, ...row }) => [
      person === null ? `team ${team}` : `person ${person}`,
      { ...row, ...(collection !== null && { collectionCents: cents(collection) }) },
    ]),
  );
}

const statement = `
  select distinct on (t.person, t.team_id) t.person, t.team_id as team, t.collection, t.metrics, p.id as proposal, p.proposed_by as "proposedBy"
  from target_proposals p
  join target_decisions d on d.company_id = p.company_id and d.proposal_id = p.id and d.outcome = 'approved'
  join targets t on t.company_id = p.company_id and t.proposal_id = p.id
  where p.company_id = $1 and p.period = $2 and (t.person = any ($3::text[]) or t.team_id = any ($4::bigint[]))
  order by t.person, t.team_id, d.place desc`;
