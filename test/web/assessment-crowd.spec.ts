import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CountedCards } from '../../src/assessment/review/counted-cards.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { meetQueries } from '../support/meet-queries.js';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

/** The second number is what a long run raises to thousands. */
const crowds = { C01: 20, C02: Number(process.env.RECOUP_TEST_CROWD ?? 300) } as const;
type Company = keyof typeof crowds;

const recoveryCurve = [
  { value: '0', score: '0' },
  { value: '1', score: '120' },
];
const metrics = [
  { key: 'collection_achievement', weight: '35.00' },
  { key: 'actual_recovery_rate', weight: '20.00', curve: recoveryCurve },
  { key: 'overdue_share', weight: '10.00' },
  { key: 'satisfaction', weight: '20.00' },
  { key: 'renewal_intent', weight: '15.00' },
];

let system: TrainingSystem;
let assessment: Assessment;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-15');
  assessment = new Assessment(system);
  for (const company of ['C01', 'C02'] as const) await crowdOf(company);
  await standAt('2026-07-20');
  for (const company of ['C01', 'C02'] as const) await paidBy(company);
  await standAt('2026-08-03');
}, 600_000);

afterAll(() => system?.close());

/** Everybody has one receivable and a target. */
async function crowdOf(company: Company): Promise<void> {
  const people = Array.from({ length: crowds[company] }, (_, i) => `${company.toLowerCase()}p${String(i).padStart(4, '0')}`);
  const receivables = people.map((owner, i) => ({
    company,
    document: `D${i}`,
    issuedOn: '2026-06-01',
    dueOn: '2026-07-20',
    amount: '100.00',
    owner,
  }));
  await take('receivables', company, ledgerFile('receivables', ...receivables));
  await system.owner.query(
    `insert into assessed_posts (company_id, person, post, from_on, set_by, set_on) select $1, p, 'salesperson', '2026-06-15', 'hr', '2026-06-15' from unnest($2::text[]) p`,
    [company, people],
  );
  const id = await assessment.scheme(schemeForm('salesperson', '2026-07-01', { company, periodKind: 'month', metrics }));
  await system.owner.query(
    `insert into scheme_acknowledgements (company_id, scheme_id, person, recorded_by, acknowledged_on) select $1, $2, p, p, '2026-06-15' from unnest($3::text[]) p`,
    [company, id, people],
  );
  for (let at = 0; at < people.length; at += 500) {
    const targets = people.slice(at, at + 500).map((person) => ({ person, collection: '100.00' }));
    await assessment.targets('2026-07', targets, { company });
  }
}

/** But for the first. */
async function paidBy(company: Company): Promise<void> {
  const rows = Array.from({ length: crowds[company] - 1 }, (_, i) => ({ company, receipt: `R${i + 1}`, document: `D${i + 1}` }));
  await take('receipts', company, ledgerFile('receipts', ...rows.map((row) => ({ ...row, valueDate: '2026-07-20' }))));
}

async function take(kind: 'receivables' | 'receipts' | 'open_items', company: string, content: string, more: Record<string, string> = {}) {
  const answer = await sendFile(system.api, kind, content, { company, ...more });
  expect(answer.body).toMatchObject({ status: 'done' });
}

/** Nothing of this waits for a night, and no list is drafted by one. */
async function standAt(date: string): Promise<void> {
  await system.owner.query('update training_clock set business_date = $1', [date]);
}

const close = (company: string, period: string) => system.api.post('hr', `/api/v1/assessment-periods/${period}/close`, { company });
const checklist = async (company: string, period: string) =>
  (await system.api.get('hr', `/api/v1/assessment-periods/${period}/checklist?company=${company}`)).body;
const card = async (company: string, period: string, person: string) =>
  (await system.api.get('hr', `/api/v1/scorecards/${company}.${period}.${person}`)).body;

/** How many statements this process sends meanwhile. */
async function statements<T>(work: () => Promise<T>): Promise<{ sent: number; result: T }> {
  let sent = 0;
  const undo = meetQueries((_client, _args, send) => {
    sent += 1;
    return send();
  });
  try {
    return { result: await work(), sent };
  } finally {
    undo();
  }
}

const review = async (company: string, period: string) =>
  (await system.api.get('hr', `/api/v1/assessment/review?company=${company}&period=${period}`)).body;

