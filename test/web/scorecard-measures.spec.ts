import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { MetricKey } from '../../workflows/scorecard/metrics.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';
import { resolveBadDebts, setPolicy, writeOff } from '../support/write-offs.js';

let system: TrainingSystem;

/** A quarter with all that scores look at beside the ledger. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  await bring(
    'customers',
    { customer: 'K1', grade: 'A', firstSignedOn: '2025-03-01' },
    { customer: 'K2', grade: 'D', strategic: 'true' },
    { customer: 'K3', grade: 'B' },
  );
  await bring('contracts', { contract: 'V1' }, { contract: 'V2', renewalOf: 'V1', signedBy: 'sales0002' });
  await bring('schedules', { instalment: '1', dueOn: '2026-02-10' }, { instalment: '2', dueOn: '2026-03-10', amount: '200.00' });
  await bring(
    'receivables',
    { document: 'D1', contract: 'V1', issuedOn: '2026-01-05', dueOn: '2026-04-10', amount: '300.00' },
    { document: 'D2', contract: 'V2', issuedOn: '2026-01-05', dueOn: '2026-02-20', amount: '300.00' },
    { document: 'D3', customer: 'K2', issuedOn: '2025-12-01', dueOn: '2026-01-20', amount: '1000.00' },
    { document: 'D4', customer: 'K2', issuedOn: '2025-12-01', dueOn: '2026-01-20', amount: '400.00' },
    { document: 'D5', customer: 'K3', issuedOn: '2026-01-05', dueOn: '2026-05-30', amount: '700.00', owner: 'sales0001' },
    { document: 'D6', customer: 'K3', issuedOn: '2026-01-05', dueOn: '2026-02-01', amount: '800.00', owner: 'sales0002' },
    { document: 'D7', customer: 'K3', issuedOn: '2026-01-05', dueOn: '2026-02-01', amount: '200.00', owner: 'sales0002' },
  );
  await system.moveTo('2026-02-04');
  await publish('2026-01');
  await system.moveTo('2026-02-12');
  await bring(
    'receipts',
    { receipt: 'R1', document: 'D1', valueDate: '2026-02-10', amount: '150.00' },
    { receipt: 'R2', document: 'D2', valueDate: '2026-02-12', amount: '120.00' },
  );
  for (const document of ['D3', 'D4']) {
    const id = await system.caseOf(document);
    await system.take('sales0001', id, { type: 'raiseDispute', reason: 'quality', contestedAmount: '100.00', note: '质量' });
    await system.take('sales_manager', id, { type: 'resolveDispute', outcome: 'rejected', note: '已复检' });
  }
  await system.moveTo('2026-03-09');
  await publish('2026-02');
  await bring(
    'receipts',
    { receipt: 'R3', customer: 'K2', document: 'D3', valueDate: '2026-02-27', amount: '1000.00' },
    { receipt: 'R4', customer: 'K2', document: 'D4', valueDate: '2026-02-28', amount: '400.00' },
  );
  const [lost, kept] = [await system.caseOf('D6'), await system.caseOf('D7')];
  await resolveBadDebts(system, [lost, kept]);
  await writeOff(system, lost, 'V-1');
  await bring('customers', { customer: 'K1', grade: 'AAA', firstSignedOn: '2025-03-01' });
  await system.moveTo('2026-04-02');
  await bring('receivables', {
    document: 'D5',
    customer: 'K3',
    issuedOn: '2026-01-05',
    dueOn: '2026-05-30',
    amount: '700.00',
    owner: 'sales0002',
  });
}, 300_000);

afterAll(() => system?.close());

async function bring(kind: LedgerKind, ...rows: LedgerRow[]): Promise<void> {
  const { body } = await sendFile(system.api, kind, ledgerFile(kind, ...rows));
  if (body.status !== 'done') throw new Error(JSON.stringify(body));
}

async function publish(month: string): Promise<void> {
  const { body } = await system.api.post('ar_clerk', '/api/v1/overdue-lists', { company: 'C01', month });
  const { status } = await system.api.post('ar_clerk', `/api/v1/overdue-lists/${body.id}/publish`);
  if (status !== 200) throw new Error(`the list is not published: ${status}`);
}

interface Asked {
  by?: string;
  person?: string;
  period?: string;
  post?: string;
  weighs?: boolean;
  targets?: object;
}

function preview(
  keys: readonly MetricKey[],
  { by = 'hr', person = 'sales0001', period = '2026Q1', post = 'salesperson', ...more }: Asked = {},
) {
  return system.api.post(by, '/api/v1/scorecards/preview', {
    company: 'C01',
    person,
    period,
    scheme: {
      post,
      creditGradeCoefficient: more.weighs ?? false,
      metrics: keys.map((key) => ({ key, weight: '10', curve: [{ value: '0', score: '100' }] })),
    },
    targets: more.targets ?? {},
  });
}

/** [numerator, denominator] of one metric, or why there is none. */
async function fraction(key: MetricKey, asked?: Asked): Promise<unknown> {
  const { status, body } = await preview([key], asked);
  if (status !== 200) throw new Error(JSON.stringify(body));
  const [{ numerator, denominator, noData }] = body.lines;
  return noData ?? [numerator, denominator];
}

