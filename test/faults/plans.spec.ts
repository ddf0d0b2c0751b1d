import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { fewAtMost } from '../../src/cases/case-list.js';
import { Night } from '../../src/dunning/night.js';
import { addDays } from '../../workflows/calendar/dates.js';
import type { Answer } from '../support/api.js';
import { TrainingSystem } from '../support/training-system.js';
import { fillLargeCompany, today } from './plans/large-company.js';
import { type Plan, plansOf, rowsLookedAt } from './plans/plan.js';
import { type Sent, sentDuring } from './plans/sent.js';

/** One answer, by each of some people. */
type Look = [what: string, logins: string[], path: string];

/** Rows that a page may look at: itself, what belongs to it, and what a scope leaves out on the way. */
const rowsOfAPage = 1_500;
const sortedForAPage = 500;

let system: TrainingSystem;
let client: pg.Client;
/** Rows of the tables that are large. */
let large: Map<string, number>;
/** A case of seller7's, with its journal. */
let caseId: string;
/** The last list that was published. */
let listId: string;
/** The meeting that is open. */
let meetingId: string;

beforeAll(async () => {
  system = await TrainingSystem.start(today);
  client = new pg.Client(system.database.url);
  await client.connect();
  await fillLargeCompany(client);
  const { rows } = await client.query<{ name: string; rows: number }>(
    // Customers are few beside what they owe: to read them all is cheaper than to look each up.
    `select relname as name, reltuples::int as rows from pg_class where relkind = 'r' and reltuples > 3000 and relname <> 'customers'`,
  );
  large = new Map(rows.map(({ name, rows }) => [name, rows]));
  const [own] = await system.rows<{ id: string }>(
    `select id from cases where owner = 'seller7' and company_id = 'C01' and collection = 'salesFollowUp' order by id limit 1`,
  );
  caseId = own?.id ?? '';
  const [found] = await system.rows<{ list: string; meeting: string }>(
    `select (select max(id) from overdue_lists) as list, (select id from meetings where status = 'open') as meeting`,
  );
  listId = found?.list ?? '';
  meetingId = found?.meeting ?? '';
}, 180_000);

afterAll(async () => {
  await client?.end();
  await system?.close();
});

test('The company is large: 50,000 cases, each with a history', () => {
  expect(Object.fromEntries(large)).toMatchObject({ cases: expect.any(Number), case_journal: expect.any(Number) });
  for (const [name, atLeast] of [
    ['cases', 45_000],
    ['case_journal', 180_000],
    ['notices', 90_000],
    ['receivables', 55_000],
    ['overdue_list_rows', 40_000],
    ['outbox', 55_000],
    ['letters', 30_000],
  ] as const)
    expect(large.get(name)).toBeGreaterThan(atLeast);
});

const inTheMiddle = 'after=2026-03-31.25000';

