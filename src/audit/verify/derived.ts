import { formatAmount } from '../../../workflows/money.js';
import { canonicalJson } from '../../cases/journal-hash.js';
import type { Tx } from '../../platform/database/database.js';
import type { Findings } from './findings.js';
import type { Replayed } from './replay.js';

/** Points that a history takes and gives back, as they must stand in the ledger of deductions. */
export class ExpectedDeductions {
  private readonly rows = new Map<string, number>();

  add(replayed: Replayed): void {
    for (const { entry, accepted } of replayed)
      for (const effect of accepted.effects)
        if (effect.type === 'deduct')
          this.count(
            [
              entry.companyId,
              entry.caseId,
              entry.seq,
              effect.kind,
              effect.person,
              effect.cause,
              formatAmount(effect.shareHundredths),
              formatAmount(effect.pointsHundredths),
              canonicalJson(effect.basis),
              entry.businessDate,
            ],
            1,
          );
  }

  /** Every row of the ledger comes from an entry, and every entry's row is there. */
  async check(tx: Tx, findings: Findings): Promise<void> {
    const rows = await tx.query<Record<string, unknown>>(
      `select company_id as "companyId", case_id as "caseId", seq, kind, person, cause, share::text, points::text, basis,
         effective_on as "effectiveOn" from deductions`,
    );
    for (const { companyId, caseId, seq, kind, person, cause, share, points, basis, effectiveOn } of rows)
      this.count([companyId, caseId, seq, kind, person, cause, share, points, canonicalJson(basis), effectiveOn], -1);
    for (const [key, difference] of this.rows) {
      if (difference === 0) continue;
      const [companyId = '', caseId = '', ...what] = JSON.parse(key) as (string | number)[];
      findings.add({
        check: 'deductions',
        companyId: String(companyId),
        caseId: String(caseId),
        what: `${difference > 0 ? 'missing' : 'without an entry'}: ${what.join(' ')}`,
      });
    }
  }

  private count(key: readonly unknown[], by: number): void {
    const text = JSON.stringify(key);
    this.rows.set(text, (this.rows.get(text) ?? 0) + by);
  }
}

/** The ledger's own sums, and what the cases' columns say, against each other (domain.md, What must always hold, 2). */
export async function checkMoney(tx: Tx, findings: Findings): Promise<void> {
  const wrong = await tx.query<{ companyId: string; caseId: string | null; what: string }>(`
    select r.company_id as "companyId", c.id as "caseId", format('receivable %s %s/%s: %s', r.id, r.document, r.instalment, w.what) as what
    from receivables r
    left join cases c on c.company_id = r.company_id and c.receivable_id = r.id
    left join lateral (select c.snapshot -> 'context' as context) s on true
    left join lateral (
      select coalesce(sum(a.amount) filter (where not a.recovery), 0) as applied, coalesce(sum(a.amount) filter (where a.recovery), 0) as recovered
      from allocations a where a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null) a on true
    left join lateral (
      select coalesce(sum(a.amount), 0) as credited
      from credit_allocations a where a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null) k on true
    cross join lateral (values
      (r.amount <> r.balance + r.received + r.credited + r.written_off, 'the amount is not open + received + credited + written off'),
      (r.received + r.recovered <> a.applied + a.recovered, format('%s received, %s allocated', r.received + r.recovered, a.applied + a.recovered)),
      (r.credited <> k.credited, format('%s credited, %s by credits', r.credited, k.credited)),
      (r.has_case <> (c.id is not null), 'its case is not where it says'),
      (c.id is not null and (c.balance <> r.balance or c.owner <> r.owner or c.customer <> r.customer or c.due_on <> r.due_on), 'the case says something else'),
      (c.id is not null and ((s.context ->> 'balanceCents')::numeric <> r.balance * 100 or (s.context ->> 'receivedCents')::numeric <> r.received * 100
        or (s.context ->> 'creditedCents')::numeric <> r.credited * 100 or (s.context ->> 'writtenOffCents')::numeric <> r.written_off * 100
        or (s.context ->> 'recoveredCents')::numeric <> r.recovered * 100 or (s.context ->> 'amountCents')::numeric <> r.amount * 100),
        'the money is not what the history says')
    ) as w (is_wrong, what)
    where w.is_wrong limit 1000`);
  for (const { companyId, caseId, what } of wrong) findings.add({ check: 'money', companyId, ...(caseId !== null && { caseId }), what });
  await checkOnAccount(tx, findings);
}

/** What is left of receipts and credits, against where the rest of them went. */
async function checkOnAccount(tx: Tx, findings: Findings): Promise<void> {
  const wrong = await tx.query<{ companyId: string; what: string }>(`
    select company_id as "companyId", format('%s %s %s: %s used, %s allocated', kind, id, number, used, allocated) as what
    from (
      select r.company_id, 'receipt' as kind, r.id, r.receipt as number, r.allocated as used, (
        select coalesce(sum(a.amount), 0) from allocations a where a.company_id = r.company_id and a.receipt_id = r.id and a.reversed_on is null)
        as allocated
      from receipts r
      union all
      select k.company_id, 'credit', k.id, k.credit, k.applied, (
        select coalesce(sum(a.amount), 0) from credit_allocations a where a.company_id = k.company_id and a.credit_id = k.id and a.reversed_on is null)
      from credits k) inflows
    where used <> allocated limit 1000`);
  for (const { companyId, what } of wrong) findings.add({ check: 'money', companyId, what });
}