const finance = { person: 'ar_clerk', post: 'finance_ar' };
const lead = { person: 'sales_manager', post: 'sales_lead' };
const members = [
  { person: 'sales0001', collection: '1500.00' },
  { person: 'sales0002', collection: '0.01' },
];

describe('A metric is what the record says', () => {
  test.each<[rule: string, key: MetricKey, asked: Asked, expected: unknown]>([
    ['what is collected, against its target', 'collection_achievement', { targets: { collection: '2000.00' } }, ['1670', '2000.00']],
    ['without a target there is none', 'collection_achievement', {}, 'no_target'],
    ['a schedule’s instalments are filled in their order', 'plan_completion', {}, ['150', '300']],
    ['of one that nobody has there is none', 'plan_completion', { person: 'sales0002' }, 'no_denominator'],
    ['renewals', 'renewal_recovery_rate', {}, ['120', '300']],
    ['paid on the 15th day after the dispute is in time, on the 16th it is not', 'complaint_collection_timeliness', {}, ['1', '2']],
    ['a team counts who reaches the target', 'subordinate_attainment', { ...lead, targets: { members } }, ['1', '2']],
    ['nobody’s target says nothing', 'subordinate_attainment', lead, 'no_denominator'],
    ['posted of what the board determined', 'write_off_completion', finance, ['800', '1000']],
    ['it is the owner’s, too', 'write_off_completion', { person: 'sales0001' }, 'no_denominator'],
    ['what was written off, beside what is open', 'bad_debt_rate', finance, ['800', '2030']],
    ['whose receivable it is on the last day', 'overdue_share', {}, ['180', '1030']],
    ['and whose a quarter later', 'overdue_share', { person: 'sales0002', period: '2026Q2' }, ['900', '900']],
    ['a survey that nobody made', 'satisfaction', {}, 'no_survey'],
  ])('%s: %s', async (_, key, asked, expected) => {
    expect(await fraction(key, asked)).toEqual(expected);
  });

  it('lists and letters in time, of those due', async () => {
    // January's list in time, February's late, and a letter to K1 that nobody has sent.
    expect(await fraction('aging_duty', finance)).toEqual(['1', '3']);
  });
});

