import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Verification } from '../../src/audit/verify/verification.js';
import { Night } from '../../src/dunning/night.js';
import { cents, formatAmount } from '../../workflows/money.js';
import { differenceOf } from '../../workflows/overdue-list/differences.js';
import type { Answer } from '../support/api.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';
import { Vandal } from '../support/vandal.js';

let system: TrainingSystem;

const outcome = ({ status, body }: Answer) => [status, body.code];
const lists = '/api/v1/overdue-lists';

async function listOf(month: string, login = 'ar_clerk', company = 'C01'): Promise<Answer['body']> {
  const { body } = await system.api.get(login, `${lists}?company=${company}&month=${month}`);
  return body.items[0];
}

async function read(id: string, login = 'ar_clerk'): Promise<Answer['body']> {
  const { status, body } = await system.api.get(login, `${lists}/${id}`);
  expect(status).toBe(200);
  return body;
}

async function rowsOf(id: string, login = 'ar_clerk', query = 'limit=200'): Promise<Answer['body'][]> {
  const { status, body } = await system.api.get(login, `${lists}/${id}/rows?${query}`);
  expect(status).toBe(200);
  return body.items;
}

async function rowOf(id: string, document: string): Promise<Answer['body']> {
  return (await rowsOf(id)).find((row) => row.document === document);
}

/** What somebody says to a row. */
async function say(login: string, list: string, document: string, verb: string, body?: object): Promise<Answer> {
  const row = await rowOf(list, document);
  return system.api.post(login, `${lists}/${list}/rows/${row.id}/${verb}`, body);
}

async function publish(id: string): Promise<void> {
  expect((await system.api.post('ar_clerk', `${lists}/${id}/publish`)).status).toBe(200);
}

/** Added up from the ledger's own columns, as everybody sees them on that day. */
async function overdueInLedger(on: string): Promise<Record<string, string>> {
  const sums = await system.rows<{ currency: string; sum: string }>(
    `select currency, sum(balance)::text as sum from receivables where company_id = 'C01' and due_on < $1 and balance > 0 group by 1`,
    [on],
  );
  return Object.fromEntries(sums.map(({ currency, sum }) => [currency, sum]));
}

const totalsOf = (list: Answer['body']) =>
  Object.fromEntries(list.totals.map(({ currency, balance }: Record<string, string>) => [currency, balance]));