describe('An open month', () => {
  test('of very many people is looked back on as the last night has made their cards; of few as it is now', async () => {
    const [few, many] = [await review('C01', '2026-07'), await review('C02', '2026-07')];
    expect([few.countedOn, few.cards, many.countedOn, many.cards]).toEqual([null, crowds.C01, null, crowds.C02]);
    for (const company of ['C01', 'C02']) {
      await system.server.app.get(CountedCards).count(company, '2026-08-02');
      expect(await review(company, '2026-07')).toMatchObject({ countedOn: null });
      await system.server.app.get(CountedCards).count(company, '2026-08-03');
    }
    expect(await review('C01', '2026-07')).toEqual(few);
    const counted = await statements(() => review('C02', '2026-07'));
    expect(counted.result).toEqual({ ...many, countedOn: '2026-08-03' });
    // Whoever asks is looked up; the cards come in one statement.
    expect(counted.sent).toBeLessThan(15);
    const none = await system.api.get('hr', '/api/v1/assessment/review?company=C02&period=2026-07&post=sales_lead');
    expect(none.body).toMatchObject({ countedOn: '2026-08-03', cards: 0 });
  });
});

describe('A month', () => {
  test('is closed with as many statements for hundreds as for twenty', async () => {
    const few = await statements(() => close('C01', '2026-07'));
    expect(few.result.body).toMatchObject({ closedOn: '2026-08-03', cards: crowds.C01 });
    expect(few.sent).toBeGreaterThan(10);
    const many = await statements(() => close('C02', '2026-07'));
    expect(many.result.body).toMatchObject({ closedOn: '2026-08-03', cards: crowds.C02 });
    expect(await review('C02', '2026-07')).toMatchObject({ status: 'closed', countedOn: null, cards: crowds.C02 });
    // Cards are written 500 at a time.
    expect(many.sent).toBeLessThanOrEqual(few.sent + Math.ceil(crowds.C02 / 500) + 5);
  });

  test('stays as it was closed when the ledger changes, and is made again the same', async () => {
    const before = await card('C01', '2026-07', 'c01p0000');
    expect(before).toMatchObject({ status: 'closed', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await take('receipts', 'C01', ledgerFile('receipts', { receipt: 'R0', document: 'D0', valueDate: '2026-07-19' }));
    await take(
      'receivables',
      'C01',
      ledgerFile('receivables', { document: 'D99', issuedOn: '2026-07-01', dueOn: '2026-07-25', owner: 'c01p0000' }),
    );
    expect(await card('C01', '2026-07', 'c01p0000')).toEqual(before);
    expect((await system.api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
  });
});

describe('A receipt that was derived from a list of open items', () => {
  const list = (...documents: string[]) =>
    ledgerFile(
      'open_items',
      { document: 'D99', issuedOn: '2026-07-01', dueOn: '2026-07-25', owner: 'c01p0000' },
      ...documents.map((document) => ({ customer: 'K9', document, issuedOn: '2026-06-01', dueOn: '2026-12-31', owner: 'c01p0001' })),
    );
  const unclassified = async () =>
    (await checklist('C01', '2026-08')).items.filter(({ key }: { key: string }) => key === 'receipts_unclassified');

  test('keeps the period open until a clerk has said what it was', async () => {
    const all = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6'];
    await take('open_items', 'C01', list(...all), { asOf: '2026-08-02' });
    await take('open_items', 'C01', list(...all.slice(1)), { asOf: '2026-08-03' });
    const [item] = await unclassified();
    expect(item).toMatchObject({ count: 1, which: [expect.any(String)] });
    const [receipt] = await system.rows<{ id: string }>(`select id from receipts where company_id = 'C01' and receipt = $1`, [
      item.which[0],
    ]);
    expect((await system.api.post('ar_clerk', `/api/v1/receipts/${receipt?.id}/classification`, { as: 'paid' })).status).toBe(200);
    expect(await unclassified()).toEqual([]);
  });
});

describe('A year', () => {
  test('is closed when it is over, and by its own targets', async () => {
    await assessment.post('sales0002', 'customer_success', '2026-08-03');
    const form = {
      periodKind: 'year',
      metrics: [
        { key: 'renewal_recovery_rate', weight: '45.00', curve: recoveryCurve },
        { key: 'satisfaction', weight: '55.00' },
      ],
    };
    const id = await assessment.scheme(schemeForm('customer_success', '2027-01-01', form));
    await assessment.acknowledge(id, 'sales0002');
    await standAt('2027-12-31');
    expect((await assessment.import('surveys', ['C01,2027,sales0002,satisfaction,,85,40,2027-12-20'])).body).toMatchObject({ accepted: 1 });
    expect((await close('C01', '2027')).body).toMatchObject({ code: 'period.not_over' });
    await standAt('2028-01-03');
    expect((await close('C01', '2027')).body).toMatchObject({ closedOn: '2028-01-03', cards: 1, from: '2027-01-01', to: '2027-12-31' });
    expect(await card('C01', '2027', 'sales0002')).toMatchObject({ status: 'closed', total: '100.00', grade: 'A' });
    expect((await close('C01', '2027')).body).toMatchObject({ code: 'period.closed' });
  });
});
