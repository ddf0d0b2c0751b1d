import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Verification } from '../../src/audit/verify/verification.js';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { workbookRows } from '../../src/receivables/imports/reading/workbook/workbook-rows.js';
import { historyFaults } from '../support/journal-proof.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { TrainingSystem } from '../support/training-system.js';
import { Vandal } from '../support/vandal.js';
import { resolveBadDebts, setPolicy, writeOff } from '../support/write-offs.js';

let system: TrainingSystem;
let one: string;
let two: string;

/** Two debts written off on 2 March; of the first a third comes back, of which a part bounces; the second's write-off is reversed. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'D1', issuedOn: '2025-11-01', dueOn: '2025-12-15', amount: '900.00' },
    { document: 'D2', issuedOn: '2025-11-01', dueOn: '2026-02-20', amount: '500.00', customer: 'K2', owner: 'sales0002' },
  );
  [one, two] = [await system.caseOf('D1'), await system.caseOf('D2')];
  await resolveBadDebts(system, [one, two]);
  await writeOff(system, one, '=V-0001', 'credit_check_missing');
  await writeOff(system, two, '002');
  await system.take('hr', one, {
    type: 'proposeAttribution',
    shares: [
      { party: 'sales', person: 'sales0001', cause: 'credit_check_missing', share: 66.67 },
      { party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', share: 33.33 },
    ],
  });
});

afterAll(async () => {
  try {
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
    expect(await brokenInvariants(system)).toEqual([]);
  } finally {
    await system?.close();
  }
});

const items = async (login: string, path: string) => {
  const { status, body } = await system.api.get(login, path);
  expect([path, status]).toEqual([path, 200]);
  return body.items;
};

const booked = async (caseId: string) =>
  (await items('auditor', `/api/v1/vouchers?case=${caseId}`))
    .toReversed()
    .map(({ kind, debit, credit, amount, erpNo }: Record<string, string>) => [kind, debit, credit, amount, erpNo]);

async function cellsOf(path: string): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const some of workbookRows(path)) rows.push(...some.map(({ cells }) => cells));
  return rows;
}

describe('An attribution', () => {
  test('waits for those who are named, with its facts, rule, last day and points', async () => {
    const [mine] = await items('sales0001', '/api/v1/attributions?waits=answer');
    expect(mine).toMatchObject({
      case: one,
      state: 'proposed',
      waits: 'answer',
      proposedBy: 'hr',
      answerBy: '2026-03-09',
      shares: [
        { party: 'sales', person: 'sales0001', cause: 'credit_check_missing', share: 66.67, points: '3.33' },
        { party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', share: 33.33, points: '0.83' },
      ],
    });
    expect(mine.shares[0].clause).toMatch(/信用审核/);
    expect(await items('sales0002', '/api/v1/attributions')).toEqual([]);
  });

  test('that is contested waits for the chair, and not for who proposed it', async () => {
    await system.take('sales0001', one, { type: 'contestAttribution', reason: '不属实' });
    expect(await items('sales0001', '/api/v1/attributions?waits=answer')).toEqual([]);
    expect(await items('hr', '/api/v1/attributions?waits=decision')).toEqual([]);
    expect(await items('finance_director', '/api/v1/attributions?waits=decision')).toMatchObject([{ case: one, state: 'contested' }]);
    await system.take('finance_director', one, {
      type: 'decideAttribution',
      shares: [
        { party: 'sales', person: 'sales0001', cause: 'credit_check_missing', share: 66.67 },
        { party: 'customer', cause: 'customer_insolvent', share: 33.33 },
      ],
    });
    expect(await items('hr', '/api/v1/attributions?state=final&person=sales0001')).toMatchObject([{ case: one, waits: null }]);
  });
});

describe('What comes back after a write-off', () => {
  test('gives back the deduction in its proportion, in parts that together are never more than it', async () => {
    await system.moveTo('2026-04-01');
    for (const [receipt, amount] of [
      ['R1', '100.01'],
      ['R2', '99.99'],
      ['R3', '100.00'],
    ] as const)
      await system.receipts({ receipt, document: 'D1', amount, valueDate: '2026-04-01' });
    await system.receipts({ receipt: 'R3', document: 'D1', amount: '100.00', valueDate: '2026-04-01', reversedOn: '2026-04-01' });
    const { facts, balance } = await system.look(one);
    expect([facts.recovered, facts.writtenOff, balance]).toEqual(['200.00', '900.00', '0.00']);

    const rows = await items('hr', `/api/v1/deductions?case=${one}`);
    expect(rows.map(({ kind, points }: Record<string, string>) => [kind, points])).toEqual([
      ['deduction', '0.37'],
      ['give_back', '0.37'],
      ['give_back', '0.37'],
      ['give_back', '0.37'],
      ['deduction', '3.33'],
    ]);
    const taken = rows.at(-1);
    expect(taken).toMatchObject({ period: '2026Q1', decidedBy: 'finance_director', proposedBy: 'hr', onAppeal: false, corrects: null });
    for (const later of rows.slice(0, -1))
      expect(later).toMatchObject({ period: '2026Q2', corrects: taken.id, decidedBy: 'finance_director' });
  });

  test('is summed up by person and period, for those who may see it', async () => {
    const sums = [
      { company: 'C01', person: 'sales0001', period: '2026Q2', taken: '0.37', returned: '1.11', net: '-0.74', rows: 4 },
      { company: 'C01', person: 'sales0001', period: '2026Q1', taken: '3.33', returned: '0.00', net: '3.33', rows: 1 },
    ];
    for (const login of ['hr', 'auditor', 'sales0001', 'sales_manager'])
      expect(await items(login, '/api/v1/deductions/sums?person=sales0001')).toEqual(sums);
    expect(await items('hr', '/api/v1/deductions/sums?period=2026Q1')).toEqual(sums.slice(1));
    for (const login of ['sales0002', 'ar_clerk']) expect(await items(login, '/api/v1/deductions?person=sales0001')).toEqual([]);
    const first = await system.api.get('hr', '/api/v1/deductions/sums?limit=1');
    expect(first.body.items).toEqual(sums.slice(0, 1));
    expect(await items('hr', `/api/v1/deductions/sums?after=${first.body.next}`)).toEqual(sums.slice(1));
    expect((await system.api.get('hr', '/api/v1/deductions?period=2026Q5')).body.errors).toMatchObject([
      { field: 'period', code: 'period' },
    ]);
  });

  test('after a period was closed it counts in the next one', async () => {
    await system.rows(`insert into period_closings (company_id, closed_until, closed_by) values ('C01', '2026-06-30', 'hr')`);
    await system.receipts({ receipt: 'R4', document: 'D1', amount: '90.00', valueDate: '2026-04-01' });
    const [last, before] = await items('hr', `/api/v1/deductions?case=${one}`);
    expect([last.kind, last.effectiveOn, last.period, before.period]).toEqual(['give_back', '2026-04-01', '2026Q3', '2026Q2']);
    expect(await items('hr', '/api/v1/deductions?period=2026Q3')).toMatchObject([{ id: last.id }]);
  });
});

describe('The vouchers', () => {
  test('follow from the journal: a write-off, each recovery twice, what bounced back, a reversal', async () => {
    await system.take('ar_clerk', two, { type: 'reverseWriteOff', voucherNo: '003', reason: '误核销' });
    await system.take('finance_director', two, { type: 'reverseWriteOff' });
    expect(await booked(two)).toEqual([
      ['write_off', '1231', '1122', '500.00', '002'],
      ['write_off_reversed', '1122', '1231', '500.00', '003'],
    ]);
    expect(await booked(one)).toEqual([
      ['write_off', '1231', '1122', '900.00', '=V-0001'],
      ...['100.01', '99.99', '100.00'].flatMap((amount) => [
        ['recovery', '1122', '1231', amount, null],
        ['recovery_receipt', '1002', '1122', amount, null],
      ]),
      ['recovery_receipt_reversed', '1122', '1002', '100.00', null],
      ['recovery_reversed', '1231', '1122', '100.00', null],
      ['recovery', '1122', '1231', '90.00', null],
      ['recovery_receipt', '1002', '1122', '90.00', null],
    ]);
  });

  test('are numbered without gaps, once each, also when many ask at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => system.api.get('auditor', '/api/v1/vouchers?limit=200')));
    const numbers = (await items('auditor', '/api/v1/vouchers?limit=200')).map(({ number }: { number: string }) => Number(number));
    expect(numbers.toReversed()).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
  });

  test.each([
    ['an amount changed', 'update vouchers set amount = amount + 1 where number = 2', /says .* for amount/],
    ['an account changed', "update vouchers set debit = '9999' where number = 3", /says 9999 for debit/],
    ['a voucher dropped', 'delete from vouchers where number = 5', /voucher 6 follows voucher 4/],
  ])('%s past all triggers is found by a verification', async (_, harm, says) => {
    const verify = () => system.server.app.get(Verification).verify();
    const vandal = await Vandal.at(system.database.url);
    await vandal.query('create temp table kept as table vouchers');
    try {
      expect(await verify()).toMatchObject({ ok: true });
      await vandal.query(harm);
      const { problems } = await verify();
      expect(problems.map(({ check, what }) => [check, what])).toEqual([['voucher', expect.stringMatching(says)]]);
    } finally {
      await vandal.query('delete from vouchers');
      await vandal.query('insert into vouchers overriding system value select * from kept');
      await vandal.leave();
    }
  });

  test.each([
    ['that is gone', 'delete from case_journal where case_id = $1 and seq = $2'],
    ['under a policy that never was', 'update case_journal set policy_version = 99 where case_id = $1 and seq = $2'],
  ])('of an entry %s are found by a verification, and the case is named', async (_, harm) => {
    const vandal = await Vandal.at(system.database.url);
    const [first] = await vandal.query<{ case_id: string; seq: number }>(
      'select case_id, seq from vouchers where case_id is not null limit 1',
    );
    await vandal.inVain(
      async () => void (await vandal.query(harm, [first?.case_id, first?.seq])),
      async () => {
        const { problems } = await system.server.app.get(Verification).verify();
        const what = expect.stringMatching(/^voucher \d+ has no entry in the journal that calls for it$/);
        expect(problems).toContainEqual(expect.objectContaining({ check: 'voucher', caseId: first?.case_id, what }));
      },
    );
    await vandal.leave();
  });

  test('go to the ERP in batches, each voucher in one, which may be fetched again', async () => {
    const made = await system.api.post('ar_clerk', '/api/v1/vouchers/batches', { company: 'C01' });
    expect([made.status, made.body]).toEqual([
      201,
      { company: 'C01', batch: 1, first: '1', last: '13', vouchers: 13, madeBy: 'ar_clerk', madeOn: '2026-04-01' },
    ]);
    expect((await system.api.post('ar_clerk', '/api/v1/vouchers/batches', { company: 'C01' })).body.code).toBe('voucher.nothing_new');
    expect(await items('auditor', '/api/v1/vouchers?exported=no')).toEqual([]);
    expect((await system.api.post('auditor', '/api/v1/vouchers/batches', { company: 'C01' })).status).toBe(403);
    for (const login of ['sales0001', 'hr', 'legal_manager']) expect((await system.api.get(login, '/api/v1/vouchers')).status).toBe(403);

    const files = await Promise.all([1, 2].map(() => system.api.get('ar_clerk', '/api/v1/vouchers/export.csv?batch=1&lang=zh-CN')));
    const [first, again] = files.map(({ body }) => body as string);
    expect(first).toBe(again);
    const lines = (first ?? '').split('\r\n');
    expect(lines[0]).toBe(
      '"序号","日期","业务","借方科目","贷方科目","币种","金额","公司","客户编码","客户名称","单据号","期次","过账凭证号","案件","记录号","批次"',
    );
    expect(lines).toHaveLength(15);
    expect(lines.find((line) => line.includes('V-0001'))).toContain(
      `"核销坏账","1231","1122","CNY","900.00","C01","K1","客户K1","D1","1","'=V-0001"`,
    );
  });

  test('keep their codes as texts in a workbook, and their amounts as numbers', async () => {
    const token = await system.api.token('auditor');
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${system.server.url}/api/v1/vouchers/export.xlsx?case=${two}&lang=en`, { headers });
    const path = join(system.home, 'vouchers.xlsx');
    await writeFile(path, new Uint8Array(await response.arrayBuffer()));
    const rows = await cellsOf(path);
    expect(rows[0]?.slice(0, 7)).toEqual(['Number', 'Date', 'Business', 'Debit account', 'Credit account', 'Currency', 'Amount']);
    expect(rows.slice(1).map((row) => [row[3], row[6], row[12]])).toEqual([
      ['1122', { is: 'number', shown: '500' }, '003'],
      ['1231', { is: 'number', shown: '500' }, '002'],
    ]);
  });
});

describe('What was lost', () => {
  const analysed = async (login: string, query: string) =>
    (await items(login, `/api/v1/analysis/write-offs?${query}`)).map(
      ({ key, count, writtenOff, reversed, recovered, net }: Record<string, string | number>) => [
        key,
        count,
        writtenOff,
        reversed,
        recovered,
        net,
      ],
    );
  const first = [1, '900.00', '0.00', '290.00', '610.00'];
  const second = [1, '500.00', '500.00', '0.00', '0.00'];

  test.each([
    ['customer', 'K1', 'K2'],
    ['owner', 'sales0001', 'sales0002'],
    ['term', 'up_to_60', 'up_to_180'],
    ['root_cause', 'credit_check_missing', 'customer_insolvent'],
    ['root_group', 'sales', 'customer'],
  ])('is told by %s', async (by, key, other) => {
    expect(await analysed('auditor', `by=${by}`)).toEqual([
      [key, ...first],
      [other, ...second],
    ]);
  });

  test('is told by month and in a range of dates, with totals by currency', async () => {
    expect(await analysed('auditor', 'by=month')).toEqual([['2026-03', 2, '1400.00', '500.00', '290.00', '610.00']]);
    expect(await analysed('auditor', 'by=month&from=2026-03-03')).toEqual([]);
    const { body } = await system.api.get('auditor', '/api/v1/analysis/write-offs');
    expect(body.totals).toEqual([
      { key: '', name: '合计', currency: 'CNY', count: 2, writtenOff: '1400.00', reversed: '500.00', recovered: '290.00', net: '610.00' },
    ]);
    const csv = (await system.api.get('auditor', '/api/v1/analysis/write-offs.csv?by=root_cause&lang=en')).body;
    expect(csv).toContain('"credit_check_missing","no credit check","CNY","1","900.00","0.00","290.00","610.00"');
  });

  test('is told of the cases that one sees', async () => {
    expect(await analysed('sales0002', 'by=customer')).toEqual([['K2', ...second]]);
    expect(await analysed('admin', 'by=customer')).toEqual([]);
  });
});

describe('Small balances', () => {
  test('are looked at first, with what would become of each, and then waived together; nothing is waived by looking', async () => {
    await setPolicy(system, { smallBalanceCents: 5_00 });
    await system.receivables(
      { document: 'S1', customer: 'S1', dueOn: '2026-03-20', amount: '4.00' },
      { document: 'S2', customer: 'S1', dueOn: '2026-03-21', amount: '2.00' },
      { document: 'S3', customer: 'S3', dueOn: '2026-03-21', amount: '5.00' },
      { document: 'S4', customer: 'S4', dueOn: '2026-03-21', amount: '5.01' },
    );
    const { body: seen } = await system.api.get('finance_director', '/api/v1/small-balances?company=C01&limit=2');
    expect(seen).toMatchObject({
      atMost: '5.00',
      currency: 'CNY',
      items: [
        { document: 'S1', possible: true, code: null },
        { document: 'S2', possible: false, code: 'waive.split' },
      ],
    });
    expect(seen.items[1].detail).toMatch(/6\.00.*5\.00/);
    expect(await items('finance_director', `/api/v1/small-balances?company=C01&after=${encodeURIComponent(seen.next)}`)).toMatchObject([
      { document: 'S3', possible: true },
    ]);
    expect(await system.collection(seen.items[0].case)).toBe('salesFollowUp');

    const waive = (login: string, body: object) => system.api.post(login, '/api/v1/small-balances', body, { 'idempotency-key': 'waive 1' });
    expect((await waive('ar_clerk', { company: 'C01', all: true, reason: '尾差' })).status).toBe(403);
    expect((await waive('finance_director', { company: 'C01', reason: '尾差' })).body.errors).toMatchObject([{ field: 'cases' }]);
    const { body } = await waive('finance_director', { company: 'C01', all: true, reason: '尾差' });
    expect(body).toMatchObject({ waived: 2, refused: 1 });
    expect(await waive('finance_director', { company: 'C01', all: true, reason: '尾差' })).toMatchObject({ status: 200, body });
    const id = seen.items[0].case;
    expect(await system.collection(id)).toEqual({ writeOff: 'awaitingPosting' });
    await system.take('ar_clerk', id, { type: 'postWriteOff', voucherNo: 'V-9' });
    expect((await system.look(id)).facts.writeOff).toMatchObject({ waived: true, rootCause: 'small_difference' });
  });
});
