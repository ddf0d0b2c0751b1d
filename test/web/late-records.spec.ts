import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { pdfText } from '../support/pdf-text.js';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

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
const people = ['sales0001', 'sales0002'];

let system: TrainingSystem;
let assessment: Assessment;

/** Sales 1 and 2 each have 1,000.00 to collect; sales 2 does, in time; and the quarter is closed. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-15');
  assessment = new Assessment(system);
  for (const person of people) await assessment.post(person, 'salesperson', '2026-06-15');
  await assessment.post('sales_manager', 'sales_lead', '2026-06-15');
  for (const [post, readers] of [
    ['salesperson', people],
    ['sales_lead', ['sales_manager']],
  ] as const)
    await assessment.acknowledge(
      await assessment.scheme(schemeForm(post, '2026-07-01', { metrics, bandReason: '与团队同一口径' })),
      ...readers,
    );
  await targets('2026Q3');
  await system.receivables(
    { document: 'D1', issuedOn: '2026-06-01', dueOn: '2026-07-20', amount: '1000.00' },
    { document: 'D2', issuedOn: '2026-06-01', dueOn: '2026-07-20', amount: '1000.00', owner: 'sales0002' },
  );
  await standAt('2026-07-20');
  await system.receipts({ receipt: 'R2', document: 'D2', amount: '1000.00', valueDate: '2026-07-20' });
  await standAt('2026-10-02');
  expect((await assessment.close('2026Q3')).body).toMatchObject({ closedOn: '2026-10-02', cards: 3, late: [] });
});

afterAll(() => system?.close());

/** Nothing of this waits for a night, and no list is drafted by one. */
async function standAt(date: string): Promise<void> {
  await system.owner.query('update training_clock set business_date = $1', [date]);
}

const targets = (period: string) =>
  assessment.targets(
    period,
    [...people, 'sales_manager'].map((person) => ({ person, collection: '1000.00' })),
  );
const late = () => system.rows<{ kind: string; number: string }>('select kind, number from late_records order by id');
const carried = async (person: string, period = '2026Q4') => (await assessment.card(person, period)).carried;
const page = async (login: string, path: string) =>
  fetch(system.server.url + path, { headers: { cookie: `recoup_session=${await system.api.token(login)}` }, redirect: 'error' });
const verified = async () => (await system.api.get('auditor', '/api/v1/audit/verify')).body;

describe('A receipt of a closed quarter that is imported after the close', () => {
  const r1 = { receipt: 'R1', document: 'D1', amount: '600.00', valueDate: '2026-09-28' };
  let points: string;

  it('changes no closed card; the next one takes over the difference, with where it comes from', async () => {
    const closed = await assessment.card('sales0001');
    await standAt('2026-10-08');
    await system.receipts(r1, { receipt: 'R9', document: 'D1', amount: '100.00', valueDate: '2026-10-05' });
    expect(await late()).toEqual([{ kind: 'receipt', number: 'R1' }]);
    expect(await assessment.card('sales0001')).toEqual({ ...closed, businessDate: '2026-10-08' });
    const card = await assessment.card('sales0001', '2026Q4');
    const [line] = card.carried;
    expect(card.carried).toEqual([
      {
        card: 'C01.2026Q3.sales0001',
        period: '2026Q3',
        was: closed.total,
        is: expect.any(String),
        before: '0.00',
        points: expect.any(String),
        records: [
          {
            id: expect.any(String),
            kind: 'receipt',
            number: 'R1',
            document: 'D1',
            on: '2026-09-28',
            recordedOn: '2026-10-08',
            currency: 'CNY',
            amount: '600.00',
          },
        ],
        more: 0,
      },
    ]);
    expect(Number(line.is) - Number(line.was)).toBeCloseTo(Number(line.points), 2);
    expect(Number(line.points)).toBeGreaterThan(0);
    expect(card.adjusted).toBe(line.points);
    points = line.points;
  });

  it('is in the card of whose team it is, and in nobody else’s; and in no later period', async () => {
    expect(await carried('sales_manager')).toMatchObject([{ period: '2026Q3', records: [{ number: 'R1' }] }]);
    expect(await carried('sales0002')).toEqual([]);
    expect(await carried('sales0001', '2027Q1')).toEqual([]);
  });

  it('sent once more it counts once', async () => {
    await system.receipts(r1);
    expect(await late()).toHaveLength(1);
  });

  test.each(['sales0001', 'sales_manager', 'sales_director'])('comes through no door of %s', async (login) => {
    const file = { name: 'x.csv', content: 'company,receipt\nC01,R7\n' };
    expect((await system.api.upload(login, '/api/v1/imports', { kind: 'receipts', company: 'C01' }, file)).status).toBe(403);
  });

  it('is told before the next close, and keeps nothing open', async () => {
    const english = await system.api.get('hr', '/api/v1/assessment-periods/2026Q4/checklist?company=C01', { 'accept-language': 'en' });
    expect(english.body.late).toMatchObject([
      {
        period: '2026Q3',
        sums: [{ kind: 'receipt', currency: 'CNY', count: 1, amount: '600.00' }],
        touched: 2,
        cards: 2,
        withoutCard: [],
        detail: 'After the close of 2026Q3 came 1 receipt of 600.00 CNY. They change 2 cards; the difference counts in this period.',
      },
    ]);
    expect((await assessment.checklist('2026Q4')).late[0].detail).toBe(
      '2026Q3 关账后才入账：回款 1 笔，共 CNY 600.00。将改变 2 张考核卡的总分，差额计入本期。',
    );
    expect((await assessment.checklist('2027Q1')).late).toEqual([]);
  });

  it('stands on the page and on paper, and on the desk where it is closed', async () => {
    const own = await page('sales0001', '/score/cards/C01.2026Q4.sales0001');
    expect(await own.text()).toMatch(/2026Q3.关账后入账[\s\S]*C01\.2026Q3\.sales0001[\s\S]*R1/);
    const paper = await page('sales0001', '/score/cards/C01.2026Q4.sales0001/card.pdf');
    const text = pdfText(Buffer.from(await paper.arrayBuffer())).replaceAll('\n', '');
    expect(text).toMatch(/2026Q3.关账后入账/);
    expect(text).toMatch(/R1/);
    expect(await (await page('hr', '/score/desk?period=2026Q4')).text()).toMatch(/回款.1.笔，共.CNY.600\.00/);
  });

  it('is frozen with the next close, and is proved by verification', async () => {
    await targets('2026Q4');
    await standAt('2027-01-04');
    const open = await assessment.card('sales0001', '2026Q4');
    expect((await assessment.close('2026Q4')).body).toMatchObject({ closedOn: '2027-01-04', late: [] });
    const closed = await assessment.card('sales0001', '2026Q4');
    expect([closed.carried, closed.total]).toEqual([open.carried, open.total]);
    expect(await verified()).toMatchObject({ ok: true, problems: [] });
    await system.rows('alter table scorecards disable trigger user');
    await system.rows('create table kept as select * from scorecards');
    await system.rows(
      `update scorecards set card = jsonb_set(card, '{totalHundredths}', '9999') where person = 'sales0001' and period = '2026Q3'`,
    );
    expect((await verified()).problems.map(({ what }: { what: string }) => what)).toContain(
      'the scorecard of sales0001, 2026Q4: it carries what 2026Q3 does not say',
    );
    await system.rows('delete from scorecards');
    await system.rows('insert into scorecards select * from kept; drop table kept');
    await system.rows('alter table scorecards enable trigger user');
  });

  it('is not taken over twice', async () => {
    expect(await carried('sales0001', '2027Q1')).toEqual([]);
    expect((await assessment.checklist('2027Q1')).late).toEqual([]);
  });

  it('that goes back on a day of the closed quarter takes its points back', async () => {
    await system.receipts({ ...r1, reversedOn: '2026-09-30' });
    expect(await late()).toEqual([
      { kind: 'receipt', number: 'R1' },
      { kind: 'receipt_reversed', number: 'R1' },
    ]);
    const [q3, ...rest] = await carried('sales0001', '2027Q1');
    expect(q3).toMatchObject({
      period: '2026Q3',
      before: points,
      points: `-${points}`,
      records: [{ kind: 'receipt_reversed', on: '2026-09-30' }],
    });
    expect(q3.is).toBe(q3.was);
    expect(rest.every(({ period }: { period: string }) => period === '2026Q4')).toBe(true);
  });
});

