import type { NamedFact } from '../../workflows/review-board/second-vote.js';
import type { CurrentPerson } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import type { Put } from './meeting-steps.js';

/** What the chair named while calling the meeting, kept until it opens; named again, the later word stands. */
export async function keepNewFacts(
  tx: Tx,
  companyId: string,
  meeting: string,
  facts: readonly Required<Put>[],
  person: CurrentPerson,
): Promise<void> {
  await tx.query(
    `insert into meeting_new_facts (company_id, meeting_id, case_id, fact, named_by)
     select $1, $2, "caseId", "newFact", $4 from jsonb_to_recordset($3::jsonb) as f ("caseId" bigint, "newFact" jsonb)
     on conflict (company_id, meeting_id, case_id) do update set fact = excluded.fact, named_by = excluded.named_by`,
    [companyId, meeting, JSON.stringify(facts), person.login],
  );
}

export async function newFactsOf(tx: Tx, companyId: string, meeting: string): Promise<Map<string, NamedFact>> {
  const rows = await tx.query<{ caseId: string; fact: NamedFact }>(
    'select case_id as "caseId", fact from meeting_new_facts where company_id = $1 and meeting_id = $2',
    [companyId, meeting],
  );
  return new Map(rows.map(({ caseId, fact }) => [caseId, fact]));
}
