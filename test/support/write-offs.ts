import type { TrainingSystem } from './training-system.js';

/** Contract, the customer's statement and the court's announcement, all accepted: they carry a bad debt. */
export async function proveInsolvency(system: TrainingSystem, caseId: string): Promise<void> {
  await system.evidence(caseId, 'contract', 'origin');
  await system.evidence(caseId, 'statement', 'inability_to_pay');
  await system.evidence(caseId, 'court_announcement', 'bankruptcy');
}

/** Cases that a meeting of today resolves as bad debts; each waits for its approval. */
export async function resolveBadDebts(system: TrainingSystem, caseIds: readonly string[]): Promise<void> {
  for (const caseId of caseIds) {
    await system.take('finance_director', caseId, { type: 'docket', reason: '客户停业' });
    await proveInsolvency(system, caseId);
  }
  const meeting = await system.openMeeting();
  for (const caseId of caseIds)
    for (const login of ['sales_director', 'finance_director', 'legal_manager'])
      await system.take(login, caseId, { type: 'castVote', choice: 'bad_debt', reason: '客户已破产' });
  await system.closeMeeting(meeting);
}

/** Approved by the finance director and posted by the AR clerk. */
export async function writeOff(system: TrainingSystem, caseId: string, voucherNo: string, rootCause?: string): Promise<void> {
  await system.take('finance_director', caseId, { type: 'approveWriteOff' });
  await system.take('ar_clerk', caseId, { type: 'postWriteOff', voucherNo, ...(rootCause !== undefined && { rootCause }) });
}

/** A version of the company's policy, in force from long ago. */
export async function setPolicy(system: TrainingSystem, numbers: object, company = 'C01'): Promise<void> {
  await system.rows(
    `insert into policies (company_id, version, effective_from, numbers)
     select $1, coalesce(max(version), 0) + 1, '2000-01-01', $2::jsonb from policies where company_id = $1`,
    [company, JSON.stringify(numbers)],
  );
}
