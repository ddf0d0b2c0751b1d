import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { company } from './ledger.js';

/** Takes a list of receivables in as straight as PostgreSQL can, believing every cell: COPY, update what differs, insert what is missing. */
export async function importStraight(client: pg.Client, path: string): Promise<void> {
  await client.query('begin');
  await client.query(`set local work_mem = '64MB'`);
  await client.query(`
    create unlogged table straight (company text, customer text, customer_name text, document text, instalment integer, issued_on date,
      due_on date, currency text, amount numeric(18, 2), owner text, contract text, channel text)`);
  await pipeline(createReadStream(path), client.query(copyFrom('copy straight from stdin (format csv, header)')));
  await client.query('analyze straight');
  await client.query('insert into people (login, name) select distinct owner, owner from straight on conflict do nothing');
  await client.query(
    `insert into customers (company_id, customer, name) select distinct on (customer) company, customer, customer_name from straight
     order by customer on conflict do nothing`,
  );
  await client.query(
    `update receivables r set customer = s.customer, issued_on = s.issued_on, due_on = s.due_on, amount = s.amount, owner = s.owner,
       contract = s.contract, channel = s.channel
     from straight s where r.company_id = $1 and r.document = s.document and r.instalment = s.instalment
       and (r.customer, r.issued_on, r.due_on, r.amount, r.owner, r.contract, r.channel)
         is distinct from (s.customer, s.issued_on, s.due_on, s.amount, s.owner, s.contract, s.channel)`,
    [company],
  );
  await client.query(
    `insert into receivables (company_id, customer, document, instalment, issued_on, due_on, currency, amount, owner, contract, channel)
     select s.company, s.customer, s.document, s.instalment, s.issued_on, s.due_on, s.currency, s.amount, s.owner, s.contract, s.channel
     from straight s left join receivables r on r.company_id = $1 and r.document = s.document and r.instalment = s.instalment
     where r.id is null`,
    [company],
  );
  await client.query('drop table straight');
  await client.query('commit');
}
