import { actorName } from '../../../workflows/collection-case/actor.js';
import { cents } from '../../../workflows/money.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import { creditInflow } from '../ledger/inflow.js';
import type { Batch, Merged } from './batch.js';
import { submitRows } from './case-commands.js';
import { reverseKnown } from './reverse-known.js';
import { dropBadRows } from './row-faults.js';

interface Booking {
  line: string;
  caseId: string;
  credit: string;
  amount: string;
  creditedOn: string;
  written: string;
}

const rowsAtOnce = 2_000;

/**
 * Writes what `judgeCredits` has set apart: what is taken back comes first, because it frees what newer credits then lower; each new
 * credit goes to its receivable as far as that takes it, and the rest stays on account of the customer. A credit that the file says has
 * been taken back is only recorded.
 * @throws RowsRefused as `submitRows`
 */
export async function mergeCredits(batch: Batch, desk: CaseDesk): Promise<Merged> {
  const { tx, companyId, importId, businessDate, login } = batch;
  await reverseKnown(batch, desk, creditInflow);
  await book(batch);
  await applyToCases(batch, desk);
  await dropBadRows(tx, 'delta');
  await dropBadRows(tx, 'booking');
  await tx.query(
    `update receivables r set credited = credited + b.amount
     from (select receivable_id, sum(amount) as amount from booking where case_id is null group by 1) b
     where r.company_id = $1 and r.id = b.receivable_id`,
    [companyId],
  );
  const [set] = await tx.query<{ count: number }>('select count(*)::integer as count from delta');
  await tx.query(
    `insert into credits (company_id, id, credit, customer, document, instalment, credited_on, currency, amount, applied, reversed_on, import_id,
       entered_on)
     overriding system value
     select $1, d.credit_id, d.credit, d.customer, d.document, d.instalment, d.credited_on, d.currency, d.amount, coalesce(b.amount, 0),
       d.reversed_on, $2, $3
     from delta d left join booking b using (line) where not d.known`,
    [companyId, importId, businessDate],
  );
  await tx.query(
    `insert into credit_allocations (company_id, credit_id, receivable_id, amount, allocated_on, allocated_by)
     select $1, credit_id, receivable_id, amount, $2, $3 from booking order by line`,
    [companyId, businessDate, actorName({ kind: 'import', id: importId, login })],
  );
  return { accepted: set?.count ?? 0 };
}

/** Works out in the temporary table `booking` what each new credit lowers, earlier ones first. A cancelled item takes nothing. */
async function book({ tx, companyId }: Batch): Promise<void> {
  await tx.query(
    'create temp table booking (line bigint, credit_id bigint, receivable_id bigint, case_id bigint, amount numeric(18, 2), credited_on date) on commit drop',
  );
  await tx.query(
    `insert into booking
     select line, credit_id, receivable_id, case_id, least(amount, owed - before), credited_on
     from (
       select d.line, d.credit_id, d.receivable_id, t.case_id, d.amount, d.credited_on,
         case when c.collection = 'cancelled' then 0 else r.balance end as owed,
         coalesce(sum(d.amount) over (
           partition by d.receivable_id order by d.credited_on, d.line rows between unbounded preceding and 1 preceding), 0) as before
       from delta d
       join touched t using (receivable_id)
       join receivables r on r.company_id = $1 and r.id = d.receivable_id
       left join cases c on c.company_id = $1 and c.id = t.case_id
       where not d.known and d.reversed_on is null) served
     where owed > before`,
    [companyId],
  );
}

/** Gives the desk the bookings of items with a case, earlier dates first. */
async function applyToCases(batch: Batch, desk: CaseDesk): Promise<void> {
  for (let after: unknown[] = ['0', '-infinity', '0']; ; ) {
    const bookings = await batch.tx.query<Booking>(
      `select b.line, b.case_id as "caseId", b.credit_id as credit, b.amount, b.credited_on as "creditedOn", d.amount as written
       from booking b join delta d using (line)
       where (b.case_id, b.credited_on, b.line) > ($1::bigint, $2::date, $3::bigint)
       order by b.case_id, b.credited_on, b.line limit ${rowsAtOnce}`,
      after,
    );
    await submitRows(
      desk,
      batch,
      bookings.map(({ line, caseId, credit, amount, creditedOn, written }) => ({
        line,
        caseId,
        command: { type: 'applyCredit', credit, amountCents: cents(amount), creditedOn },
        at: { column: 'amount', value: written },
      })),
    );
    const last = bookings.at(-1);
    if (!last || bookings.length < rowsAtOnce) return;
    after = [last.caseId, last.creditedOn, last.line];
  }
}
