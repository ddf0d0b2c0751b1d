import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSealFile } from '../../src/audit/seal-file.js';
import { Verification, type Verified } from '../../src/audit/verify/verification.js';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { Vandal } from '../support/vandal.js';

let database: TestDatabase;
let home: string;
let app: TestApp;
let vandal: Vandal;
let seals: string[];

beforeAll(async () => {
  database = await freshDatabase();
  home = await mkdtemp(join(tmpdir(), 'recoup-tampering-'));
  app = await startApp({ databaseUrl: database.url, home });
  vandal = await Vandal.at(database.url);
  await tellStory(new Api(app.url));
  seals = (await readdir(join(home, 'seals'))).sort().map((name) => join(home, 'seals', name));
});

afterAll(async () => {
  await vandal.leave();
  await app.close();
  await database.drop();
  await rm(home, { recursive: true });
});

/** Three cases of one company: one with a filed document and a receipt, one with a credit that reached the board unconfirmed, one written to its deduction. */
async function tellStory(api: Api): Promise<void> {
  const at = async (date: string) => expect((await api.post('admin', '/api/v1/training/clock', { date })).status).toBe(200);
  const give = async (login: string, id: string, body: { type: string; [field: string]: unknown }) => {
    const { body: seen } = await api.get('auditor', `/api/v1/cases/${id}`);
    const answer = await api.post(login, `/api/v1/cases/${id}/commands`, body, { 'if-match': `"${seen.version}"` });
    expect({ type: body.type, status: answer.status, code: answer.body.code }).toEqual({ type: body.type, status: 200, code: undefined });
  };
  await at('2026-01-05');
  const header = 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner,contract,channel';
  const rows = ['D1', 'D2', 'D3'].map((document) => `C01,K1,客户一,${document},1,2025-12-01,2026-01-30,CNY,120000.00,sales0001,,direct`);
  await api.upload(
    'ar_clerk',
    '/api/v1/imports',
    { kind: 'receivables', company: 'C01' },
    { name: 'r.csv', content: [header, ...rows].join('\n') },
  );
  await at('2026-02-10');
  const { body: list } = await api.get('auditor', '/api/v1/cases');
  const [first, , third] = list.items.map((item: { id: string }) => item.id);
  await give('sales0001', first, { type: 'logAttempt', channel: 'phone', on: '2026-02-10', outcome: 'reached' });
  await give('sales0001', first, { type: 'recordPromise', amount: '1000.00', dueOn: '2026-03-01' });
  await api.upload(
    'legal_manager',
    `/api/v1/cases/${first}/evidence`,
    { kind: 'contract', ground: 'origin' },
    { name: 'c.pdf', content: '%PDF-1.4 contract' },
  );
  const receipts =
    'company,receipt,customer,document,instalment,valueDate,currency,amount,instrument,clearedOn,reversedOn\nC01,R1,K1,D1,1,2026-02-10,CNY,500.00,bank_transfer,,';
  await api.upload('ar_clerk', '/api/v1/imports', { kind: 'receipts', company: 'C01' }, { name: 'p.csv', content: receipts });
  const credits = 'company,credit,customer,document,instalment,creditedOn,currency,amount\nC01,CN1,K1,D2,1,2026-02-10,CNY,300.00';
  await api.upload('ar_clerk', '/api/v1/imports', { kind: 'credits', company: 'C01' }, { name: 'c.csv', content: credits });
  await at('2026-05-13');
  const shares = [{ party: 'sales', person: 'sales0001', cause: 'follow_up_neglected', share: 100 }];
  await give('sales_director', third, { type: 'proposeAttribution', shares });
  await give('sales0001', third, { type: 'acceptAttribution' });
  await at('2026-05-14');
}

async function verify(files: string[] = []): Promise<Verified> {
  return app.app.get(Verification).verify(await Promise.all(files.map(readSealFile)));
}

test('an untouched record holds, with every seal kept outside', async () => {
  expect(seals.length).toBeGreaterThan(3);
  expect(await verify(seals)).toMatchObject({ ok: true, cases: 3, problems: [] });
});

