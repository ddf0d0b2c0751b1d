import type { TrainingSystem } from './training-system.js';

/** What must always hold of the money (domain.md, What must always hold, 2), as queries that find nothing. */
const violations: Readonly<Record<string, string>> = {
  'amount = balance + received + credited + written off':
    'select id from receivables where amount <> balance + received + credited + written_off or balance < 0 or recovered > written_off',
  'live allocations that are no recoveries are what was received': `select r.id from receivables r left join allocations a on a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null
     group by r.company_id, r.id having coalesce(sum(a.amount), 0) <> r.received + r.recovered`,
  'live allocations of credits are what was credited, and what they have used': `select r.id from receivables r
     where r.credited <> (select coalesce(sum(a.amount), 0) from credit_allocations a where a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null)
     union all select k.id from credits k
     where k.applied <> (select coalesce(sum(a.amount), 0) from credit_allocations a where a.company_id = k.company_id and a.credit_id = k.id and a.reversed_on is null)`,
  'a case has the balance of its receivable': `select c.id from cases c join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     where c.balance <> r.balance or c.owner <> r.owner or c.due_on <> r.due_on or c.customer <> r.customer`,
  'the columns of a case say what its snapshot says': `select id from cases where balance * 100 <> (snapshot #>> '{context,balanceCents}')::numeric or owner <> snapshot #>> '{context,owner}'`,
  'a closed case has no balance, unless it was opened in error': `select id from cases c where closed and balance <> 0 and not (collection = 'cancelled' and exists (
       select from case_journal j where j.company_id = c.company_id and j.case_id = c.id
         and j.entries @> '[{"type": "cancelled", "because": "opened_in_error"}]'))`,
  'an open case has a balance': 'select id from cases where not closed and balance = 0',
  'an overdue receivable with a balance has a case after the night': `select r.id from receivables r where r.balance > 0 and r.due_on < business_date(r.company_id)
       and exists (select from nights n where n.company_id = r.company_id and n.business_date = business_date(r.company_id) and n.finished_at is not null)
       and not exists (select from cases c where c.company_id = r.company_id and c.receivable_id = r.id)`,
  // What has happened since the night, such as a reversed receipt on an old item, waits for the next one.
  'no case waits for a night that has passed': `select c.id from cases c join nights n on n.company_id = c.company_id and n.finished_at is not null
     where n.business_date = business_date(c.company_id) and c.next_date <= n.business_date and not exists (
       select from case_journal j where j.company_id = c.company_id and j.case_id = c.id and j.business_date = n.business_date)`,
  'a deduction comes from a journal entry that made it': `select d.id from deductions d where not exists (select from case_journal j where j.company_id = d.company_id and j.case_id = d.case_id and j.seq = d.seq)`,
};

/** @returns the names of those that do not hold, with the rows that break them */
export async function brokenInvariants(system: TrainingSystem): Promise<string[]> {
  const found: string[] = [];
  for (const [name, query] of Object.entries(violations)) {
    const rows = await system.rows<{ id: string }>(query);
    if (rows.length > 0) found.push(`${name}: ${rows.map(({ id }) => id).join(', ')}`);
  }
  return found;
}
