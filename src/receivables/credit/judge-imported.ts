import type { Batch } from '../imports/batch.js';
import { judgeCredit, type SubjectKind } from './judge.js';

/**
 * Contracts or orders of the staged file that are new, or ask for more credit than before, and those that are held. What is from before
 * the company's opening was agreed when nobody kept holds; and without a ledger there is nothing to judge by.
 */
export async function askingForCredit({ tx, companyId }: Batch, kind: SubjectKind): Promise<string[]> {
  const found = await tx.query<{ subject: string }>(asking[kind], [companyId]);
  return found.map(({ subject }) => subject);
}

/** The file is the ledger's word and is taken; what the policy would not have is held. */
export function judgeImported(
  { tx, companyId, businessDate, policy, importId }: Batch,
  kind: SubjectKind,
  subjects: string[],
): Promise<void> {
  return judgeCredit(tx, { companyId, on: businessDate, policy, importId }, kind, subjects);
}

const isHeld = (kind: SubjectKind, subject: string) =>
  `exists (select from credit_holds h where h.company_id = $1 and h.subject_kind = '${kind}' and h.subject = ${subject} and h.released_on is null)`;

const asking: Readonly<Record<SubjectKind, string>> = {
  contract: `
    select s.contract as subject from stage s
    join companies b on b.id = $1 and b.opening_on <= s.signed_on
    left join contracts k on k.company_id = $1 and k.contract = s.contract
    where k.id is null or (k.customer, k.currency) is distinct from (s.customer, s.currency) or s.amount > k.amount or s.term_days > k.term_days
      or ${isHeld('contract', 's.contract')}
    order by 1`,
  order: `
    select s."order" as subject from stage s
    join companies b on b.id = $1 and b.opening_on <= s.ordered_on
    left join orders o on o.company_id = $1 and o."order" = s."order"
    where o.id is null or (o.customer, o.currency) is distinct from (s.customer, s.currency) or s.open_amount > o.open_amount
      or ${isHeld('order', 's."order"')}
    order by 1`,
};
