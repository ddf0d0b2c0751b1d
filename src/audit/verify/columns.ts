import type { Accepted } from '../../../workflows/collection-case/decide.js';
import { formatAmount } from '../../../workflows/money.js';
import { caseColumns } from '../../cases/decided.js';
import type { Tx } from '../../platform/database/database.js';
import type { Findings } from './findings.js';
import type { History } from './read-histories.js';

/**
 * What lists, scope and nights read of a case beside its snapshot is what the desk would write for this history: who emptied a
 * next date or took a name out would have hidden the case.
 */
export function checkColumns({ companyId, caseId, row }: History, accepted: Accepted, findings: Findings): void {
  if (!row?.columns) return;
  const { version, lastHash, columns } = row;
  const held = {
    companyId,
    caseId,
    receivableId: String(columns.receivable_id),
    version,
    stored: accepted.after,
    lastHash,
    ownersManager: null,
  };
  // These two are checked by themselves.
  const { snapshot: _, last_hash: __, balance_cents, remind_on, ...expected } = caseColumns(held, accepted);
  // To look for reminders too early does no harm, and an upgrade may have every case looked at.
  const looksWrongly = remind_on === null ? columns.remind_on !== null : String(columns.remind_on ?? '9999-12-31') > remind_on;
  const wrong = Object.entries({
    ...expected,
    balance: formatAmount(balance_cents),
    ...(looksWrongly && { remind_on }),
  }).filter(([name, value]) => said(columns[name]) !== said(value));
  for (const [name, value] of wrong)
    findings.add({
      check: 'state',
      companyId,
      caseId,
      what: `the column ${name} is ${said(columns[name])}, by its history it is ${said(value)}`,
    });
}

/** Each case is of the receivable that its history names. */
export async function checkReceivables(tx: Tx, findings: Findings): Promise<void> {
  const wrong = await tx.query<{ companyId: string; caseId: string; receivableId: string }>(`
    select c.company_id as "companyId", c.id as "caseId", c.receivable_id as "receivableId" from cases c
    left join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
    where (r.document, r.instalment::text)
      is distinct from (c.snapshot -> 'context' ->> 'document', c.snapshot -> 'context' ->> 'instalment') limit 1000`);
  for (const { companyId, caseId, receivableId } of wrong)
    findings.add({ check: 'state', companyId, caseId, what: `receivable ${receivableId} is not the one that its history names` });
}

/** Numbers that come as text from one side are the same. */
function said(value: unknown): string {
  return typeof value === 'number' ? JSON.stringify(String(value)) : JSON.stringify(value);
}