describe('The rows behind a line', () => {
  const lines: [key: string, kind: string, asked: Asked][] = [
    ['collection_achievement', 'receipt', { targets: { collection: '2000.00' } }],
    ['actual_recovery_rate', 'receivable', { weighs: true }],
    ['term_recovery_rate', 'receivable', {}],
    ['overdue_share', 'receivable', {}],
    ['bad_debt_rate', 'receivable', finance],
    ['renewal_recovery_rate', 'receivable', {}],
    ['plan_completion', 'instalment', {}],
    ['complaint_collection_timeliness', 'dispute', {}],
    ['write_off_completion', 'resolution', finance],
    ['list_accuracy', 'overdue_list', finance],
    ['aging_duty', 'letter overdue_list', finance],
  ];

  it.each(lines)('of %s add up to it', async (key, kinds, asked) => {
    const { body } = await preview([key as MetricKey], asked);
    const rows = await rowsOf(key, asked);
    const [line] = body.lines;
    expect([...new Set(rows.map(({ kind }) => kind))].sort()).toEqual(kinds.split(' ').sort());
    expect(total(rows.map(({ numerator }) => numerator))).toBe(Number(line.numerator));
    if (key !== 'collection_achievement') expect(total(rows.map(({ denominator }) => denominator))).toBe(Number(line.denominator));
  });

  it('say where they can be read', async () => {
    for (const key of ['collection_achievement', 'overdue_share', 'write_off_completion', 'plan_completion'])
      for (const { source } of await rowsOf(key, finance))
        expect([source, (await system.api.get('auditor', source)).status]).toEqual([source, 200]);
  });

  it('are nobody else’s', async () => {
    const { status } = await system.api.get('sales0002', `/api/v1/scorecards/preview/lines/overdue_share?${query({})}`);
    expect(status).toBe(404);
  });
});

const query = ({ person = 'sales0001', period = '2026Q1', post = 'salesperson', weighs = false }: Asked) =>
  new URLSearchParams({ company: 'C01', person, period, post, creditGradeCoefficient: String(weighs), limit: '2' }).toString();

interface Row {
  kind: string;
  numerator: string;
  denominator: string;
  source: string;
}

