import { actorName } from '../../../workflows/collection-case/actor.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import { applyToCases } from './allocate.js';
import type { Batch, Merged } from './batch.js';
import { RowsRefused, submitRows } from './case-commands.js';
import { judgeReceivables, mergeReceivables } from './merge-receivables.js';
import type { RowFault } from './reading/row-fault.js';

/** A second person must release the file first. */
export class ListHeld extends Error {
  constructor(readonly facts: { vanished: number; open: number; percent: string }) {
    super('too much vanished at once');
  }
}

/** What is open as of a date: an item's balance on the list, 0 where a listed one is gone. */
const listedItems = `
  receivables r left join stage s on s.document = r.document and s.instalment = r.instalment
  where r.company_id = $1 and (s.line is not null or (r.listed and r.balance > 0)) and r.balance <> coalesce(s.open_amount, 0)`;

/** A list without original amounts leaves those alone that are known. */
export async function judgeOpenItems(batch: Batch): Promise<void> {
  const { tx, companyId } = batch;
  await tx.query(
    `update stage s set open_amount = coalesce(s.open_amount, s.amount),
       amount = case when coalesce(s.open_amount, s.amount) < 0 then coalesce(s.open_amount, s.amount)
         else coalesce(s.amount, greatest(s.open_amount, (
           select r.amount from receivables r where r.company_id = $1 and r.document = s.document and r.instalment = s.instalment))) end`,
    [companyId],
  );
  await judgeReceivables(batch, `select r.id from ${listedItems}`);
}

/**
 * Takes the list's items as documents, and brings every balance to what the list says: what is gone or smaller was paid on the list's
 * date, by a receipt marked derived; what is larger had not been paid after all.
 * @throws ListHeld before anything is written; RowsRefused as `submitRows`, and for what a list cannot say
 */
export async function mergeOpenItems(batch: Batch, desk: CaseDesk): Promise<Merged> {
  const { tx, companyId } = batch;
  if (!batch.released) await holdIfVanishing(batch);
  await tx.query('create temp table changed (line bigint) on commit drop');
  await tx.query(
    `insert into changed select s.line from receivables r join stage s on s.document = r.document and s.instalment = r.instalment
     where r.company_id = $1 and r.balance <> s.open_amount`,
    [companyId],
  );
  const merged = await mergeReceivables(batch, desk);
  await takeBack(batch, desk);
  await refuseLarger(batch);
  await derive(batch, desk);
  await tx.query(
    `update receivables r set listed = true from stage s
     where r.company_id = $1 and s.document = r.document and s.instalment = r.instalment and not r.listed`,
    [companyId],
  );
  const [more] = await tx.query<{ count: number }>(
    'select count(*)::integer as count from changed c where not exists (select from delta d where d.line = c.line)',
  );
  return { accepted: merged.accepted + (more?.count ?? 0) };
}

/**
 * More of a list than the policy's share gone at once is more likely a list cut short than a good day (domain.md, Ledger in). What was
 * opened in error is missing on every list.
 */
async function holdIfVanishing({ tx, companyId, policy }: Batch): Promise<void> {
  const [counted] = await tx.query<{ vanished: number; open: number }>(
    `select count(*) filter (where s.line is null)::integer as vanished, count(*)::integer as open
     from receivables r left join stage s on s.document = r.document and s.instalment = r.instalment
     where r.company_id = $1 and r.listed and r.balance > 0 and not exists (
       select from cases c where c.company_id = $1 and c.receivable_id = r.id and c.collection = 'cancelled')`,
    [companyId],
  );
  const { vanishedItemsHundredths: most } = policy;
  if (counted && counted.vanished * 100_00 > counted.open * most) throw new ListHeld({ ...counted, percent: formatAmount(most) });
}

interface Derived {
  line: string;
  caseId: string | null;
  allocation: string;
  receipt: string;
  amount: string;
}