const pages: Look[] = [
  [
    'cases, the first page',
    ['auditor', 'finance_director', 'ar_clerk', 'clerk_c01', 'seller7', 'manager3', 'legal_c01', 'legal_officer', 'hr_c01', 'hr'],
    '/cases',
  ],
  ['cases, a page in the middle', ['auditor', 'clerk_c01', 'seller7', 'manager3', 'legal_c01', 'hr_c01'], `/cases?${inTheMiddle}`],
  ['cases, the closed as well', ['auditor', 'clerk_c01', 'seller7', 'manager3'], '/cases?state=all'],
  ['cases in one state', ['clerk_c01', 'seller7'], '/cases?state=boardReview.docketed'],
  ['cases of one owner, overdue for long', ['auditor', 'clerk_c01'], '/cases?owner=seller9&minOverdueDays=30'],
  ['cases of one customer', ['auditor', 'clerk_c01'], '/cases?customer=K100'],
  ['cases of one company', ['auditor'], '/cases?company=C02'],
  ['cases, the largest first', ['auditor', 'clerk_c01', 'seller7'], '/cases?company=C01&sort=-balance'],
  ['cases, the next first', ['auditor', 'clerk_c01', 'seller7'], '/cases?company=C01&sort=next'],
  ['cases of an age', ['auditor', 'clerk_c01'], '/cases?company=C01&minOverdueDays=31&maxOverdueDays=60'],
  ['cases of a team', ['auditor', 'clerk_c01'], '/cases?company=C01&team=4&sort=-balance'],
  ['disputed cases', ['auditor', 'clerk_c01', 'seller7'], '/cases?company=C01&disputed=yes'],
  ['one case', ['auditor', 'clerk_c01', 'seller7', 'manager8'], '/cases/:case'],
  ['the journal of a case', ['auditor', 'seller7'], '/cases/:case/journal'],
  ['notices', ['seller7', 'ar_clerk', 'clerk_c01', 'sales_manager'], '/notices'],
  ['meetings', ['auditor'], '/meetings?company=C01'],
  ['deductions', ['auditor', 'seller7', 'hr_c01'], '/deductions'],
  ['deductions of a case', ['auditor'], '/deductions?case=:case'],
  ['deductions of a person', ['auditor'], '/deductions?person=seller9'],
  ['receivables', ['auditor', 'clerk_c01'], '/receivables'],
  ['receivables of a customer', ['auditor', 'clerk_c01'], '/receivables?customer=K100&open=true'],
  ['receipts', ['auditor', 'clerk_c01'], '/receipts'],
  ['receipts on account', ['auditor', 'clerk_c01'], '/receipts?onAccount=true'],
  ['receipts of a customer', ['auditor', 'clerk_c01'], '/receipts?customer=K100'],
  ['receipts to be classified', ['auditor', 'clerk_c01'], '/receipts?unclassified=true'],
  ['credits', ['auditor', 'clerk_c01'], '/credits'],
  ['imports', ['auditor', 'clerk_c01'], '/imports'],
  ['an import and its errors', ['clerk_c01'], '/imports/17'],
  ['seals', ['auditor'], '/audit/seals?company=C01'],
  ['rows of a monthly list', ['auditor', 'clerk_c01', 'seller7', 'manager3'], '/overdue-lists/:list/rows'],
  ['its last rows', ['auditor', 'seller7'], '/overdue-lists/:list/rows?after=40000'],
  ['rows of a list that were objected to', ['auditor', 'clerk_c01', 'seller7'], '/overdue-lists/:list/rows?state=objected'],
  ['rows of a list of one customer', ['auditor', 'clerk_c01'], '/overdue-lists/:list/rows?customer=K100'],
  ['rows of a list that were corrected', ['auditor', 'clerk_c01'], '/overdue-lists/:list/rows?difference=corrected'],
  ['a list and its sums', ['auditor', 'clerk_c01', 'seller7', 'manager3'], '/overdue-lists/:list'],
  ['letters to release', ['auditor', 'clerk_c01', 'legal_officer'], '/letters?company=C01&status=proposed'],
  ['letters that were sent', ['auditor', 'clerk_c01'], '/letters?company=C01&status=sent'],
  ['letters that were withdrawn', ['auditor', 'clerk_c01'], '/letters?company=C01&status=withdrawn'],
  ['the outbox', ['auditor', 'ar_clerk', 'clerk_c01', 'admin'], '/outbox'],
  ['the outbox of a company', ['auditor', 'clerk_c01'], '/outbox?company=C01'],
  ['what did not go', ['auditor', 'ar_clerk', 'clerk_c01'], '/outbox?company=C01&status=failed'],
];

/** What no index has an order for. */
const sweeps: Look[] = [
  ['a document', ['auditor', 'clerk_c01', 'seller7'], '/cases?q=INV00012345'],
  ['a customer', ['auditor', 'clerk_c01'], `/cases?q=${encodeURIComponent('客户c4ca')}`],
  ['what there is none of', ['auditor', 'clerk_c01', 'seller7'], '/cases?q=xyzxyz'],
  ['a state in all companies', ['auditor'], '/cases?state=boardReview.docketed'],
  ['a receivable', ['auditor', 'clerk_c01'], '/receivables?q=INV00012345'],
  ['a receipt', ['auditor', 'clerk_c01'], '/receipts?q=R12346'],
  ['imports of a kind and status', ['clerk_c01'], '/imports?kind=receipts&status=held'],
];

