import { cents } from '../../../workflows/money.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import type { Batch, Merged } from './batch.js';
import { type RowCommand, submitRows } from './case-commands.js';
import { dropBadRows } from './row-faults.js';

interface Booking {
  line: string;
  caseId: string;
  credit: string;
  amount: string;
  on: string;
  written: string;
}

const rowsAtOnce = 2_000;

/**
 * Writes what `judgeCredits` has set apart: what is taken back comes first, because it frees what newer credits then lower; each new
 * credit goes to its receivable as far as that takes it, and the rest stays on account of the customer.
 * @throws RowsRefused as `submitRows`
 */
export async function mergeCredits(batch: Batch, desk: CaseDesk): Promise<Merged> {
  const { tx } = batch;
  await tx.query(
    'create temp table booking (line bigint, credit_id bigint, receivable_id bigint, case_id bigint, amount numeric(18, 2), on_date date) on commit drop',
  );
  await reverseKnown(batch, desk);
  await tx.query('truncate booking');
  await apply(batch, desk);
  const [set] = await tx.query<{ count: number }>('select count(*)::integer as count from delta');
  return { accepted: set?.count ?? 0 };
}

async function reverseKnown(batch: Batch, desk: CaseDesk): Promise<void> {
  const { tx, companyId } = batch;
  await tx.query(
    `insert into booking
     select d.line, d.credit_id, k.receivable_id, t.case_id, k.applied, d.reversed_on
     from delta d join credits k on k.company_id = $1 and k.id = d.credit_id join touched t on t.receivable_id = k.receivable_id
     where d.known and k.applied > 0`,
    [companyId],
  );
  await onCases(batch, desk, ({ credit, amount, on }) => ({
    command: { type: 'reverseCredit', credit, amountCents: cents(amount), reversedOn: on },
    at: { column: 'reversedOn', value: on },
  }));
  await withoutCase(batch, '-');
  await tx.query(
    `update credits k set reversed_on = d.reversed_on, applied = 0 from delta d
     where d.known and k.company_id = $1 and k.id = d.credit_id and k.reversed_on is null and d.reversed_on is not null`,
    [companyId],
  );
}

/** A credit that the file says has been taken back is only recorded. A cancelled item takes nothing. */
async function apply(batch: Batch, desk: CaseDesk): Promise<void> {
  const { tx, companyId, importId, businessDate } = batch;
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
  await onCases(batch, desk, ({ credit, amount, on, written }) => ({
    command: { type: 'applyCredit', credit, amountCents: cents(amount), creditedOn: on },
    at: { column: 'amount', value: written },
  }));
  await withoutCase(batch, '+');
  await tx.query(
    `insert into credits (company_id, id, credit, customer, document, instalment, credited_on, currency, amount, receivable_id, applied,
       reversed_on, import_id, entered_on)
     overriding system value
     select $1, d.credit_id, d.credit, d.customer, d.document, d.instalment, d.credited_on, d.currency, d.amount, d.receivable_id,
       coalesce(b.amount, 0), d.reversed_on, $2, $3
     from delta d left join booking b using (line) where not d.known`,
    [companyId, importId, businessDate],
  );
}

/** Gives the desk the bookings of items with a case, earlier dates first, and leaves out what it refuses. */
async function onCases(batch: Batch, desk: CaseDesk, command: (booking: Booking) => Pick<RowCommand, 'command' | 'at'>): Promise<void> {
  const { tx } = batch;
  for (let after: unknown[] = ['0', '-infinity', '0']; ; ) {
    const bookings = await tx.query<Booking>(
      `select b.line, b.case_id as "caseId", b.credit_id as credit, b.amount, b.on_date as on, d.amount as written
       from booking b join delta d using (line)
       where (b.case_id, b.on_date, b.line) > ($1::bigint, $2::date, $3::bigint) order by b.case_id, b.on_date, b.line limit ${rowsAtOnce}`,
      after,
    );
    await submitRows(
      desk,
      batch,
      bookings.map((booking) => ({ line: booking.line, caseId: booking.caseId, ...command(booking) })),
    );
    const last = bookings.at(-1);
    if (!last || bookings.length < rowsAtOnce) break;
    after = [last.caseId, last.on, last.line];
  }
  await dropBadRows(tx, 'delta');
  await dropBadRows(tx, 'booking');
}

async function withoutCase({ tx, companyId }: Batch, sign: '+' | '-'): Promise<void> {
  await tx.query(
    `update receivables r set credited = credited ${sign} b.amount
     from (select receivable_id, sum(amount) as amount from booking where case_id is null group by 1) b
     where r.company_id = $1 and r.id = b.receivable_id`,
    [companyId],
  );
}