describe('A year of lists', () => {
  const monthEnds = [
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
    '2026-07-31',
    '2026-08-31',
    '2026-09-30',
    '2026-10-31',
    '2026-11-30',
    '2026-12-31',
  ];
  const inLedger: Record<string, Record<string, string>> = {};

  beforeAll(async () => {
    system = await TrainingSystem.start('2026-01-05');
    for (const [n, end] of monthEnds.entries()) {
      const month = end.slice(0, 7);
      await system.moveTo(`${month}-06`);
      await system.receivables(
        { document: `A${n}`, customer: 'K1', dueOn: `${month}-10`, amount: `${1000 + n}.10` },
        { document: `B${n}`, customer: 'K2', dueOn: `${month}-27`, amount: '300.00', owner: 'sales0002' },
        { document: `C${n}`, customer: 'K3', dueOn: end, amount: '77.00' },
      );
      await sendFile(
        system.api,
        'receivables',
        ledgerFile('receivables', { document: `E${n}`, issuedOn: `${month}-02`, dueOn: `${month}-15`, currency: 'EUR', amount: '50.00' }),
      );
      await system.moveTo(end);
      if (n > 0) {
        await system.receipts(
          { receipt: `R${n}`, customer: 'K1', document: `A${n - 1}`, amount: '400.05', valueDate: `${month}-20` },
          { receipt: `S${n}`, customer: 'K2', document: `B${n - 1}`, amount: '300.00', valueDate: end },
        );
        await sendFile(
          system.api,
          'credits',
          ledgerFile('credits', { credit: `G${n}`, document: `A${n}`, creditedOn: `${month}-28`, amount: '10.00' }),
        );
      }
      inLedger[month] = await overdueInLedger(end);
      const last = monthEnds[n - 1];
      // February's is never published, and April's late.
      if (last && month !== '2026-03' && last !== '2026-04-30') await publish((await listOf(last.slice(0, 7))).id);
    }
    await system.moveTo('2027-01-02');
  });

  afterAll(() => system.close());

  test.each(monthEnds)('the total of %s is the open balance of what was overdue on that day', async (end) => {
    const month = end.slice(0, 7);
    const list = await read((await listOf(month)).id);
    expect(list.snapshotOn).toBe(end);
    expect(Object.keys(inLedger[month] ?? {})).toEqual(['CNY', 'EUR']);
    expect(totalsOf(list)).toEqual(inLedger[month]);
    // What is due on the last day itself is not overdue on it.
    expect((await rowsOf(list.id)).some((row) => row.dueOn >= end)).toBe(false);
  });

  test('differences are those of the rules, row by row, against the last published list', async () => {
    const kinds = new Set<string>();
    for (const end of monthEnds) {
      for (const row of await rowsOf((await listOf(end.slice(0, 7))).id)) {
        const last = row.lastBalance === null ? undefined : lastRow(row);
        expect([row.document, row.difference]).toEqual([
          row.document,
          differenceOf({ balanceCents: cents(row.balance), overdueDays: row.overdueDays }, last),
        ]);
        kinds.add(row.difference);
      }
    }
    expect([...kinds].sort()).toEqual(['new', 'unchanged', 'worse']);
    const march = await read((await listOf('2026-03')).id);
    expect((await read(march.lastList)).month).toBe('2026-01');
  });

  test('sums by kind go into the list’s total, and what is gone is told', async () => {
    const list = await read((await listOf('2026-12')).id);
    for (const { currency, balance } of list.totals) {
      const kinds = list.differences.filter((one: Record<string, string>) => one.currency === currency);
      expect(formatAmount(kinds.reduce((sum: number, one: Record<string, string>) => sum + cents(one.balance ?? '0'), 0))).toBe(balance);
    }
    const { body } = await system.api.get('ar_clerk', `${lists}/${list.id}/gone`);
    expect(body.items).toMatchObject([
      { document: 'B10', lastBalance: '300.00', lastBalanceNow: '300.00', kind: 'gone', collection: 'settled' },
    ]);
  });
});

function lastRow(row: Record<string, string>) {
  return {
    balanceCents: cents(row.lastBalance ?? ''),
    overdueDays: Number(row.lastOverdueDays),
    balanceNowCents: cents(row.lastBalanceNow ?? ''),
  };
}

