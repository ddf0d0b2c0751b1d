import { cents } from '../../../workflows/money.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import type { Inflow } from '../ledger/inflow.js';
import type { Batch } from './batch.js';
import { submitRows } from './case-commands.js';
import { dropBadRows } from './row-faults.js';

interface Reversal {
  id: string;
  line: string;
  caseId: string;
  of: string;
  amount: string;
  reversedOn: string;
  debt: boolean;
}

const rowsAtOnce = 2_000;

/** Takes back every live allocation of the known receipts or credits that the file says have gone back. */
export async function reverseKnown(batch: Batch, desk: CaseDesk, inflow: Inflow): Promise<void> {
  const { tx, companyId } = batch;
  const { table, allocations, id, used, booked, recovery } = inflow;
  await tx.query(
    'create temp table reversal (id bigint primary key, line bigint, of_id bigint, receivable_id bigint, recovery boolean, amount numeric(18, 2), reversed_on date) on commit drop',
  );
  await tx.query(
    `insert into reversal select a.id, d.line, d.${id}, a.receivable_id, ${recovery}, a.amount, d.reversed_on
     from delta d join ${allocations} a on a.company_id = $1 and a.${id} = d.${id}
     where d.known and d.reversed_on is not null and a.reversed_on is null`,
    [companyId],
  );
  await reverseOnCases(batch, desk, inflow);
  await dropBadRows(tx, 'delta');
  await dropBadRows(tx, 'reversal');
  await tx.query(
    `update receivables r set ${booked} = ${booked} - v.amount
     from (select v.receivable_id, sum(v.amount) as amount from reversal v join touched t using (receivable_id) where t.case_id is null group by 1) v
     where r.company_id = $1 and r.id = v.receivable_id`,
    [companyId],
  );
  await tx.query(`update ${allocations} a set reversed_on = v.reversed_on from reversal v where a.company_id = $1 and a.id = v.id`, [
    companyId,
  ]);
  await tx.query(
    `update ${table} r set reversed_on = d.reversed_on, ${used} = 0 from delta d
     where d.known and r.company_id = $1 and r.id = d.${id} and r.reversed_on is null and d.reversed_on is not null`,
    [companyId],
  );
}

/** One command for each allocation, because the machine tells a recovery by receipt and amount; recoveries go back before they are debts again. */
async function reverseOnCases(batch: Batch, desk: CaseDesk, inflow: Inflow): Promise<void> {
  for (let after: unknown[] = ['0', false, '0']; ; ) {
    const reversals = await batch.tx.query<Reversal>(
      `select v.id, v.line, t.case_id as "caseId", v.of_id as of, v.amount, v.reversed_on as "reversedOn", not v.recovery as debt
       from reversal v join touched t using (receivable_id)
       where (t.case_id, not v.recovery, v.id) > ($1::bigint, $2, $3::bigint) order by t.case_id, not v.recovery, v.id limit ${rowsAtOnce}`,
      after,
    );
    await submitRows(
      desk,
      batch,
      reversals.map(({ line, caseId, of, amount, reversedOn }) => ({
        line,
        caseId,
        command: inflow.reversal(of, cents(amount), reversedOn),
        at: { column: 'reversedOn', value: reversedOn },
      })),
    );
    const last = reversals.at(-1);
    if (!last || reversals.length < rowsAtOnce) return;
    after = [last.caseId, last.debt, last.id];
  }
}
