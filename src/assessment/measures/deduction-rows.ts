import { cents } from '../../../workflows/money.js';
import type { LedgerDeduction } from '../../../workflows/scorecard/counted-deductions.js';
import type { Tx } from '../../platform/database/database.js';

type Found = Omit<LedgerDeduction, 'pointsHundredths' | 'firstCountedOn'> & {
  person: string;
  points: string;
  firstCountedOn: string | null;
};

/**
 * All deductions of these persons in the company that count by the day. What was written after its period had been closed counts in the next
 * (workflows/attribution/period.ts).
 */
export async function deductionRows(
  tx: Tx,
  company: string,
  to: string,
  persons: readonly string[],
): Promise<Map<string, LedgerDeduction[]>> {
  const found = await tx.query<Found>(statement, [company, to, persons]);
  const rows = new Map<string, LedgerDeduction[]>();
  for (const { person, points, firstCountedOn, ...row } of found) {
    const deduction = { ...row, pointsHundredths: cents(points), ...(firstCountedOn !== null && { firstCountedOn }) };
    rows.set(person, [...(rows.get(person) ?? []), deduction]);
  }
  return rows;
}

const statement = `
  with counted as (
    select d.id, d.kind, d.person, d.points, d.case_id, d.cause, d.share, d.basis, coalesce(l.closed_until + 1, d.effective_on) as counts_on
    from deductions d
    join case_journal e on e.company_id = d.company_id and e.case_id = d.case_id and e.seq = d.seq
    left join lateral (
      select max(closed_until) as closed_until from period_closings p
      where p.company_id = d.company_id and p.closed_at <= e.at and p.closed_until >= d.effective_on) l on true
    where d.company_id = $1 and d.person = any ($3::text[]))
  select d.id, d.kind, d.person, d.points, d.counts_on as "countsOn", first.counts_on as "firstCountedOn"
  from counted d
  left join lateral (
    select f.counts_on from counted f
    where d.kind <> 'deduction' and f.basis ? 'basePoints' and f.case_id = d.case_id and f.person = d.person and f.cause = d.cause
      and f.share = d.share and f.id < d.id
    order by f.id desc limit 1) first on true
  where d.counts_on <= $2::date order by d.id`;
