import type { FactChanges } from '../../../workflows/collection-case/commands.js';
import { cents } from '../../../workflows/money.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import type { Batch } from './batch.js';
import { type RowCommand, submitRows } from './case-commands.js';

interface Difference {
  line: string;
  caseId: string;
  /** As they would become; null where the file says what is known. */
  dueOn: string | null;
  amount: string | null;
  customer: string | null;
  owner: string | null;
  /** Waiting for a second person already. */
  waiting: { changes: FactChanges }[];
  /** Something else of the row differs too, that needs nobody. */
  more: boolean;
}

/** A file of a million changes must not become a million commands in memory at once. */
const rowsAtOnce = 2_000;

/**
 * Asks the desk to correct what the file says differently about items with a case. What waits already is not asked for again.
 * @returns how many rows of `delta` come to nothing, because all they say is waiting
 * @throws RowsRefused as `submitRows`
 */
export async function correctionsAsked(batch: Batch, desk: CaseDesk): Promise<number> {
  let known = 0;
  let after = '0';
  for (;;) {
    const differences = await differencesAfter(batch, after);
    const asked = differences.map((difference) => ({ difference, changes: newChanges(difference) }));
    known += asked.filter(({ difference, changes }) => !difference.more && Object.keys(changes).length === 0).length;
    await submitRows(
      desk,
      batch,
      asked.flatMap(({ difference, changes }) => command(batch, difference, changes)),
    );
    const last = differences.at(-1);
    if (!last || differences.length < rowsAtOnce) return known;
    after = last.caseId;
  }
}

function differencesAfter({ tx, companyId, said }: Batch, after: string): Promise<Difference[]> {
  const more = ['issued_on', ...['contract', 'channel'].filter((column) => said.has(column))];
  return tx.query<Difference>(
    `select d.line, c.id as "caseId", coalesce(c.snapshot -> 'context' -> 'corrections', '[]') as waiting,
       nullif(d.due_on, r.due_on) as "dueOn", nullif(d.amount, r.amount) as amount,
       nullif(d.customer, r.customer) as customer, nullif(d.owner, r.owner) as owner,
       (${more.map((column) => `d.${column}`).join(', ')}) is distinct from (${more.map((column) => `r.${column}`).join(', ')}) as more
     from delta d
     join touched t using (receivable_id)
     join cases c on c.company_id = $1 and c.id = t.case_id
     join receivables r on r.company_id = $1 and r.id = d.receivable_id
     where c.id > $2::bigint order by c.id limit ${rowsAtOnce}`,
    [companyId, after],
  );
}

function newChanges({ dueOn, amount, customer, owner, waiting }: Difference): FactChanges {
  const changes: FactChanges = {
    ...(dueOn !== null && { dueOn }),
    ...(amount !== null && { amountCents: cents(amount) }),
    ...(customer !== null && { customer }),
    ...(owner !== null && { owner }),
  };
  const asked = (key: string, value: unknown) =>
    waiting.some((correction) => (correction.changes as Record<string, unknown>)[key] === value);
  return Object.fromEntries(Object.entries(changes).filter(([key, value]) => !asked(key, value)));
}

function command({ importId, fileName }: Batch, { line, caseId, ...difference }: Difference, changes: FactChanges): RowCommand[] {
  const [column] = (['dueOn', 'amount', 'customer', 'owner'] as const).filter((name) => difference[name] !== null);
  if (!column || Object.keys(changes).length === 0) return [];
  const reason = `import ${importId}: ${fileName}, line ${line}`;
  return [{ line, caseId, command: { type: 'correctFacts', changes, reason }, at: { column, value: difference[column] ?? '' } }];
}
