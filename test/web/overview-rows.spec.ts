import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TrainingSystem } from '../support/training-system.js';
import { resolveBadDebts, writeOff } from '../support/write-offs.js';

let system: TrainingSystem;

/** As in the overview's own tests: sales0001 and sales0002 are of sales_manager's team; an other owner is of nobody's. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  await system.receivables(
    { document: 'A1', dueOn: '2026-06-20', amount: '1000.00' },
    { document: 'A2', dueOn: '2026-05-15', amount: '200.00', owner: 'sales0002' },
    { document: 'A3', dueOn: '2026-02-20', amount: '400.00', customer: 'K2' },
    { document: 'A4', dueOn: '2026-07-10', amount: '5000.00' },
    { document: 'A5', dueOn: '2026-08-10', amount: '700.00', owner: 'sales0002' },
    { document: 'A6', dueOn: '2026-06-01', amount: '50.00', owner: 'outsider' },
    { document: 'A7', dueOn: '2026-01-10', amount: '90.00', customer: 'K3' },
    { document: 'A8', dueOn: '2026-07-02', amount: '60.00', customer: 'K3' },
  );
  await system.receivables({ document: 'B1', dueOn: '2026-06-01', amount: '80.00', company: 'C02' });
  await system.moveTo('2026-07-01');
  await system.take('sales0001', await system.caseOf('A1'), { type: 'recordPromise', amount: '600.00', dueOn: '2026-07-20' });
  const lost = await system.caseOf('A3');
  await resolveBadDebts(system, [lost]);
  await writeOff(system, lost, 'V1');
  await system.receipts({ receipt: 'R1', document: 'A2', amount: '150.00', valueDate: '2026-07-01' });
  await system.owner.query(`update receivables set currency = 'USD' where document in ('A5', 'A6')`);
  await system.moveTo('2026-07-02');
});

afterAll(() => system?.close());

const ask = async (login: string, path: string) => {
  const cookie = `recoup_session=${await system.api.token(login)}`;
  const answer = await fetch(`${system.server.url}${path}`, { headers: { cookie }, redirect: 'error' });
  return { status: answer.status, text: await answer.text() };
};

/** What an address of the file has, by currency. */
async function sums(login: string, query = '?company=C01'): Promise<Record<string, { documents: string[]; amount: number }>> {
  const { status, text } = await ask(login, `/overview/open.csv${query}`);
  expect(status).toBe(200);
  const all: Record<string, { documents: string[]; amount: number }> = {};
  for (const line of text.trim().split('\r\n').slice(1)) {
    const [, , document = '', , , , currency = '', balance] = line.slice(1, -1).split('","');
    const known = all[currency] ?? { documents: [], amount: 0 };
    all[currency] = { documents: [...known.documents, document], amount: known.amount + Number(balance) };
  }
  return all;
}

/** The total row of a page. */
const totalOf = (page: string) =>
  [...(page.split('<tfoot>')[1]?.split('</tfoot>')[0] ?? '').matchAll(/[\d,]+\.\d\d/g)].map(([amount]) => amount);

