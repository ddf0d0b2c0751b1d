import pg from 'pg';

/** What two databases with the same history have in common: all but the numbers they gave out and the instants. */
const queries = {
  cases: `select r.document, c.collection, c.customer_dispute, c.attribution, c.balance, c.closed, c.docketed_on::text, c.next_date::text, c.version,
      c.snapshot #- '{context,caseId}' as snapshot
    from cases c join receivables r on r.company_id = c.company_id and r.id = c.receivable_id order by r.company_id, r.document`,
  journal: `select r.document, j.seq, j.business_date::text, j.actor, (j.command - 'caseId') as command, j.entries, j.state
    from case_journal j join cases c on c.company_id = j.company_id and c.id = j.case_id
    join receivables r on r.company_id = c.company_id and r.id = c.receivable_id order by r.company_id, r.document, j.seq`,
  notices: `select r.document, n.kind, n.due_on::text, n.recipient, n.facts
    from notices n join cases c on c.company_id = n.company_id and c.id = n.case_id
    join receivables r on r.company_id = c.company_id and r.id = c.receivable_id order by 1, 2, 3, 4`,
  meetings:
    'select company_id, planned_on::text, status, called_on::text, called_by, opened_on::text, closed_on::text from meetings order by called_on, company_id',
  nights: 'select company_id, business_date::text, finished_at is not null as finished from nights order by company_id, business_date',
  money: `select company_id, sum(amount) as amount, sum(received) as received, sum(credited) as credited, sum(written_off) as "writtenOff",
      sum(balance) as balance, count(*)::int as rows from receivables group by 1 order by 1`,
  receivables: `select company_id, document, instalment, customer, due_on::text, amount, received, credited, balance, owner, has_case, listed
    from receivables order by 1, 2, 3`,
  receipts: `select company_id, receipt, customer, document, instalment, value_date::text, amount, allocated, reversed_on::text, derived, entered_on::text
    from receipts order by company_id, document, instalment, amount, receipt`,
  allocations: `select a.company_id, p.receipt, r.document, a.amount, a.recovery, a.allocated_on::text, a.reversed_on::text
    from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
    join receivables r on r.company_id = a.company_id and r.id = a.receivable_id order by 1, 3, 4, 2, 7`,
  credits: `select company_id, credit, customer, document, credited_on::text, amount, applied, reversed_on::text from credits order by 1, 2, 4`,
  // A file that was known changes nothing, however often it comes.
  imports: `select company_id, kind, file_name, rows, accepted, rejected from imports where accepted > 0 order by 1, 2, 3`,
};

export type Picture = Record<keyof typeof queries, object[]>;

export async function pictureOf(url: string): Promise<Picture> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const names = await namesOfMoney(client);
    const picture: Record<string, object[]> = {};
    for (const [name, query] of Object.entries(queries)) {
      const { rows } = await client.query(query);
      picture[name] = JSON.parse(JSON.stringify(rows, (key, value) => withoutNumbers(key, value, names)));
    }
    return picture as Picture;
  } finally {
    await client.end();
  }
}

/** Receipts and credits by what the ERP calls them, from the numbers that journals call them by. */
async function namesOfMoney(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; name: string }>(
    `select 'receipt ' || id as key, concat_ws(' ', receipt, document, instalment) as name from receipts
     union all select 'credit ' || id, concat_ws(' ', credit, document, instalment) from credits`,
  );
  return new Map(rows.map(({ key, name }) => [key, neutral(name)]));
}

/** Numbers come from sequences, which what is undone does not set back. */
function withoutNumbers(key: string, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (key === 'meeting') return 'the meeting';
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'import') return { ...value, id: 'the import' };
  if (typeof value !== 'string') return value;
  return names.get(`${key} ${value}`) ?? neutral(value);
}

function neutral(text: string): string {
  return text.replace(/^(import[ :]|derived-)\d+/, '$1#');
}