describe('A page comes from an index in its order', () => {
  describe.each(pages)('%s', (_what, logins, path) => {
    test.each(logins)('for %s', async (login) => {
      for (const statement of await statementsOf(login, path)) {
        await expectIndexed(statement, { sortedAtMost: sortedForAPage });
        expect({ statement, rows: Math.max(rowsOfAPage, await rowsLookedAt(client, statement, large)) }).toEqual({
          statement,
          rows: rowsOfAPage,
        });
      }
    });
  });

  test('an agenda as well, which is as long as the meeting', async () => {
    const [meeting] = await system.rows<{ id: string; items: number }>(
      `select m.id, count(*)::int as items from meetings m join agenda_items a on a.company_id = m.company_id and a.meeting_id = m.id
       where m.status = 'open' group by m.company_id, m.id`,
    );
    for (const login of ['auditor', 'finance_director'])
      for (const statement of await statementsOf(login, `/meetings/${meeting?.id}`)) {
        await expectIndexed(statement, { sortedAtMost: sortedForAPage });
        expect(await rowsLookedAt(client, statement, large)).toBeLessThan(10 * (meeting?.items ?? 0));
      }
  });
});

describe('A page for people, with its sums, asks indexes alone', () => {
  describe.each([
    ['/', ['auditor', 'clerk_c01', 'seller7', 'manager3', 'finance_director', 'legal_c01', 'legal_manager', 'hr_c01']],
    ['/cases', ['auditor', 'clerk_c01', 'seller7', 'manager3', 'legal_c01', 'hr_c01']],
    ['/cases?tab=unattended', ['auditor', 'clerk_c01', 'seller7']],
    ['/cases?tab=disputed&sort=-balance', ['auditor', 'clerk_c01']],
    ['/cases?minBalance=100000&sort=-balance', ['auditor', 'clerk_c01']],
    ['/cases?sort=-balance&minOverdueDays=91', ['auditor', 'clerk_c01', 'hr_c01']],
    ['/overview', ['auditor', 'finance_director', 'manager3', 'hr_c01']],
    ['/lists', ['auditor', 'clerk_c01', 'seller7', 'manager3']],
    ['/lists/:list', ['auditor', 'clerk_c01', 'seller7', 'manager3']],
    ['/board/:meeting', ['finance_director', 'auditor']],
    ['/imports/17', ['clerk_c01']],
    ['/score/cards/C01.2026Q3.seller7', ['seller7', 'hr_c01']],
    ['/overview/moves?company=C01&from=2026-09-01&until=2026-09-30&after=settled', ['auditor', 'manager3']],
    ['/overview/open?company=C01', ['manager3', 'hr_c01']],
    ['/overview/open?company=C01&overdue=no&currency=CNY&dueFrom=2026-10-15', ['finance_director', 'manager3']],
    ['/overview/open?company=C01&team=4', ['auditor']],
  ])('%s', (path, logins) => {
    test.each(logins)('for %s', async (login) => {
      const cookie = `recoup_session=${await system.api.token(login)}`;
      const began = performance.now();
      const sent = await sentDuring(async () => {
        const page = await fetch(`${system.server.url}${filled(path)}`, { headers: { cookie }, redirect: 'error' });
        expect(page.status).toBe(200);
        await page.text();
      });
      if (process.env.SHOW_TIMES) console.log(path, login, Math.round(performance.now() - began));
      // A list of few is put in order from what its conditions find; all else comes in order.
      for (const statement of sent)
        await expectIndexed(statement, { sortedAtMost: statement.text.includes('offset 0) c order by') ? fewAtMost : 3_000 });
    });
  });
});