/** Where the overview's table or tile leads to. */
const linksTo = (page: string, path: string) =>
  [...page.matchAll(/<a [^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/g)]
    .map(([, href = '', text = '']) => ({
      href: href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
      amount: /[\d,]+\.\d\d/.exec(text)?.[0],
    }))
    .filter(({ href, amount }) => href.startsWith(path) && amount !== undefined);

describe('What is open comes to the overview’s number, for each who reads it', () => {
  const scopes: Record<string, string> = {
    auditor: 'true',
    finance_director: 'true',
    general_manager: 'true',
    sales_director: 'true',
    sales_manager: `owner in ('sales0001', 'sales0002')`,
    hr: 'docketed',
  };
  test.each(Object.entries(scopes))('%s', async (login, scope) => {
    const counted = await system.rows<{ currency: string; items: number; amount: string }>(
      `select currency, sum(items)::int as items, sum(amount) as amount from day_figures
       where company_id = 'C01' and business_date = '2026-07-02' and ${scope} group by 1 order by 1`,
    );
    const rows = await system.rows<{ currency: string; items: number; amount: string }>(
      `select currency, count(*)::int as items, sum(balance) as amount from (
         select r.currency, r.balance, coalesce(c.owner, r.owner) as owner, c.docketed_on is not null as docketed
         from receivables r left join cases c on c.company_id = r.company_id and c.receivable_id = r.id
         where r.company_id = 'C01' and r.balance > 0) t
       where ${scope} group by 1 order by 1`,
    );
    const found = Object.entries(await sums(login))
      .map(([currency, { documents, amount }]) => ({ currency, items: documents.length, amount: amount.toFixed(2) }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1));
    expect(found).toEqual(rows);
    expect(found).toEqual(counted);
    expect(found.length).toBeGreaterThan(0);
    const { text } = await ask(login, '/overview/open?company=C01');
    expect(
      totalOf(text)
        .map((amount) => amount.replaceAll(',', ''))
        .sort(),
    ).toEqual(found.map(({ amount }) => amount).sort());
  });

  test.each([
    ['sales0001', 403],
    ['ar_clerk', 403],
    ['legal_manager', 403],
    ['admin', 403],
  ])('%s is answered %i', async (login, status) => {
    for (const path of ['/overview/open', '/overview/open.csv', '/overview/agreed?currency=CNY&kind=plan&from=2026-07-01&until=2026-07-30'])
      expect((await ask(login, path)).status).toBe(status);
  });
});

test('Who sees docketed cases alone finds no others, whatever is asked for', async () => {
  for (const query of ['', '&overdue=no', '&owner=sales0001', '&dueFrom=2026-07-01', '&currency=USD'])
    expect(Object.values(await sums('hr', `?company=C01${query}`)).flatMap(({ documents }) => documents)).toEqual(
      query === '' || query === '&owner=sales0001' ? ['A7'] : [],
    );
});

test.each([
  ['overdue=yes', ['A2', 'A7', 'A1', 'A6']],
  ['overdue=no', ['A8', 'A4', 'A5']],
  ['currency=USD', ['A6', 'A5']],
  ['currency=CNY&overdue=no', ['A8', 'A4']],
  ['owner=sales0002', ['A2', 'A5']],
  ['dueFrom=2026-06-01&dueUntil=2026-07-02', ['A6', 'A1', 'A8']],
  ['currency=JPY', []],
])('Only %s: %j', async (query, documents) => {
  const found = Object.values(await sums('auditor', `?company=C01&${query}`)).flatMap((one) => one.documents);
  expect(found.sort()).toEqual([...documents].sort());
});

test('A team is its people of today', async () => {
  const [team] = await system.rows<{ id: string }>(`select team_id as id from team_members where login = 'sales0001'`);
  const found = Object.values(await sums('auditor', `?company=C01&team=${team?.id}`)).flatMap((one) => one.documents);
  expect(found.sort()).toEqual(['A1', 'A2', 'A4', 'A5', 'A7', 'A8']);
});

test('Pages follow one another without a gap, the earliest due date first', async () => {
  const documents: string[] = [];
  for (let path: string | undefined = '/overview/open?company=C01&limit=2'; path !== undefined; ) {
    const { text } = await ask('auditor', path);
    documents.push(...[...text.matchAll(/hide-s faint">(A\d)/g)].map(([, document = '']) => document));
    path = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
  }
  expect(documents).toEqual(['A7', 'A2', 'A6', 'A1', 'A8', 'A4', 'A5']);
  expect((await ask('auditor', '/overview/open?company=C01&after=abc')).status).toBe(400);
});

test.each(['auditor', 'sales_manager', 'finance_director'])(
  'Each amount of the overview that leads to rows leads to that sum (%s)',
  async (login) => {
    const { text } = await ask(login, '/overview?company=C01');
    const open = linksTo(text, '/overview/open');
    expect(open.length).toBeGreaterThan(5);
    for (const { href, amount } of open)
      expect({ href, amount: totalOf((await ask(login, href)).text)[0] ?? '0.00' }).toEqual({ href, amount });
    const agreed = linksTo(text, '/overview/agreed');
    expect(agreed.map(({ amount }) => amount)).toEqual(['600.00', '0.00', '0.00', '0.00', '0.00', '0.00']);
    for (const { href, amount } of agreed)
      expect({ href, amount: totalOf((await ask(login, href)).text).at(-1) ?? '0.00' }).toEqual({ href, amount });
    const moves = linksTo(text, '/overview/moves');
    expect(moves.length).toBeGreaterThan(1);
    for (const { href, amount } of moves)
      expect({ href, amount: totalOf((await ask(login, href)).text)[0] ?? '0.00' }).toEqual({ href, amount });
  },
);

test('What was written off is added up, by quarter and by cause', async () => {
  const { text } = await ask('finance_director', '/overview?company=C01');
  const lost = linksTo(text, '/overview/write-offs');
  expect(lost.map(({ amount }) => amount)).toContain('400.00');
  for (const { href, amount } of lost)
    expect({ href, amount: totalOf((await ask('finance_director', href)).text)[0] ?? '0.00' }).toEqual({ href, amount });
});

test('A promise counts no more than the case owes; one of another’s team is not shown', async () => {
  await system.receipts({ receipt: 'R2', document: 'A1', amount: '700.00', valueDate: '2026-07-02' });
  const path = '/overview/agreed?company=C01&currency=CNY&kind=promise&from=2026-07-02&until=2026-07-31';
  const [told] = await system.rows<{ owed: string }>(
    `select least(c.balance, greatest(0, (p ->> 'amountCents')::bigint - coalesce((p ->> 'receivedCents')::bigint, 0)) / 100.0)::numeric(18, 2) as owed
     from cases c join receivables r on r.id = c.receivable_id cross join jsonb_array_elements(c.snapshot #> '{context,promises}') p
     where r.document = 'A1' and p ->> 'state' = 'live'`,
  );
  expect(totalOf((await ask('auditor', path)).text).at(-1)).toBe(told?.owed);
  expect((await ask('hr', path)).text).not.toContain('<tfoot>');
});

test.each([
  ['/overview/open?team=abc', 400],
  ['/overview/open?team=99999999999999999999', 400],
  ['/overview/open?team=99', 200],
  ['/overview/open?dueFrom=2026-02-30', 400],
  ['/overview/open?overdue=maybe', 400],
  ['/overview/open?after=x', 400],
  ['/overview/agreed?currency=CNY&kind=x&from=2026-07-02&until=2026-07-31', 400],
  ['/overview/agreed', 400],
  ['/overview?company=C99', 404],
])('What is no condition is told as that: %s', async (path, status) => {
  expect((await ask('finance_director', path)).status).toBe(status);
});

test('Of very many moves the rows come without a total, and the page says so', async () => {
  const path = '/overview/moves?company=C01&from=2026-06-01&until=2026-07-02';
  const manyMoves = /超过.5,?000.笔/;
  const few = await ask('auditor', path);
  expect([few.status, few.text.includes('<tfoot><tr>'), manyMoves.test(few.text)]).toEqual([200, true, false]);
  await system.owner.query(`
    begin; set local session_replication_role = 'replica';
    insert into day_moves (company_id, business_date, case_id, owner, currency, docketed, from_state, to_state, received, recovered)
    select 'C01', '2026-06-15', 1000000 + n, 'sales0001', 'CNY', false, 'new', 'salesFollowUp', 0, 0 from generate_series(1, 5000) n; commit`);
  const many = await ask('auditor', path);
  expect([many.status, many.text.includes('<tfoot><tr>'), manyMoves.test(many.text)]).toEqual([200, false, true]);
});
