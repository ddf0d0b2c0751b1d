import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AgingPair, AgingsReader } from '../../src/assessment/measures/agings.reader.js';
import { TurnoverReader } from '../../src/assessment/measures/turnover.reader.js';
import { Verification } from '../../src/audit/verify/verification.js';
import { addDays } from '../../workflows/calendar/dates.js';
import { billCounts, defaultPolicy } from '../../workflows/policy.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';
import { Vandal } from '../support/vandal.js';
import { resolveBadDebts, setPolicy, writeOff } from '../support/write-offs.js';

let system: TrainingSystem;
let impaired: string;
let lost: string;

/**
 * At the ends of January, February and March there stand open:
 *             not due   1–30            31–60                61–90
 * 31 January  2,900.00    300.00 (D6)
 * 28 February   500.00  1,900.00        300.00 (D6)
 * 31 March    2,000.00    100.00 (D3)   400.00 + 900.00      150.00 (D6)   the 900.00 of D5 being resolved as a bad debt
 */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-30');
  await system.receivables(
    { document: 'D1', issuedOn: '2026-01-10', dueOn: '2026-02-10', amount: '1000.00' },
    { document: 'D2', issuedOn: '2026-01-15', dueOn: '2026-02-20', amount: '1000.00', customer: 'K2' },
    { document: 'D3', issuedOn: '2026-02-05', dueOn: '2026-03-20', amount: '500.00', customer: 'K2' },
    { document: 'D4', issuedOn: '2026-03-10', dueOn: '2026-05-10', amount: '2000.00', customer: 'K3' },
    { document: 'D5', issuedOn: '2026-01-20', dueOn: '2026-02-25', amount: '900.00', customer: 'K4' },
    { document: 'D6', issuedOn: '2026-01-12', dueOn: '2026-01-20', amount: '300.00', customer: 'K5' },
    { document: 'D7', issuedOn: '2026-03-01', dueOn: '2026-03-10', amount: '80.00', customer: 'K6' },
  );
  await system.receipts(
    { receipt: 'R1', document: 'D1', amount: '600.00', valueDate: '2026-03-15' },
    { receipt: 'R2', document: 'D2', amount: '1000.00', valueDate: '2026-02-25', customer: 'K2' },
    { receipt: 'R3', document: 'D3', amount: '400.00', valueDate: '2026-03-25', customer: 'K2' },
    { receipt: 'R6', document: 'D6', amount: '150.00', valueDate: '2026-03-10', customer: 'K5' },
  );
  [impaired, lost] = [await system.caseOf('D5'), await system.caseOf('D7')];
  await resolveBadDebts(system, [impaired, lost]);
  await writeOff(system, lost, 'V-1');
  await system.moveTo('2026-04-01');
});

afterAll(() => system?.close());

const preview = (login: string, month = '2026-03', more = '') =>
  system.api.get(login, `/api/v1/provisions/preview?company=C01&month=${month}${more}`);
const propose = (month: string, more: object = {}, login = 'ar_clerk') =>
  system.api.post(login, '/api/v1/provisions', { company: 'C01', month, ...more });
const decide = (id: string, what: 'approve' | 'reject', login = 'finance_director') =>
  system.api.post(login, `/api/v1/provisions/${id}/${what}`, what === 'reject' ? { reason: '比例有误' } : {});
const vouchers = async (query = 'company=C01') => (await system.api.get('auditor', `/api/v1/vouchers?${query}`)).body.items;