describe('What else is noted after a close', () => {
  it('a receivable, a credit and a rate of its days; what lies after it is not', async () => {
    const before = (await late()).length;
    await system.receivables(
      { document: 'L1', issuedOn: '2026-12-30', dueOn: '2027-01-30', amount: '10.00' },
      { document: 'L2', issuedOn: '2027-01-02', dueOn: '2027-01-30', amount: '10.00' },
    );
    const upload = (kind: string, content: string) =>
      system.api.upload('ar_clerk', '/api/v1/imports', { kind, company: 'C01' }, { name: `${kind}.csv`, content });
    const credits =
      'company,credit,customer,document,instalment,creditedOn,currency,amount\nC01,G1,K1,L1,1,2026-12-31,CNY,4.00\nC01,G2,K1,L2,1,2027-01-03,CNY,4.00\n';
    expect((await upload('credits', credits)).body).toMatchObject({ status: 'done', accepted: 2 });
    const rates = 'company,currency,on,rate\nC01,USD,2026-12-31,7.1\nC01,USD,2027-01-02,7.2\n';
    expect((await upload('rates', rates)).body).toMatchObject({ status: 'done', accepted: 2 });
    expect((await late()).slice(before)).toEqual([
      { kind: 'receivable', number: 'L1' },
      { kind: 'credit', number: 'G1' },
      { kind: 'rate', number: 'USD' },
    ]);
  });

  it('what is written while a period is being closed waits for it, and comes late', async () => {
    const client = await system.owner.connect();
    try {
      await system.receivables({ company: 'C02', document: 'W1', issuedOn: '2027-01-01', dueOn: '2027-06-30', amount: '50.00' });
      await client.query('begin');
      await client.query('lock table cases in exclusive mode');
      const written = system.receipts({ company: 'C02', receipt: 'W', document: 'W1', amount: '50.00', valueDate: '2027-01-02' });
      await expect(Promise.race([written.then(() => 'written'), waiting(client)])).resolves.toBe('waits');
      await client.query(
        `insert into assessment_closings (company_id, period, period_kind, from_on, to_on, cards, fingerprint, closed_by, closed_on, closed_at)
         values ('C02', '2027', 'year', '2027-01-01', '2027-12-31', 0, '', 'hr', '2027-01-04', clock_timestamp())`,
      );
      await client.query('commit');
      await written;
      expect((await late()).at(-1)).toEqual({ kind: 'receipt', number: 'W' });
    } finally {
      client.release();
    }
  });

  /** Until somebody waits for the table that this client holds. */
  async function waiting(client: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<string> {
    for (;;) {
      const { rows } = await client.query(`select from pg_locks where not granted and relation = 'cases'::regclass`);
      if (rows.length > 0) return 'waits';
    }
  }
});