describe('A list', () => {
  let march: string;

  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-02');
    await system.receivables(
      ...['D1', 'D2', 'D3', 'D4', 'D5', 'D6'].map((document) => ({ document, dueOn: '2026-02-20', amount: '1000.00' })),
      { document: 'X1', customer: 'K2', dueOn: '2026-03-25', amount: '500.00', owner: 'sales0002' },
    );
    await system.moveTo('2026-04-01');
    march = (await listOf('2026-03')).id;
  });

  afterAll(() => system.close());

  test('is drafted by the night of the 1st, once, and is not shown to owners yet', async () => {
    expect(await read(march)).toMatchObject({
      month: '2026-03',
      status: 'draft',
      draftedBy: 'clock',
      publishBy: '2026-04-05',
      rows: 7,
      version: 1,
    });
    expect(await rowOf(march, 'D1')).toMatchObject({
      ...{
        balance: '1000.00',
        agreedBalance: '1000.00',
        overdueDays: 39,
        owner: 'sales0001',
        collection: 'salesFollowUp',
        state: 'waiting',
      },
      difference: 'new',
    });
    expect(outcome(await system.api.get('sales0001', `${lists}/${march}`))).toEqual([404, 'list.unknown']);
    expect(await listOf('2026-03', 'sales0001')).toBeUndefined();
    expect(outcome(await say('sales0001', march, 'D1', 'confirm'))).toEqual([404, 'list.unknown']);
    await runAgain('2026-04-01');
    expect((await read(march)).version).toBe(1);
  });

  test('that is drafted late is the same, as far as the record goes', async () => {
    const inTime = await rowsOf(march);
    await system.moveTo('2026-04-02');
    await system.receipts({ receipt: 'late', document: 'D6', amount: '200.00', valueDate: '2026-03-30' });
    await system.receivables({ document: 'N1', dueOn: '2026-03-01', amount: '9.00' });
    await system.rows(`delete from overdue_list_rows`);
    for (const table of ['overdue_list_events disable trigger only_added', 'overdue_lists disable trigger agreed_stays'])
      await system.rows(`alter table ${table}`);
    await system.rows('delete from overdue_list_events');
    await system.rows('delete from overdue_lists');
    for (const table of ['overdue_list_events enable trigger only_added', 'overdue_lists enable trigger agreed_stays'])
      await system.rows(`alter table ${table}`);
    await runAgain('2026-04-01');
    march = (await listOf('2026-03')).id;
    const strip = (rows: Answer['body'][]) => rows.map(({ id: _, ...row }) => row);
    expect(strip(await rowsOf(march))).toEqual(strip(inTime));
  });

  test('is drafted anew by the clerk with what has been entered since, and says what changed', async () => {
    const { status, body } = await system.api.post('ar_clerk', lists, { company: 'C01' });
    expect([status, body.id, body.version]).toEqual([200, march, 2]);
    const [paid, added] = [await system.caseOf('D6'), await system.caseOf('N1')];
    expect(body.changes).toEqual({
      ...{ added: 1, removed: 0, changed: 1 },
      rows: [
        { case: paid, document: 'D6', before: '1000.00', after: '800.00' },
        { case: added, document: 'N1', before: null, after: '9.00' },
      ],
    });
    expect(totalsOf(body)).toEqual({ CNY: '6309.00' });
    expect(outcome(await system.api.post('ar_clerk', lists, { company: 'C01', month: '2026-04' }))).toEqual([409, 'list.month_not_over']);
  });

  test.each([
    'sales0001',
    'sales_manager',
    'sales_director',
    'finance_director',
    'general_manager',
    'legal_manager',
    'auditor',
    'hr',
    'admin',
    'legal_officer',
  ])('is not drafted or published by %s', async (login) => {
    expect((await system.api.post(login, lists, { company: 'C01' })).status).toBe(403);
    expect((await system.api.post(login, `${lists}/${march}/publish`)).status).toBe(403);
    expect((await read(march)).status).toBe('draft');
  });

  test.each(['hr', 'admin', 'legal_officer'])('is not for %s, nor are its rows and files', async (login) => {
    for (const path of ['', '/rows', '/gone', '/export.csv', '/export.xlsx', '/export.pdf'])
      expect([path, ...outcome(await system.api.get(login, `${lists}/${march}${path}`))]).toEqual([path, 403, 'role.required']);
    expect((await system.api.get(login, lists)).status).toBe(403);
  });

  test('is published as it was read, by one command, once', async () => {
    const send = (version: number) => system.api.post('ar_clerk', `${lists}/${march}/publish`, undefined, { 'if-match': `"${version}"` });
    expect(outcome(await send(1))).toEqual([412, 'list.stale']);
    const [first, second] = (await Promise.all([send(2), send(2)])).sort((a, b) => a.status - b.status);
    // Three working days: Friday the 3rd, and after Qingming the 7th and 8th.
    expect(first?.body).toMatchObject({
      status: 'published',
      publishedOn: '2026-04-02',
      publishedBy: 'ar_clerk',
      answersUntil: '2026-04-08',
    });
    expect(second && outcome(second)).toEqual([409, 'list.published_already']);
    expect(outcome(await system.api.post('ar_clerk', lists, { company: 'C01', month: '2026-03' }))).toEqual([
      409,
      'list.published_already',
    ]);
  });

  test('is one mail to each owner', async () => {
    await system.moveTo('2026-04-03');
    const told = await system.rows<{ login: string; mails: string; rows: string }>(
      `select m.login, count(distinct m.outbox_id) as mails, count(*) as rows from notice_mails m join notices n on n.company_id = m.company_id and n.id = m.notice_id
       where n.kind = 'list_row_waiting' and m.outcome = 'mailed' group by 1 order by 1`,
    );
    expect(told).toEqual([
      { login: 'sales0001', mails: '1', rows: '7' },
      { login: 'sales0002', mails: '1', rows: '1' },
    ]);
  });

  test('shows owners their rows, managers the team’s, with sums of these alone', async () => {
    expect((await rowsOf(march, 'sales0002')).map(({ document }) => document)).toEqual(['X1']);
    expect(totalsOf(await read(march, 'sales0002'))).toEqual({ CNY: '500.00' });
    expect(await rowsOf(march, 'sales_manager')).toHaveLength(8);
    expect((await system.api.get('sales0002', `${lists}/${march}/export.csv`)).body.match(/D1|X1/g)).toEqual(['X1']);
    const foreign = await rowOf(march, 'D1');
    expect(outcome(await system.api.get('sales0002', `${lists}/${march}/rows/${foreign.id}`))).toEqual([404, 'list_row.unknown']);
  });

  test('is paged, and filtered', async () => {
    const first = (await system.api.get('ar_clerk', `${lists}/${march}/rows?limit=5`)).body;
    const second = (await system.api.get('ar_clerk', `${lists}/${march}/rows?limit=5&after=${first.next}`)).body;
    expect([...first.items, ...second.items].map(({ document }) => document)).toEqual(['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'N1', 'X1']);
    expect(second.next).toBeNull();
    expect(await rowsOf(march, 'auditor', 'owner=sales0002&state=waiting&difference=new&customer=K2')).toHaveLength(1);
    expect(await rowsOf(march, 'auditor', 'state=objected')).toEqual([]);
  });

  test('is confirmed by the owner, not by others, and by who stands in for the absent', async () => {
    expect(outcome(await say('sales0002', march, 'D1', 'confirm'))).toEqual([404, 'list_row.unknown']);
    expect(outcome(await say('sales_manager', march, 'D1', 'confirm'))).toEqual([409, 'list_row.not_owner']);
    for (const login of ['ar_clerk', 'finance_director', 'auditor', 'admin'])
      expect((await say(login, march, 'D1', 'confirm')).status).toBe(403);
    expect((await say('sales0001', march, 'D1', 'confirm')).body).toMatchObject({
      state: 'confirmed',
      events: [{ kind: 'confirmed', by: 'sales0001' }],
    });
    expect(outcome(await say('sales0001', march, 'D1', 'confirm'))).toEqual([409, 'list_row.not_in_state']);
    const days = { fromOn: '2026-04-03', untilOn: '2026-04-03' };
    expect((await system.api.post('admin', '/api/v1/stand-ins', { absent: 'sales0002', standIn: 'sales0001', ...days })).status).toBe(201);
    expect((await say('sales0001', march, 'X1', 'confirm')).body).toMatchObject({ state: 'confirmed', events: [{ by: 'sales0001' }] });
  });

  test('takes many answers in one pass, each answered by itself', async () => {
    const [d2, d3, d4, x1] = await Promise.all(['D2', 'D3', 'D4', 'X1'].map((document) => rowOf(march, document)));
    const object = { answer: 'object', reason: 'amount', note: '已付 400' };
    const { status, body } = await system.api.post('sales0001', `${lists}/${march}/answers`, {
      answers: [
        { row: d2.id, ...object, balance: '600.00' },
        { row: d3.id, answer: 'object', reason: 'not_overdue', note: '客户账期 90 天' },
        { row: d4.id, ...object },
        { row: x1.id, answer: 'confirm' },
        { row: '999999', answer: 'confirm' },
      ],
    });
    expect(status).toBe(200);
    expect(body.answers).toMatchObject([
      { row: d2.id, state: 'objected' },
      { row: d3.id, state: 'objected' },
      { row: d4.id, status: 409, code: 'list_row.value_missing', detail: expect.stringContaining('余额') },
      { row: x1.id, status: 409, code: 'list_row.not_in_state' },
      { row: '999999', status: 404, code: 'list_row.unknown' },
    ]);
    const twice = {
      answers: [
        { row: d4.id, answer: 'confirm', note: 'x' },
        { row: d4.id, answer: 'object' },
      ],
    };
    expect(
      (await system.api.post('sales0001', `${lists}/${march}/answers`, twice)).body.errors.map(({ field }: { field: string }) => field),
    ).toEqual(['answers.0.note', 'answers.1.row', 'answers.1.reason', 'answers.1.note']);
    expect(
      (await say('sales0001', march, 'D4', 'object', { reason: 'owner', note: '不是我的', owner: 'nobody' })).body.errors,
    ).toMatchObject([{ field: 'owner', code: 'person' }]);
    expect((await say('sales0001', march, 'D4', 'object', { reason: 'customer_dispute', note: '质量争议' })).body.state).toBe('objected');
  });

  test('is corrected where finance accepts, and what it was stays readable', async () => {
    expect(outcome(await say('finance_director', march, 'D2', 'accept', {}))).toEqual([403, 'role.required']);
    expect((await say('ar_clerk', march, 'D2', 'accept', { note: '查到回单' })).body).toMatchObject({
      ...{ state: 'corrected', corrected: true, balance: '1000.00', agreedBalance: '600.00' },
      events: [
        { kind: 'objected', facts: { reason: 'amount', balance: '600.00' } },
        { kind: 'accepted', facts: { balance: '600.00', note: '查到回单' } },
      ],
    });
    expect((await read(march)).totals).toMatchObject([{ balance: '6309.00', agreedBalance: '5909.00' }]);
    expect(outcome(await say('ar_clerk', march, 'D2', 'reject', { reason: '晚了' }))).toEqual([409, 'list_row.not_in_state']);
  });

  test('is settled by both directors where finance rejects', async () => {
    expect((await say('ar_clerk', march, 'D3', 'reject', { reason: '合同写明 30 天' })).body).toMatchObject({
      state: 'disagreed',
      settleUntil: '2026-04-13',
    });
    expect((await say('ar_clerk', march, 'D4', 'reject', { reason: '没有争议记录' })).body).toMatchObject({ state: 'disagreed' });
    const settle = (login: string, outcome: string) => say(login, march, 'D3', 'settle', { outcome, note: '看过合同' });
    for (const login of ['ar_clerk', 'general_manager', 'sales0001', 'legal_manager'])
      expect((await settle(login, 'ledger')).status).toBe(403);
    expect((await settle('sales_director', 'objection')).body).toMatchObject({
      state: 'disagreed',
      proposals: { sales: { outcome: 'objection' } },
    });
    expect(outcome(await settle('sales_director', 'objection'))).toEqual([409, 'list_row.second_person']);
    expect((await settle('finance_director', 'objection')).body).toMatchObject({
      ...{ state: 'settled', corrected: true, balance: '1000.00', agreedBalance: '0.00' },
      events: [{ kind: 'objected' }, { kind: 'rejected' }, { kind: 'proposed' }, { kind: 'settled', by: 'finance_director' }],
    });
  });

  test('takes silence for a yes after the third working day, and the ledger’s figure after the fifth', async () => {
    await system.moveTo('2026-04-08');
    expect((await rowOf(march, 'D5')).state).toBe('waiting');
    await system.moveTo('2026-04-09');
    expect((await system.api.get('auditor', `${lists}/${march}/rows/${(await rowOf(march, 'D5')).id}`)).body).toMatchObject({
      ...{ state: 'silent', corrected: false },
      events: [{ kind: 'silent', by: 'clock', on: '2026-04-09', facts: { until: '2026-04-08' } }],
    });
    expect(outcome(await say('sales0001', march, 'D5', 'confirm'))).toEqual([409, 'list_row.not_in_state']);
    await system.moveTo('2026-04-13');
    expect([(await rowOf(march, 'D4')).state, (await read(march)).status]).toEqual(['disagreed', 'published']);
    await system.moveTo('2026-04-14');
    expect(await rowOf(march, 'D4')).toMatchObject({
      state: 'ledger_stands',
      balance: '1000.00',
      agreedBalance: '1000.00',
      corrected: false,
    });
  });

  test('is agreed when nothing waits any more, and never changed again, not even by the application', async () => {
    const list = await read(march);
    expect(list).toMatchObject({
      status: 'agreed',
      agreedOn: '2026-04-14',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: 8,
      corrected: 2,
    });
    expect(list.events.map(({ kind }: { kind: string }) => kind)).toEqual(['drafted', 'drafted', 'published', 'agreed']);
    for (const change of [
      `update overdue_list_rows set state = 'waiting' where list_id = ${march}`,
      `update overdue_list_rows set balance = 1 where list_id = ${march}`,
      `delete from overdue_list_rows where list_id = ${march}`,
      `update overdue_lists set fingerprint = null, status = 'published' where id = ${march}`,
      `delete from overdue_lists where id = ${march}`,
      `update overdue_list_events set by = 'x' where list_id = ${march}`,
    ])
      await expect(system.rows(change)).rejects.toThrow(/not changed|only ever added/);
  });

  test.each([
    [
      'a figure',
      'overdue_list_rows',
      'balance = balance + 1',
      'balance = balance - 1',
      /^the overdue list of 2026-03 is not what was agreed/,
    ],
    ['an owner', 'overdue_list_rows', "agreed_owner = 'sales0002'", 'agreed_owner = null', /is not what was agreed/],
    ['the fingerprint', 'overdue_lists', "fingerprint = sha256('x')", '', /was agreed as/],
  ])('%s that somebody changes past all triggers is found by a verification', async (_, table, harm, mend, says) => {
    const verify = () => system.server.app.get(Verification).verify();
    const row = `select id, fingerprint from overdue_lists where id = ${march}`;
    const [{ fingerprint }] = await system.rows(row);
    const where = table === 'overdue_lists' ? `id = ${march}` : `list_id = ${march} and document = 'D2'`;
    const vandal = await Vandal.at(system.database.url);
    try {
      expect(await verify()).toMatchObject({ ok: true });
      await vandal.query(`update ${table} set ${harm} where ${where}`);
      const { problems } = await verify();
      expect([...new Set(problems.map(({ check }) => check))]).toEqual(['list']);
      expect(problems.map(({ what }) => what)).toContainEqual(expect.stringMatching(says));
    } finally {
      if (mend) await vandal.query(`update ${table} set ${mend} where ${where}`);
      else await vandal.query(`update overdue_lists set fingerprint = $1 where ${where}`, [fingerprint]);
      await vandal.leave();
    }
    expect(await verify()).toMatchObject({ ok: true });
  });

  test('shows what was corrected after it in the next one, and goes on from there', async () => {
    await system.receipts(
      { receipt: 'before', document: 'D1', amount: '250.00', valueDate: '2026-03-15' },
      { receipt: 'april', document: 'D5', amount: '100.00', valueDate: '2026-04-10' },
      { receipt: 'whole', customer: 'K2', document: 'X1', amount: '500.00', valueDate: '2026-04-12' },
    );
    await system.moveTo('2026-05-01');
    const april = (await listOf('2026-04')).id;
    expect(await rowOf(april, 'D1')).toMatchObject({
      difference: 'corrected',
      balance: '750.00',
      lastBalance: '1000.00',
      lastBalanceNow: '750.00',
    });
    // Agreed at 600 and at 0, but the ledger was never told.
    expect(await rowOf(april, 'D2')).toMatchObject({ difference: 'corrected', balance: '1000.00', lastBalance: '600.00' });
    expect(await rowOf(april, 'D3')).toMatchObject({ difference: 'corrected', balance: '1000.00', lastBalance: '0.00' });
    expect(await rowOf(april, 'D5')).toMatchObject({ difference: 'worse', balance: '900.00', lastBalance: '1000.00' });
    const { body } = await system.api.get('ar_clerk', `${lists}/${april}/gone`);
    expect(body.items).toMatchObject([{ document: 'X1', lastBalance: '500.00', kind: 'gone' }]);
    expect((await read(april)).differences).toContainEqual({
      kind: 'gone',
      currency: 'CNY',
      rows: 1,
      balance: '0.00',
      lastBalance: '500.00',
    });
    expect((await rowOf(march, 'D1')).balance).toBe('1000.00');
  });
});