describe('Looking for what no index has an order for reads each large table at most once', () => {
  describe.each(sweeps)('%s', (_what, logins, path) => {
    test.each(logins)('for %s', async (login) => {
      for (const statement of await statementsOf(login, path)) {
        const once = tablesOf(await plansOf(client, statement)).reduce((sum, table) => sum + (large.get(table) ?? 0), rowsOfAPage);
        expect({ statement, rows: Math.max(once, await rowsLookedAt(client, statement, large)) }).toEqual({ statement, rows: once });
      }
    });
  });
});

describe('What is written finds its rows by an index', () => {
  test('a command with a key', async () => {
    const command = { type: 'logAttempt', channel: 'phone', on: today, outcome: 'reached' };
    await expectAllIndexed(() => system.api.post('seller7', `/api/v1/cases/${caseId}/commands`, command, { 'idempotency-key': 'plans' }));
  });

  test('a vote for many cases', async () => {
    const voting = await system.rows<{ id: string }>(
      `select id from cases where company_id = 'C01' and collection = 'boardReview.voting' order by id limit 50`,
    );
    const commands = voting.map(({ id }) => ({ case: id, type: 'requestEvidence' }));
    await expectAllIndexed(() => system.api.post('ar_clerk', '/api/v1/commands', { commands }));
  });

  test('a sign-in', () =>
    expectAllIndexed(() => system.api.send('POST', '/api/v1/sessions', { body: { login: 'seller8', password: 'recoup-training' } })));

  test('a night of both companies, a thousand cases at a time', async () => {
    await client.query('update training_clock set business_date = $1', [addDays(today, 1)]);
    const sent = await sentDuring(() => system.server.app.get(Night).runMissed());
    expect(sent.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['cases.lock_due next_date', 'cases.lock_due remind_on', 'cases.overdue_without_case', 'night.first_missed']),
    );
    for (const statement of sent) await expectIndexed(statement, { sortedAtMost: 3_000 });
  });
});

function filled(path: string): string {
  return path.replace(':case', caseId).replace(':list', listId).replace(':meeting', meetingId);
}

async function statementsOf(login: string, path: string): Promise<Sent[]> {
  await system.api.token(login);
  let answer: Answer | undefined;
  const sent = await sentDuring(async () => {
    answer = await system.api.get(login, `/api/v1${filled(path)}`);
  });
  expect([answer?.status, sent.length > 1]).toEqual([200, true]);
  return sent;
}

async function expectAllIndexed(work: () => Promise<Answer>): Promise<void> {
  let answer: Answer | undefined;
  const sent = await sentDuring(async () => {
    answer = await work();
  });
  expect(answer?.status).toBeLessThan(300);
  for (const statement of sent) await expectIndexed(statement, { sortedAtMost: sortedForAPage });
}

/** No plan of it reads all of a large table or sorts more than it should. */
async function expectIndexed(statement: Sent, { sortedAtMost }: { sortedAtMost: number }): Promise<void> {
  const faults = (await plansOf(client, statement)).flatMap((plan) => faultsOf(plan, sortedAtMost));
  expect({ statement, faults }).toEqual({ statement, faults: [] });
}

function faultsOf(
  { 'Node Type': type, 'Relation Name': relation = '', 'Plan Rows': rows, Plans: below = [] }: Plan,
  sortedAtMost: number,
): string[] {
  const own = [
    ...(type === 'Seq Scan' && large.has(relation) ? [`reads all of ${relation}`] : []),
    ...(type === 'Sort' && rows > sortedAtMost ? [`sorts ${rows} rows`] : []),
  ];
  return [...own, ...below.flatMap((plan) => faultsOf(plan, sortedAtMost))];
}

function tablesOf(plans: readonly Plan[]): string[] {
  return [
    ...new Set(plans.flatMap(({ 'Relation Name': relation, Plans: below = [] }) => [...(relation ? [relation] : []), ...tablesOf(below)])),
  ];
}