/** Page by page. */
async function rowsOf(key: string, asked: Asked): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = ''; ; ) {
    const { status, body } = await system.api.get('hr', `/api/v1/scorecards/preview/lines/${key}?${query(asked)}${after}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    rows.push(...body.items);
    if (body.next === null) return rows;
    after = `&after=${body.next}`;
  }
}

const total = (decimals: string[]) => decimals.reduce((sum, decimal) => sum + Math.round(Number(decimal) * 1000), 0) / 1000;

describe('A customer’s grade', () => {
  it('is that of the first day: a better one weighs from the next period on', async () => {
    const only = (period: string) => fraction('renewal_recovery_rate', { weighs: true, period });
    expect(await only('2026Q1')).toEqual(['120', '300']);
    expect(await only('2026Q2')).toEqual(['0', '216']);
  });

  it('makes strategic customers’ receipts add points', async () => {
    const { body } = await preview(['overdue_share']);
    expect([body.receipts.counted, body.receipts.fromGoodCustomers, body.qualityAdjustment]).toEqual(['1670.00', '1400.00', '4.19']);
    expect([body.receipts.current, body.receipts.cycle]).toEqual(['1520.00', '0.00']);
  });
});

describe('How long money is out', () => {
  const asked = (by: string, more: Record<string, string> = {}) =>
    system.api.get(by, `/api/v1/analysis/turnover?${new URLSearchParams({ company: 'C01', period: '2026Q1', ...more })}`);

  it('of a company', async () => {
    const { body } = await asked('auditor');
    expect(body).toMatchObject({ currency: 'CNY', opened: '1400.00', sales: '2300.00', open: '1230.00', overdue: '380.00' });
    // 1,230 ÷ 2,300 × 90 days; (1,400 + 2,300 − 1,230) ÷ (1,400 + 2,300 − 850)
    expect(body).toMatchObject({ dso: '48.13', bestPossibleDso: '33.26', add: '14.87', cei: '86.67' });
  });

  it('and what rolls from one month’s end to the next', async () => {
    const { body } = await asked('auditor', { period: '2026-03' });
    const balances = (bucket: string) => body.aging.find((row: { bucket: string }) => row.bucket === bucket);
    expect(balances('up_to_30')).toEqual({ bucket: 'up_to_30', before: '1180.00', after: '0.00', rolled: '32.20' });
    expect(balances('up_to_60')).toMatchObject({ before: '0.00', after: '380.00', rolled: null });
  });

  test.each<[reader: string, more: Record<string, string>, status: number]>([
    ['hr', {}, 200],
    ['sales_director', {}, 200],
    ['finance_director', {}, 200],
    ['general_manager', {}, 200],
    ['sales_manager', {}, 200],
    ['sales_manager', { team: '999' }, 404],
    ['auditor', { period: '2026Q9' }, 400],
    ['sales0001', {}, 403],
    ['ar_clerk', {}, 403],
    ['admin', {}, 403],
  ])('is told to %s asking %j: %i', async (by, more, status) => {
    expect((await asked(by, more)).status).toBe(status);
  });
});

describe('The policy says from which overdue day on', () => {
  it('a balance counts as overdue', async () => {
    await setPolicy(system, { overdueMetricFromDay: 40 });
    expect(await fraction('overdue_share')).toEqual(['0', '1030']);
    await setPolicy(system, { overdueMetricFromDay: 39 });
    expect(await fraction('overdue_share')).toEqual(['180', '1030']);
    await setPolicy(system, {});
  });
});

describe('A card is seen by', () => {
  test.each<[reader: string, person: string, status: number]>([
    ['sales0001', 'sales0001', 200],
    ['sales0001', 'sales0002', 404],
    ['sales_manager', 'sales0001', 200],
    ['sales_manager', 'ar_clerk', 404],
    ['ar_clerk', 'ar_clerk', 200],
    ['ar_clerk', 'sales0001', 404],
    ['sales_director', 'sales0001', 200],
    ['finance_director', 'sales0001', 200],
    ['general_manager', 'sales0001', 200],
    ['hr', 'sales0001', 200],
    ['auditor', 'sales0001', 200],
    ['legal_manager', 'sales0001', 403],
    ['legal_officer', 'sales0001', 403],
    ['admin', 'sales0001', 403],
  ])('%s, that of %s: %i', async (by, person, status) => {
    expect((await preview(['overdue_share'], { by, person })).status).toBe(status);
  });
});

describe('Amounts of several currencies', () => {
  it('are converted by the last rate of the period, and say nothing without one', async () => {
    await bring('receivables', {
      document: 'U1',
      currency: 'USD',
      amount: '100.00',
      issuedOn: '2026-03-01',
      dueOn: '2026-03-20',
      owner: 'usd',
    });
    expect(await fraction('overdue_share', { person: 'usd' })).toBe('no_rate');
    const { body } = await system.api.get('auditor', '/api/v1/analysis/turnover?company=C01&period=2026Q1');
    expect([body.code, body.facts]).toEqual(['analysis.no_rate', { currency: 'USD', on: '2026-03-31', to: 'CNY' }]);
    await bring('rates', { on: '2026-03-31', rate: '7' }, { on: '2026-04-01', rate: '8' });
    expect(await fraction('overdue_share', { person: 'usd' })).toEqual(['700', '700']);
  });
});

describe('A receipt that a list of open items made', () => {
  it('moves balances at once, and counts as money once a clerk has said that it was', async () => {
    const list = { customer: 'K9', issuedOn: '2026-01-05', dueOn: '2026-02-28', owner: 'listed' };
    const open = async (asOf: string, ...amounts: string[]) => {
      const rows = amounts.map((openAmount, i) => ({ ...list, document: `O${i}`, openAmount }));
      const { body } = await sendFile(system.api, 'open_items', ledgerFile('open_items', ...rows), { company: 'C01', asOf });
      if (body.status !== 'done') throw new Error(JSON.stringify(body));
    };
    await open('2026-03-10', '100.00', '100.00', '100.00', '100.00', '100.00');
    await open('2026-03-20', '40.00', '100.00', '100.00', '100.00', '100.00');
    const seen = async () => [
      await fraction('actual_recovery_rate', { person: 'listed' }),
      await fraction('overdue_share', { person: 'listed' }),
    ];
    expect(await seen()).toEqual([
      ['0', '500'],
      ['440', '440'],
    ]);
    const [derived] = await system.rows<{ id: string }>('select id from receipts where derived');
    await system.api.post('ar_clerk', `/api/v1/receipts/${derived?.id}/classification`, { as: 'credited' });
    expect((await seen())[0]).toEqual(['0', '500']);
    await system.api.post('ar_clerk', `/api/v1/receipts/${derived?.id}/classification`, { as: 'paid' });
    expect(await seen()).toEqual([
      ['60', '500'],
      ['440', '440'],
    ]);
  });
});
