import { cents } from '../../../workflows/money.js';
import type { Adjustment } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';

/** Points that an accepted appeal gives, and of which period's card. */
export interface AppealedPoints extends Adjustment {
  readonly ofPeriod: string;
  readonly reason: string;
}

/** What counts in this period, by person: of its own card, or of one that was closed before the appeal was decided. */
export async function adjustmentsOf(
  tx: Pick<Tx, 'query'>,
  company: string,
  period: string,
  persons: readonly string[],
): Promise<Map<string, AppealedPoints[]>> {
  const rows = await tx.query<Omit<AppealedPoints, 'pointsHundredths'> & { person: string; points: string }>(
    statement,
    [company, period, persons],
    'assessment.adjustments',
  );
  const found = new Map<string, AppealedPoints[]>();
  for (const { person, points, ...row } of rows)
    found.set(person, [...(found.get(person) ?? []), { ...row, pointsHundredths: cents(points) }]);
  return found;
}

const statement = `
  select a.person, a.id, a.period as "ofPeriod", d.points, coalesce(d.reason, '') as reason
  from scorecard_appeal_decisions d join scorecard_appeals a on a.company_id = d.company_id and a.id = d.appeal_id
  where d.company_id = $1 and d.counts_in = $2 and a.person = any ($3::text[])
  order by a.id`;
