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
};

export type Picture = Record<keyof typeof queries, object[]>;

export async function pictureOf(url: string): Promise<Picture> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const picture: Record<string, object[]> = {};
    for (const [name, query] of Object.entries(queries)) {
      const { rows } = await client.query(query);
      picture[name] = JSON.parse(JSON.stringify(rows, (key, value) => (key === 'meeting' ? 'the meeting' : value)));
    }
    return picture as Picture;
  } finally {
    await client.end();
  }
}