describe('A preview', () => {
  test('shows the aging of each month, the rates that follow, the cases apart and what the allowance holds', async () => {
    const { status, body } = await preview('finance_director', '2026-03', '&opening=500.00');
    expect(status).toBe(200);
    expect(body).toMatchObject({ company: 'C01', month: '2026-03', currency: 'CNY', monthsWanted: 12, monthsFound: 2 });
    expect(body.months).toMatchObject([
      {
        from: '2026-01-31',
        to: '2026-02-28',
        before: { not_due: '2900.00', up_to_30: '300.00' },
        after: { not_due: '500.00', up_to_60: '300.00' },
      },
      { from: '2026-02-28', to: '2026-03-31', after: { not_due: '2000.00', up_to_30: '100.00', up_to_60: '1300.00', up_to_90: '150.00' } },
    ]);
    // Means: (1900/2900 + 100/500) / 2; (300/300 + 1300/1900) / 2; 150/300; of later ages nothing is known.
    expect(
      body.buckets.map(({ bucket, rest, rolls, roll, loss, provision }: Record<string, unknown>) => [
        bucket,
        rest,
        rolls,
        roll,
        loss,
        provision,
      ]),
    ).toEqual([
      ['not_due', '2000.00', ['65.5172', '20.0000'], '42.7586', '18.0036', '360.07'],
      ['up_to_30', '100.00', ['100.0000', '68.4211'], '84.2105', '42.1053', '42.11'],
      ['up_to_60', '400.00', [null, '50.0000'], '50.0000', '50.0000', '200.00'],
      ['up_to_90', '150.00', [null, null], null, '100.0000', '150.00'],
      ...['up_to_120', 'up_to_150', 'up_to_180', 'over_180'].map((bucket) => [bucket, '0.00', [null, null], null, '100.0000', '0.00']),
    ]);
    expect(body.impaired).toMatchObject({
      ...{ amount: '900.00', loss: '100.0000', provision: '900.00' },
      cases: [
        {
          case: impaired,
          customer: 'K4',
          document: 'D5',
          instalment: 1,
          bucket: 'up_to_60',
          currency: 'CNY',
          balance: '900.00',
          amount: '900.00',
        },
      ],
    });
    expect(body).toMatchObject({
      required: '1652.18',
      allowance: { last: null, opening: '500.00', moves: [{ kind: 'write_off', amount: '80.00' }], held: '420.00' },
      change: '1232.18',
      voucher: { number: null, kind: 'provision', date: '2026-03-31', debit: '6702', credit: '1231', amount: '1232.18' },
    });
  });

  test('is for those who keep the books and those who check them, not for sales', async () => {
    for (const login of ['ar_clerk', 'finance_director', 'general_manager', 'auditor']) expect((await preview(login)).status).toBe(200);
    for (const login of ['sales0001', 'sales_manager', 'sales_director', 'hr', 'legal_manager', 'admin']) {
      expect([login, (await preview(login)).body.code]).toEqual([login, 'role.required']);
      expect([login, (await system.api.get(login, '/api/v1/provisions')).status]).toEqual([login, 403]);
    }
  });

  test.each([
    ['of a month that is not over', '2026-04', 'provision.month_open'],
    ['of a month before which nothing rolled', '2026-01', 'provision.no_history'],
  ])('%s is refused', async (_what, month, code) => {
    expect((await preview('auditor', month)).body).toMatchObject({ status: 409, code });
  });
});

