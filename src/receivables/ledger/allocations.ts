import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { CaseCommand } from '../../cases/answer.js';
import { CaseDesk } from '../../cases/case-desk.js';
import { refusalProblem } from '../../cases/refusal-problem.js';
import { roleRequired } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { lockTouched, touch } from '../imports/ledger-locks.js';
import type { AllocationLine } from './allocation.shapes.js';
import type { OnAccount, Source } from './on-account.js';

/** A line with what its receivable takes. */
interface Target {
  line: AllocationLine;
  receivableId: string;
  caseId: string | null;
  owed: string;
  /** Of what was written off, what has not been recovered. */
  lost: string;
}

interface Part {
  receivableId: string;
  caseId: string | null;
  amountCents: number;
  recovery: boolean;
}

/** Applies what is on account of a customer to receivables, as an AR clerk says (domain.md, Ledger in). */
@Injectable()
export class Allocations {
  constructor(private readonly desk: CaseDesk) {}

  /**
   * All lines or none. What a line of a receipt brings beyond the open balance of a written-off item is a recovery.
   * @param source whether it is a receipt or a credit
   * @throws Problem 404 `receipt.unknown` or `credit.unknown`, 403, 409 `receipt.by_sales`, 400 for a document that the customer does not
   *   have in that currency, 409 `credit.listed`, `allocation.beyond_receipt`, `allocation.beyond_credit` or `allocation.beyond_balance`, and
   *   what a rule of a case refuses
   */
  async allocate(tx: Tx, person: CurrentPerson, source: Source, id: string, lines: readonly AllocationLine[]): Promise<void> {
    const held = await find(tx, person, source, id);
    const known = await receivablesOf(tx, held, lines);
    const targets = await lock(tx, source, held, known);
    await refuseBeyond(tx, source, held, lines);
    const parts = targets.flatMap((target) => partsOf(target, source));
    await this.book(tx, source, held, parts, person.login);
  }

  private async book(tx: Tx, source: Source, held: OnAccount, parts: readonly Part[], login: string): Promise<void> {
    const { companyId, id } = held;
    const { table, allocations, used, booked } = source.inflow;
    const commands = parts.flatMap(({ caseId, amountCents }): CaseCommand[] =>
      caseId === null ? [] : [{ companyId, caseId, command: source.application(held, amountCents), version: 'any' }],
    );
    // Money comes to a case from finance alone: the desk takes it as from an import, with the clerk's name.
    const answers = await this.desk.submit(commands, { kind: 'import', id: source.author(id), login }, { within: tx });
    for (const answer of answers) if (!answer.accepted) throw refusalProblem(answer.refusal, { case: answer.caseId });
    const recovery = source.recovers ? ', recovery' : '';
    await tx.query(
      `with part as (select * from jsonb_to_recordset($3) as p ("receivableId" bigint, "caseId" bigint, "amountCents" bigint, recovery boolean)),
         paid as (
           update receivables r set ${booked} = ${booked} + p."amountCents" / 100.0 from part p
           where r.company_id = $1 and r.id = p."receivableId" and p."caseId" is null),
         noted as (
           insert into ${allocations} (company_id, ${source.inflow.id}, receivable_id, amount${recovery}, allocated_on, allocated_by)
           select $1, $2, "receivableId", "amountCents" / 100.0${recovery}, business_date($1), $4 from part)
       update ${table} set ${used} = ${used} + (select sum("amountCents") / 100.0 from part) where company_id = $1 and id = $2`,
      [companyId, id, JSON.stringify(parts), login],
    );
  }
}

async function find(tx: Tx, person: CurrentPerson, { inflow, columns, unknown, bySales, refuse }: Source, id: string): Promise<OnAccount> {
  const [held] = await tx.query<OnAccount>(
    `select id, company_id as "companyId", customer, currency, ${columns} from ${inflow.table} where id = $1::bigint`,
    [id],
  );
  const roles = held ? rolesIn(person, held.companyId) : [];
  if (!held || roles.length === 0) throw unknown(id);
  if (!roles.includes('ar_clerk')) {
    // Those whose cases it would clear are told the rule, not only that they may not.
    const sells = roles.some((role) => role === 'salesperson' || role === 'sales_manager' || role === 'sales_director');
    throw sells ? new Problem(409, 'receipt.by_sales', { command: bySales }) : roleRequired(['ar_clerk']);
  }
  refuse?.(held);
  return held;
}