/** Items that are open for more than is known: the derived receipts on them were none, the latest ones first. */
async function takeBack(batch: Batch, desk: CaseDesk): Promise<void> {
  const { tx, companyId, asOf = batch.businessDate } = batch;
  const derived = await tx.query<Derived>(
    `select line, case_id as "caseId", allocation, receipt, amount from (
       select s.line, t.case_id, a.id as allocation, a.receipt_id as receipt, a.amount, s.open_amount - r.balance - (r.written_off - r.recovered) as larger,
         coalesce(sum(a.amount) over (partition by r.id order by a.id desc rows between unbounded preceding and 1 preceding), 0) as before
       from stage s
       join receivables r on r.company_id = $1 and r.document = s.document and r.instalment = s.instalment
       join touched t on t.receivable_id = r.id
       join allocations a on a.company_id = $1 and a.receivable_id = r.id and a.reversed_on is null and not a.recovery
       join receipts p on p.company_id = $1 and p.id = a.receipt_id and p.derived) d
     where larger > before order by case_id, allocation desc`,
    [companyId],
  );
  await submitRows(
    desk,
    batch,
    derived.flatMap(({ line, caseId, receipt, amount }) =>
      caseId === null
        ? []
        : [
            {
              line,
              caseId,
              command: { type: 'reverseReceipt', receipt, amountCents: cents(amount), reversedOn: asOf } as const,
              at: { column: 'openAmount', value: amount },
            },
          ],
    ),
  );
  await tx.query(
    `with back as (
         update allocations a set reversed_on = $3 where a.company_id = $1 and a.id = any ($2::bigint[]) returning receipt_id, receivable_id, amount),
       noted as (
         update receipts p set reversed_on = $3, allocated = 0 from back b where p.company_id = $1 and p.id = b.receipt_id)
     update receivables r set received = received - b.amount
     from (select receivable_id, sum(amount) as amount from back join touched t using (receivable_id) where t.case_id is null group by 1) b
     where r.company_id = $1 and r.id = b.receivable_id`,
    [companyId, derived.map(({ allocation }) => allocation), asOf],
  );
}

/** What the ERP has not written off yet may still be on its list; and an amount that waits for a second person may be larger. */
async function refuseLarger({ tx, companyId }: Batch): Promise<void> {
  const faults = await tx.query<RowFault & { line: string }>(
    `select s.line, 'openAmount' as "column", s.open_amount::text as value, 'open.above_balance' as code,
       jsonb_build_object('balance', r.balance::text) as facts
     from stage s join receivables r on r.company_id = $1 and r.document = s.document and r.instalment = s.instalment
     where s.open_amount > r.balance + r.written_off - r.recovered and s.amount <= r.amount`,
    [companyId],
  );
  if (faults.length) throw new RowsRefused(faults);
}

/** A case that was opened in error takes nothing. */
async function derive(batch: Batch, desk: CaseDesk): Promise<void> {
  const { tx, companyId, importId, businessDate, login, asOf = businessDate } = batch;
  await tx.query(
    `create temp table application (line bigint, receipt_id bigint, receivable_id bigint, case_id bigint, amount numeric(18, 2), recovery boolean,
       value_date date, instrument text, reversed_on date) on commit drop`,
  );
  await tx.query(
    `insert into application
     select coalesce(i.line, 1), nextval('receipts_id_seq'), i.id, t.case_id, i.amount, false, $2, 'bank_transfer', null
     from (select r.id, s.line, r.balance - coalesce(s.open_amount, 0) as amount from ${listedItems}) i
     left join touched t on t.receivable_id = i.id
     left join cases c on c.company_id = $1 and c.id = t.case_id
     where i.amount > 0 and c.collection is distinct from 'cancelled'`,
    [companyId, asOf],
  );
  await tx.query(
    `update receivables r set received = received + a.amount from application a
     where a.case_id is null and r.company_id = $1 and r.id = a.receivable_id`,
    [companyId],
  );
  await applyToCases(batch, desk);
  await tx.query(
    `insert into receipts (company_id, id, receipt, customer, document, instalment, value_date, currency, amount, allocated, instrument, derived,
       import_id, entered_on)
     overriding system value
     select $1, a.receipt_id, 'derived-' || $2::bigint, r.customer, r.document, r.instalment, a.value_date, r.currency, a.amount, a.amount,
       a.instrument, true, $2::bigint, $3
     from application a join receivables r on r.company_id = $1 and r.id = a.receivable_id`,
    [companyId, importId, businessDate],
  );
  await tx.query(
    `insert into allocations (company_id, receipt_id, receivable_id, amount, allocated_on, allocated_by)
     select $1, receipt_id, receivable_id, amount, $2, $3 from application order by receipt_id`,
    [companyId, businessDate, actorName({ kind: 'import', id: importId, login })],
  );
}