describe('A list that is late', () => {
  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-02');
    await system.receivables(
      { document: 'D1', dueOn: '2026-02-20', amount: '1000.00' },
      { document: 'D2', dueOn: '2026-03-20', amount: '1.00' },
    );
  });

  afterAll(() => system.close());

  async function factsOf(document: string): Promise<object[]> {
    const facts = await system.rows<{ fact: object }>(
      `select f as fact from cases c, jsonb_array_elements(c.snapshot -> 'context' -> 'facts') f where c.id = $1 and f ->> 'kind' = 'list_late'`,
      [await system.caseOf(document)],
    );
    return facts.map(({ fact }) => fact);
  }

  test('is a fact in each of its cases from the night of the 6th, once, whenever it is published', async () => {
    await system.moveTo('2026-04-05');
    expect(await factsOf('D1')).toEqual([]);
    await system.moveTo('2026-04-06');
    const fact = { kind: 'list_late', on: '2026-04-06', numbers: { month: '2026-03', publishBy: '2026-04-05' } };
    expect([await factsOf('D1'), await factsOf('D2')]).toEqual([[fact], [fact]]);
    await publish((await listOf('2026-03')).id);
    await system.moveTo('2026-04-20');
    await runAgain('2026-04-20');
    expect(await factsOf('D1')).toEqual([fact]);
    expect((await read((await listOf('2026-03')).id)).events.map(({ kind }: { kind: string }) => kind)).toEqual([
      'drafted',
      'late',
      'published',
      'agreed',
    ]);
  });

  test('is none that was published on the 5th', async () => {
    await system.moveTo('2026-05-05');
    await publish((await listOf('2026-04')).id);
    await system.moveTo('2026-05-30');
    expect(await factsOf('D1')).toHaveLength(1);
  });

  test('where the nights were missed until it was published, names that day, too', async () => {
    await system.moveTo('2026-06-05');
    await system.rows(`update training_clock set business_date = '2026-06-07'`);
    await publish((await listOf('2026-05')).id);
    await system.moveTo('2026-06-08');
    expect((await factsOf('D2')).at(-1)).toEqual({
      ...{ kind: 'list_late', on: '2026-06-06' },
      numbers: { month: '2026-05', publishBy: '2026-06-05', publishedOn: '2026-06-07' },
    });
  });
});

describe('A list of a company without anything overdue', () => {
  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-02');
    await system.receivables({ document: 'D1', dueOn: '2026-12-31', amount: '1000.00' });
    await system.moveTo('2026-04-01');
  });

  afterAll(() => system.close());

  test('is drafted empty, and agreed as it is published; a company without a ledger has none', async () => {
    const { id } = await listOf('2026-03');
    await publish(id);
    expect(await read(id)).toMatchObject({ status: 'agreed', rows: 0, totals: [], fingerprint: expect.any(String) });
    expect(await listOf('2026-03', 'ar_clerk', 'C02')).toBeUndefined();
  });
});

/** The night of a day, as if nobody knew that it had run. */
async function runAgain(on: string): Promise<void> {
  await system.rows('delete from nights where business_date = $1', [on]);
  await system.server.app.get(Night).run('C01', on);
}