type Known = Pick<Target, 'line' | 'receivableId'>;

async function receivablesOf(tx: Tx, held: OnAccount, lines: readonly AllocationLine[]): Promise<Known[]> {
  if (lines.length === 0) throw new Problem(400, 'request.invalid', {}, [{ field: 'lines', code: 'required' }]);
  const found = await tx.query<{ id: string; document: string; instalment: number }>(
    `select r.id, r.document, r.instalment from receivables r
     join unnest($2::text[], $3::integer[]) l (document, instalment) on l.document = r.document and l.instalment = r.instalment
     where r.company_id = $1 and r.customer = $4 and r.currency = $5`,
    [held.companyId, lines.map(({ document }) => document), lines.map(({ instalment }) => instalment), held.customer, held.currency],
  );
  const seen = new Set<string>();
  return lines.map((line, index) => {
    const { document, instalment } = line;
    const one = found.find((row) => row.document === document && row.instalment === instalment);
    if (!one) throw notOf(held, index);
    if (seen.has(one.id)) throw new Problem(400, 'request.invalid', {}, [{ field: `lines.${index}.document`, code: 'line_twice' }]);
    seen.add(one.id);
    return { line, receivableId: one.id };
  });
}

/** Cases and receivables first and the receipt or credit last, as imports do, so that nobody waits in a circle. */
async function lock(tx: Tx, { inflow }: Source, held: OnAccount, known: readonly Known[]): Promise<Target[]> {
  const { companyId, id, customer } = held;
  await touch(tx, 'select unnest($1::bigint[])', [known.map(({ receivableId }) => receivableId)]);
  await lockTouched(tx, companyId);
  await tx.query(`select from ${inflow.table} where company_id = $1 and id = $2 for no key update`, [companyId, id]);
  const rows = await tx.query<Omit<Target, 'line'> & { customer: string }>(
    `select r.id as "receivableId", t.case_id as "caseId", r.customer,
       case when c.collection = 'cancelled' then 0 else r.balance end as owed,
       case when c.collection = 'cancelled' then 0 else r.written_off - r.recovered end as lost
     from touched t join receivables r on r.company_id = $1 and r.id = t.receivable_id
     left join cases c on c.company_id = $1 and c.id = t.case_id where r.customer = $2`,
    [companyId, customer],
  );
  return known.map((one, index) => {
    const row = rows.find(({ receivableId }) => receivableId === one.receivableId);
    // It may have gone to another customer meanwhile.
    if (!row) throw notOf(held, index);
    return { ...row, ...one };
  });
}

function notOf({ customer, currency }: OnAccount, index: number): Problem {
  return new Problem(400, 'request.invalid', {}, [
    { field: `lines.${index}.document`, code: 'document_of', facts: { customer, currency } },
  ]);
}

/** Read only now that it is held. */
async function refuseBeyond(
  tx: Tx,
  { inflow, beyond }: Source,
  { companyId, id }: OnAccount,
  lines: readonly AllocationLine[],
): Promise<void> {
  const [held] = await tx.query<{ onAccount: string }>(
    `select on_account as "onAccount" from ${inflow.table} where company_id = $1 and id = $2`,
    [companyId, id],
  );
  const asked = lines.reduce((sum, { amount }) => sum + cents(amount), 0);
  const onAccount = cents(held?.onAccount ?? '0');
  if (asked > onAccount) throw beyond({ asked: formatAmount(asked), onAccount: formatAmount(onAccount) });
}

function partsOf({ line, receivableId, caseId, owed, lost }: Target, { recovers }: Source): Part[] {
  const asked = cents(line.amount);
  const paid = Math.min(asked, cents(owed));
  const recovered = asked - paid;
  const room = recovers ? cents(lost) : 0;
  if (recovered > room) {
    const { document, instalment } = line;
    const balance = formatAmount(cents(owed) + room);
    throw new Problem(409, 'allocation.beyond_balance', { document, instalment, asked: formatAmount(asked), balance });
  }
  const parts = [
    { receivableId, caseId, amountCents: paid, recovery: false },
    { receivableId, caseId, amountCents: recovered, recovery: true },
  ];
  return parts.filter(({ amountCents }) => amountCents > 0);
}
