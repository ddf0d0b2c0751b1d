import { cents } from '../../../workflows/money.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import type { Batch } from './batch.js';
import { type RowCommand, submitRows } from './case-commands.js';

interface Application {
  line: string;
  caseId: string;
  receipt: string;
  amount: string;
  valueDate: string;
  instrument: string;
  reversedOn: string | null;
  recovery: boolean;
}

const rowsAtOnce = 2_000;

/**
 * Works out in the temporary table `application` what of each new receipt goes to its receivable, and applies it.
 * Earlier value dates are served first. What comes beyond the balance of a written-off item is a recovery, up to what was written off; a
 * cancelled item takes nothing. A receipt that the file says has gone back is applied and taken back, so that it uses up nothing.
 */
export async function allocate(batch: Batch, desk: CaseDesk): Promise<void> {
  const { tx, companyId } = batch;
  await tx.query(
    `create temp table application (line bigint, receipt_id bigint, receivable_id bigint, case_id bigint, amount numeric(18, 2), recovery boolean,
       value_date date, instrument text, reversed_on date) on commit drop`,
  );
  await tx.query(
    `insert into application
     select line, receipt_id, receivable_id, case_id, part.amount, part.recovery, value_date, instrument, reversed_on
     from (
       select d.line, d.receipt_id, d.receivable_id, t.case_id, d.amount, d.value_date, coalesce(d.instrument, 'bank_transfer') as instrument, d.reversed_on,
         case when c.collection = 'cancelled' then 0 else r.balance end as owed,
         case when c.collection = 'cancelled' then 0 else r.written_off - r.recovered end as lost,
         coalesce(sum(d.amount) filter (where d.reversed_on is null) over (
           partition by d.receivable_id order by d.value_date, d.line rows between unbounded preceding and 1 preceding), 0) as before
       from delta d
       join touched t using (receivable_id)
       join receivables r on r.company_id = $1 and r.id = d.receivable_id
       left join cases c on c.company_id = $1 and c.id = t.case_id
       where not d.known) served
     cross join lateral (select least(amount, greatest(owed - before, 0)) as paid) as first
     cross join lateral (
       select case when reversed_on is not null and paid > 0 then 0
         else least(amount - paid, greatest(lost - greatest(before - owed, 0), 0)) end as recovered) as rest
     cross join lateral (values (paid, false), (recovered, true)) as part (amount, recovery)
     where part.amount > 0`,
    [companyId],
  );
  await tx.query(
    `update receivables r set received = received + p.amount
     from (select receivable_id, sum(amount) as amount from application where case_id is null and reversed_on is null group by 1) p
     where r.company_id = $1 and r.id = p.receivable_id`,
    [companyId],
  );
  await applyToCases(batch, desk);
}

/** Gives the desk what `application` has for items with a case, earlier value dates first. */
export async function applyToCases(batch: Batch, desk: CaseDesk): Promise<void> {
  await batch.tx.query('create index on application (case_id, value_date, line, recovery) where case_id is not null');
  for (let after: unknown[] = ['0', '-infinity', '0', false]; ; ) {
    const applications = await batch.tx.query<Application>(
      `select line, case_id as "caseId", receipt_id as receipt, amount, value_date as "valueDate", instrument, reversed_on as "reversedOn",
         recovery
       from application where (case_id, value_date, line, recovery) > ($1::bigint, $2::date, $3::bigint, $4)
       order by case_id, value_date, line, recovery limit ${rowsAtOnce}`,
      after,
    );
    await submitRows(desk, batch, applications.flatMap(commands));
    const last = applications.at(-1);
    if (!last || applications.length < rowsAtOnce) return;
    after = [last.caseId, last.valueDate, last.line, last.recovery];
  }
}

function commands({ line, caseId, receipt, amount, valueDate, instrument, reversedOn }: Application): RowCommand[] {
  const amountCents = cents(amount);
  const apply: RowCommand = {
    line,
    caseId,
    command: { type: 'applyReceipt', receipt, amountCents, valueDate, instrument },
    at: { column: 'amount', value: amount },
  };
  if (reversedOn === null) return [apply];
  const reverse = { type: 'reverseReceipt', receipt, amountCents, reversedOn } as const;
  return [apply, { line, caseId, command: reverse, at: { column: 'reversedOn', value: reversedOn }, followsOwn: true }];
}
