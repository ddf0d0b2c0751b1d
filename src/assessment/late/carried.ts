import type { CarriedDifference } from '../../../workflows/scorecard/card.js';
import type { LateDifference } from '../../../workflows/scorecard/late.js';
import type { Tx } from '../../platform/database/database.js';
import type { LateRecord } from './late-records.js';

/** A line of a card for what came late to an earlier, closed one. Kept with the card. */
export interface CarriedLate extends CarriedDifference, LateDifference {
  /** The first of what came late since a card of this length was closed last. */
  readonly records: readonly LateRecord[];
  /** How many more there are. */
  readonly more: number;
}

/** What closed cards have taken over of an earlier period's difference, by person. */
export async function carriedOf(
  tx: Pick<Tx, 'query'>,
  company: string,
  ofPeriod: string,
  persons: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ person: string; points: number }>(statement, [company, ofPeriod, persons], 'assessment.carried');
  return new Map(rows.map(({ person, points }) => [person, points]));
}

const statement = `
  select s.person, sum((e ->> 'pointsHundredths')::integer)::integer as points
  from scorecards s cross join lateral jsonb_array_elements(s.inputs -> 'carried') e
  where s.company_id = $1 and s.inputs ? 'carried' and e ->> 'ofPeriod' = $2 and s.person = any ($3::text[])
  group by s.person`;