describe('A provision', () => {
  let id: string;

  test('is proposed by the AR clerk only, one at a time, for a month that is over', async () => {
    for (const login of ['finance_director', 'general_manager', 'auditor', 'sales0001'])
      expect((await propose('2026-03', {}, login)).status).toBe(403);
    expect((await propose('2026-04')).body.code).toBe('provision.month_open');
    const made = await propose('2026-03', { opening: '500.00' });
    expect([made.status, made.body.state, made.body.change, made.body.voucher.number]).toEqual([201, 'proposed', '1232.18', null]);
    expect((await propose('2026-02')).body.code).toBe('provision.waiting');
    id = made.body.id;
  });

  test('is decided on by a finance director who did not propose it, once', async () => {
    for (const login of ['ar_clerk', 'general_manager', 'auditor', 'sales_director']) {
      expect([login, (await decide(id, 'approve', login)).status]).toEqual([login, 403]);
      expect([login, (await decide(id, 'reject', login)).status]).toEqual([login, 403]);
    }
    await system.rows(
      `insert into role_grants (login, role, company_id, granted_by) values ('ar_clerk', 'finance_director', 'C01', 'admin')`,
    );
    expect((await decide(id, 'approve', 'ar_clerk')).body.code).toBe('provision.same_person');
    await system.rows(
      `update role_grants set revoked_by = 'admin', revoked_at = now() where login = 'ar_clerk' and role = 'finance_director'`,
    );
    const refused = await decide(id, 'reject');
    expect([refused.status, refused.body.state, refused.body.reason, refused.body.decidedBy]).toEqual([
      200,
      'rejected',
      '比例有误',
      'finance_director',
    ]);
    expect((await decide(id, 'approve')).body.code).toBe('provision.decided');
    expect((await vouchers()).map(({ kind }: { kind: string }) => kind)).toEqual(['write_off']);
    expect((await decide('999999', 'approve')).body.code).toBe('provision.unknown');
  });

  test('is booked when it is approved, after what the journal called for', async () => {
    const proposed = await Promise.all([1, 2, 3].map(() => propose('2026-03', { opening: '500.00' })));
    expect(proposed.map(({ body }) => body.code ?? body.state).toSorted()).toEqual(['proposed', 'provision.waiting', 'provision.waiting']);
    const again = proposed.find(({ status }) => status === 201)?.body;
    const decided = await Promise.all([1, 2, 3].map(() => decide(again.id, 'approve')));
    const [approved] = decided.filter(({ status }) => status === 200);
    expect(decided.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect([approved?.body.state, approved?.body.voucher.number]).toEqual(['approved', '2']);
    expect((await vouchers('company=C01&kind=provision'))[0]).toMatchObject({
      ...{ number: '2', date: '2026-03-31', debit: '6702', credit: '1231', currency: 'CNY', amount: '1232.18', provision: again.id },
      ...{ customer: null, customerName: null, document: null, instalment: null, case: null, seq: null, erpNo: null, batch: null },
    });
    for (const month of ['2026-02', '2026-03']) expect((await propose(month)).body.code).toBe('provision.order');
    const { body } = await system.api.get('auditor', '/api/v1/provisions?company=C01&limit=1');
    expect(body.items).toMatchObject([
      { id: again.id, month: '2026-03', state: 'approved', required: '1652.18', held: '420.00', change: '1232.18', voucher: '2' },
    ]);
    const rest = (await system.api.get('auditor', `/api/v1/provisions?after=${body.next}`)).body.items;
    expect(rest).toMatchObject([{ id, state: 'rejected', voucher: null }]);
  });

  test('of the next month begins with it, less what was written off, plus what came back, and releases what is too much', async () => {
    await system.moveTo('2026-04-12');
    await writeOff(system, impaired, 'V-2');
    await system.receipts(
      { receipt: 'R7', document: 'D7', amount: '30.00', valueDate: '2026-04-12', customer: 'K6' },
      { receipt: 'R4', document: 'D4', amount: '2000.00', valueDate: '2026-04-12', customer: 'K3' },
      { receipt: 'R8', document: 'D3', amount: '100.00', valueDate: '2026-04-12', customer: 'K2' },
    );
    await system.moveTo('2026-05-02');
    expect((await propose('2026-04', { opening: '1.00' })).body.code).toBe('provision.opening_known');
    const { body } = await propose('2026-04');
    // 400.00 in 61–90 and 150.00 in 91–120, from where all rolled on.
    expect(body).toMatchObject({
      required: '550.00',
      allowance: {
        ...{ last: { month: '2026-03', required: '1652.18' }, opening: null, held: '782.18' },
        moves: [
          { kind: 'recovery', amount: '30.00' },
          { kind: 'write_off', amount: '900.00' },
        ],
      },
      change: '-232.18',
    });
    expect((await decide(body.id, 'approve')).body.voucher).toEqual({
      ...{ number: '6', kind: 'provision_release', date: '2026-04-30', debit: '1231', credit: '6702', amount: '232.18' },
    });
    expect((await vouchers()).map(({ number }: { number: string }) => Number(number))).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('keeps its figures when the policy changes later, and the next one follows the new one', async () => {
    const [{ id: last }] = (await system.api.get('auditor', '/api/v1/provisions?state=approved&limit=1')).body.items;
    await setPolicy(system, { provisionMonths: 1, provisionForwardFactorHundredths: 50_00, provisionOldestLossHundredths: 80_00 });
    expect((await system.api.get('auditor', `/api/v1/provisions/${last}`)).body).toMatchObject({ required: '550.00', monthsWanted: 12 });
    // 400.00 × 100 % × 80 % × 50 %, and 150.00 the same.
    expect((await preview('auditor', '2026-04')).body).toMatchObject({
      monthsWanted: 1,
      monthsFound: 1,
      forwardFactor: '50.00',
      oldestLoss: '80.00',
      required: '220.00',
    });
  });
});

describe('Its voucher', () => {
  test('goes to the ERP in the same batch and the same files', async () => {
    const made = await system.api.post('finance_director', '/api/v1/vouchers/batches', { company: 'C01' });
    expect(made.body).toMatchObject({ batch: 1, first: '1', last: '6', vouchers: 6 });
    const { body } = await system.api.get('auditor', '/api/v1/vouchers/export.csv?batch=1&lang=zh-CN');
    const lines = (body as string).split('\r\n');
    expect(lines).toContain('"2","2026-03-31","计提坏账准备","6702","1231","CNY","1232.18","C01","","","","","","","","1"');
    expect(lines).toContain('"6","2026-04-30","转回坏账准备","1231","6702","CNY","232.18","C01","","","","","","","","1"');
  });

  test.each([
    ['an amount', 'update vouchers set amount = amount + 1 where number = 2', /voucher 2 says .* for amount/],
    ['an account', "update vouchers set debit = '9999' where number = 6", /voucher 6 says 9999 for debit/],
    ['a date', "update vouchers set dated = '2026-04-01' where number = 2", /voucher 2 says 2026-04-01 for dated/],
    ['the last voucher taken away', 'delete from vouchers where number = 6', /provision \d+ was approved, and its voucher is gone/],
    [
      'the amounts of a provision',
      'update provisions set held = held - 1, change = change + 1 where id = (select min(id) from provisions)',
      /says 419.00 for held/,
    ],
    [
      'what it follows from',
      `update provisions set basis = jsonb_set(basis, '{booked}', '[]') where id = (select min(id) from provisions)`,
      /says 420.00 for held, its basis 500.00/,
    ],
    ['the policy it follows', 'update provisions set policy_version = 99', /names policy version 99, which is not there/],
  ])('and provision are found when altered past all triggers: %s', async (_what, harm, says) => {
    const verify = () => system.server.app.get(Verification).verify();
    const vandal = await Vandal.at(system.database.url);
    const tables = ['vouchers', 'provisions'];
    for (const table of tables) await vandal.query(`create temp table kept_${table} as table ${table}`);
    try {
      expect(await verify()).toMatchObject({ ok: true });
      await vandal.query(harm);
      const { problems } = await verify();
      expect(problems.map(({ check }) => check)).toEqual(problems.map(() => 'voucher'));
      expect(problems.map(({ what }) => what)).toContainEqual(expect.stringMatching(says));
    } finally {
      for (const table of tables) {
        await vandal.query(`delete from ${table}`);
        await vandal.query(`insert into ${table} overriding system value select * from kept_${table}`);
      }
      await vandal.leave();
    }
  });
});

describe('The ERP’s number of a voucher', () => {
  const enter = (number: string, body: object, login = 'ar_clerk') =>
    system.api.post(login, `/api/v1/vouchers/${number}/erp-number`, { company: 'C01', ...body });

  test('is entered by the AR clerk once, where nobody named it at posting', async () => {
    for (const login of ['finance_director', 'general_manager', 'auditor', 'sales0001'])
      expect([login, (await enter('2', { erpNo: '记-12' }, login)).status]).toEqual([login, 403]);
    expect((await enter('2', { erpNo: '记-12' })).body).toEqual({
      ...{ company: 'C01', number: '2', erpNo: '记-12' },
      entries: [{ erpNo: '记-12', reason: null, enteredBy: 'ar_clerk', enteredOn: '2026-05-02' }],
    });
    expect((await enter('2', { erpNo: '记-13' })).body.code).toBe('voucher.erp_entered');
    expect((await enter('1', { erpNo: 'V-9', reason: '录错' })).body.code).toBe('voucher.named');
    expect((await enter('77', { erpNo: 'V-9' })).body.code).toBe('voucher.unknown');
  });

  test('is corrected by a second entry with its reason; lists and files show what stands', async () => {
    expect((await enter('2', { erpNo: '记-12', reason: '再录' })).body.code).toBe('voucher.erp_same');
    expect((await enter('2', { erpNo: '记-13', reason: '录错' })).body.entries).toMatchObject([
      { erpNo: '记-12' },
      { erpNo: '记-13', reason: '录错' },
    ]);
    expect((await vouchers('company=C01&kind=provision'))[0].erpNo).toBe('记-13');
    expect((await vouchers('company=C01&kind=write_off')).map(({ erpNo }: { erpNo: string }) => erpNo)).toEqual(['V-2', 'V-1']);
    const { body } = await system.api.get('auditor', '/api/v1/vouchers/export.csv?kind=provision&lang=en');
    expect(body).toContain('"记-13"');
    expect((await system.api.get('auditor', '/api/v1/vouchers/2/erp-number?company=C01')).body).toMatchObject({ erpNo: '记-13' });
    expect((await system.api.get('sales0001', '/api/v1/vouchers/2/erp-number?company=C01')).status).toBe(403);
  });
});

describe('A voucher that is written late', () => {
  test('is counted by the next provision, though its day was that of the one before', async () => {
    await system.rows(
      `insert into vouchers (company_id, number, kind, case_id, seq, place, dated, debit, credit, currency, amount, customer, document, instalment)
       select company_id, 7, 'recovery', case_id, seq, 9, '2026-03-31', credit, debit, currency, 5, customer, document, instalment
       from vouchers where company_id = 'C01' and number = 1`,
    );
    expect((await preview('auditor', '2026-04')).body.allowance).toMatchObject({
      moves: [
        { kind: 'recovery', amount: '35.00' },
        { kind: 'write_off', amount: '900.00' },
      ],
      held: '787.18',
    });
  });
});

describe('Amounts in another currency', () => {
  test('are reckoned at the rate of the day, and refused without one', async () => {
    const row = { company: 'C02', document: 'U1', currency: 'USD', amount: '100.00', issuedOn: '2026-02-10', dueOn: '2026-03-20' };
    expect((await sendFile(system.api, 'receivables', ledgerFile('receivables', row), { company: 'C02' })).body).toMatchObject({
      status: 'done',
    });
    const asked = () => system.api.get('auditor', '/api/v1/provisions/preview?company=C02&month=2026-03');
    expect((await asked()).body).toMatchObject({ status: 409, code: 'analysis.no_rate' });
    const rates = ledgerFile(
      'rates',
      { company: 'C02', currency: 'USD', on: '2026-03-02', rate: '7.2' },
      { company: 'C02', currency: 'USD', on: '2026-04-30', rate: '8' },
    );
    expect((await sendFile(system.api, 'rates', rates, { company: 'C02' })).body).toMatchObject({ status: 'done' });
    const { body } = await asked();
    expect(body.months[0]).toMatchObject({ before: { not_due: '720.00' }, after: { up_to_30: '720.00' } });
    expect(body).toMatchObject({ currency: 'CNY', required: '720.00', change: '720.00' });
  });
});

describe('The agings of many months', () => {
  test('are those of one month after the other', async () => {
    const ledger: [LedgerKind, LedgerRow[]][] = [
      [
        'receivables',
        ['U2', 'U3', 'U4', 'U5'].map((document, n) => ({
          document,
          issuedOn: `2025-1${n % 3}-10`,
          dueOn: `2026-0${n + 1}-05`,
          amount: `${n + 1}00.00`,
        })),
      ],
      [
        'receipts',
        [
          {
            receipt: 'B1',
            document: 'U2',
            amount: '40.00',
            valueDate: '2026-01-20',
            instrument: 'acceptance_bill',
            clearedOn: '2026-03-20',
          },
          { receipt: 'B2', document: 'U3', amount: '50.00', valueDate: '2026-01-20', instrument: 'acceptance_bill' },
          { receipt: 'B3', document: 'U3', amount: '150.00', valueDate: '2026-02-20', reversedOn: '2026-04-10' },
          { receipt: 'B4', document: 'U4', amount: '120.00', valueDate: '2026-02-28' },
          { receipt: 'B5', document: 'U5', amount: '90.00', valueDate: '2026-04-20', reversedOn: '2026-04-20' },
        ],
      ],
      [
        'credits',
        [
          { credit: 'G1', document: 'U4', amount: '30.00', creditedOn: '2026-01-31' },
          { credit: 'G2', document: 'U5', amount: '10.00', creditedOn: '2026-03-01', reversedOn: '2026-04-30' },
        ],
      ],
    ];
    for (const [kind, rows] of ledger) {
      const content = ledgerFile(kind, ...rows.map((row) => ({ company: 'C02', ...row })));
      expect((await sendFile(system.api, kind, content, { company: 'C02' })).body).toMatchObject({ status: 'done' });
    }
    const ends = ['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'];
    const app = system.server.app;
    for (const countAcceptanceBills of billCounts)
      for (const company of ['C01', 'C02']) {
        const policy = { ...defaultPolicy, countAcceptanceBills };
        const pairs = await app.get(AgingsReader).of(company, ends, countAcceptanceBills);
        const one = async (to: string, from: string) => {
          const days = { from: addDays(from, 1), to };
          const { unrated, agingBefore, agingAfter } = await app.get(TurnoverReader).of({ company, days, before: days, policy }, null);
          return { unrated, before: agingBefore, after: agingAfter };
        };
        const singles: AgingPair[] = [];
        for (const [place, to] of ends.slice(1).entries()) singles.push(await one(to, ends[place] ?? ''));
        expect([company, countAcceptanceBills, pairs]).toEqual([company, countAcceptanceBills, singles]);
        expect(pairs.at(-1)?.after).not.toEqual(pairs.at(-1)?.before);
      }
  });
});