/** name, what is done, the checks that must speak, the case that must be named (its document) */
const tamperings: [string, string, string[], string | undefined][] = [
  ['an entry’s command', `update case_journal set command = command || '{"note": "x"}' where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  ['an entry’s facts', `update case_journal set entries = '[]' where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  [
    'an entry’s state',
    `update case_journal set state = state || '{"attribution": "final"}' where seq = 2 and case_id = :D1`,
    ['chain'],
    'D1',
  ],
  ['an entry’s author', `update case_journal set actor = 'sales0002' where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  ['an entry’s instant', `update case_journal set at = at - interval '1 ms' where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  [
    'an entry’s business date',
    `update case_journal set business_date = business_date - 1 where seq = 2 and case_id = :D1`,
    ['chain'],
    'D1',
  ],
  [
    'the rules an entry names',
    `update case_journal set calendar_version = calendar_version - 1 where seq = 2 and case_id = :D1`,
    ['chain'],
    'D1',
  ],
  ['the policy an entry names', `update case_journal set policy_version = 1 where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  [
    'the machine an entry names',
    `update case_journal set machine_version = machine_version + 1 where seq = 2 and case_id = :D1`,
    ['chain'],
    'D1',
  ],
  ['an entry’s hash', `update case_journal set hash = sha256('x') where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  ['an entry’s previous hash', `update case_journal set prev_hash = sha256('x') where seq = 2 and case_id = :D1`, ['chain'], 'D1'],
  ['an entry dropped from the middle', 'delete from case_journal where seq = 2 and case_id = :D1', ['chain'], 'D1'],
  [
    'two entries swapped',
    'update case_journal set seq = case seq when 2 then -3 else -2 end where seq in (2, 3) and case_id = :D1; update case_journal set seq = -seq where seq < 0',
    ['chain'],
    'D1',
  ],
  [
    'the tail cut, in journal and case alike',
    `delete from case_journal where case_id = :D1 and seq > 4;
     update cases c set version = 4, last_hash = j.hash from case_journal j where c.id = :D1 and j.case_id = c.id and j.seq = 4`,
    ['seal', 'state'],
    'D1',
  ],
  ['a whole case dropped', 'delete from case_journal where case_id = :D2; delete from cases where id = :D2', ['seal', 'money'], 'D2'],
  [
    'a case’s stored state',
    `update cases set snapshot = jsonb_set(snapshot, '{context,attempts,count}', '7') where id = :D1`,
    ['state'],
    'D1',
  ],
  ['a column that lists read', `update cases set collection = 'settled' where id = :D2`, ['state'], 'D2'],
  ['a balance', 'update cases set balance = balance - 1 where id = :D1', ['money'], 'D1'],
  ['a receivable’s money', `update receivables set received = received + 100 where document = 'D1'`, ['money'], 'D1'],
  ['an allocation', `delete from allocations`, ['money'], 'D1'],
  ['what a receipt was used for', 'update receipts set allocated = allocated - 1', ['money'], undefined],
  ['a receivable’s credit', `update receivables set credited = credited - 100 where document = 'D2'`, ['money'], 'D2'],
  ['what a credit lowered', `update credit_allocations set amount = amount - 1`, ['money'], 'D2'],
  [
    'what a credit lowered, given to another case',
    `update credit_allocations set receivable_id = (select id from receivables where document = 'D3')`,
    ['money'],
    'D3',
  ],
  ['what is left of a credit', 'update credits set applied = applied - 1', ['money'], undefined],
  ['points taken away', 'update deductions set points = points - 1', ['deductions'], 'D3'],
  ['a deduction dropped', 'delete from deductions', ['deductions'], 'D3'],
  ['a seal', `update seals set business_date = business_date - 1 where number = 2`, ['seal'], undefined],
  ['a seal’s leaf', `update seal_leaves set hash = sha256('x') where number = 2 and case_id = :D1`, ['seal'], 'D1'],
  ['a seal dropped', 'delete from seals where number = 2', ['seal'], undefined],
];

describe('tampering is found, and the case is named', () => {
  test.each(tamperings)('%s', async (_name, statement, checks, document) => {
    const ids = await caseIds();
    const harm = statement.replace(/:(D\d)/g, (_match, name: string) => ids[name] ?? '0');
    await vandal.inVain(
      async () => void (await vandal.query(harm)),
      async () => {
        const { ok, problems } = await verify();
        expect(ok).toBe(false);
        expect([...new Set(problems.map(({ check }) => check))]).toEqual(expect.arrayContaining(checks));
        if (document !== undefined) expect(problems.map(({ caseId }) => caseId)).toContain(ids[document]);
      },
    );
  });
});

test('a chain rewritten from its beginning, seals and all, is found by a seal kept outside', async () => {
  const { D1 = '' } = await caseIds();
  await vandal.inVain(
    () => vandal.rewrite(D1),
    async () => {
      const inside = await verify();
      expect(inside.problems.filter(({ check }) => check === 'chain')).toEqual([]);
      expect((await verify(seals)).problems).toContainEqual(
        expect.objectContaining({ check: 'seal', caseId: D1, what: expect.stringMatching(/has been rewritten since seal/) }),
      );
    },
  );
});

test('a chain rewritten under a policy that never was is found, and the case is named', async () => {
  const { D1 = '' } = await caseIds();
  await vandal.inVain(
    async () => {
      await vandal.query('update case_journal set policy_version = 99 where seq = 2 and case_id = $1', [D1]);
      await vandal.rewrite(D1);
    },
    async () => {
      const what = 'entry 2 names policy version 99, which is not there';
      expect((await verify()).problems).toContainEqual(expect.objectContaining({ check: 'state', caseId: D1, what }));
    },
  );
});

test('a document that was altered or lost is found', async () => {
  const evidence = join(home, 'evidence');
  const kept = join(home, 'kept');
  await cp(evidence, kept, { recursive: true });
  const [folder = ''] = (await readdir(evidence)).filter((name) => name !== 'incoming');
  const [file = ''] = await readdir(join(evidence, folder));
  await writeFile(join(evidence, folder, file), 'another contract');
  expect((await verify()).problems).toContainEqual(expect.objectContaining({ check: 'evidence', what: expect.stringMatching(/altered/) }));
  await rm(join(evidence, folder, file));
  expect((await verify()).problems).toContainEqual(expect.objectContaining({ check: 'evidence', what: expect.stringMatching(/gone/) }));
  await cp(kept, evidence, { recursive: true });
  expect((await verify()).ok).toBe(true);
});

async function caseIds(): Promise<Record<string, string>> {
  const rows = await vandal.query<{ document: string; id: string }>(
    'select r.document, c.id from cases c join receivables r on r.id = c.receivable_id',
  );
  return Object.fromEntries(rows.map(({ document, id }) => [document, id]));
}
