import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailComposer } from '../../src/mail/mail-composer.js';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';

interface Mail {
  id: string;
  kind: string;
  status: string;
  subject: string;
  html: string;
  text: string;
  businessDate: string;
}

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-09-14');
});

afterAll(() => system?.close());

async function mailbox(login: string): Promise<Mail[]> {
  const { status, body } = await system.api.get('admin', `/api/v1/mailbox?login=${login}`);
  expect(status).toBe(200);
  return body.items;
}

/** What the person has got about a document, oldest first, as `date kind`. */
async function about(login: string, document: string): Promise<string[]> {
  const mails = (await mailbox(login)).filter(({ text }) => text.includes(document));
  return mails.map(({ businessDate, kind }) => `${businessDate} ${kind}`).reverse();
}

async function outcomes(document: string, kind: string): Promise<object[]> {
  return system.rows(
    `select distinct m.login, m.outcome from notice_mails m join notices n on n.company_id = m.company_id and n.id = m.notice_id
     join cases c on c.company_id = n.company_id and c.id = n.case_id join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     where r.document = $1 and n.kind = $2 order by m.login`,
    [document, kind],
  );
}

describe('A reminder is mailed', () => {
  test('on its day, by its own template, once', async () => {
    await system.receivables({ document: 'ONE', dueOn: '2026-06-23', amount: '254700.00', owner: 'sales0001' });
    await system.moveTo('2026-09-17');
    const [mail] = (await mailbox('sales0001')).filter(({ kind }) => kind === 'position_missing');
    expect(mail).toMatchObject({
      subject: '今天请报告客户K1的销售意见（254,700.00，逾期 85 天）',
      businessDate: '2026-09-16',
      text: expect.stringContaining('陈晓东，请在今天（09-16 周三）18:00 前报告您对客户K1这笔账款的意见。'),
    });
    expect(mail?.text).toContain('2026-09-22 周二满 91 天');
    expect(await system.server.app.get(MailComposer).compose('C01', '2026-09-17', { onceADay: false })).toBe(0);
    expect(await about('sales0001', 'ONE')).toEqual(['2026-09-16 position_missing']);
  });

  test('in the language of who reads it, and several as one, the most urgent first', async () => {
    await system.rows(`update people set language = 'en' where login = 'sales0002'`);
    await system.receivables(
      { document: 'TWO-1', dueOn: '2026-09-17', amount: '100.00', owner: 'sales0002' },
      { document: 'TWO-2', dueOn: '2026-06-25', amount: '50.00', owner: 'sales0002' },
    );
    await system.moveTo('2026-09-18');
    const [mail] = await mailbox('sales0002');
    expect(mail).toMatchObject({
      kind: 'digest',
      subject: '2 things to do today, most urgent: Please report your position on 客户K1 today (50.00, 85 days overdue)',
    });
    expect(mail?.text.indexOf('TWO-2')).toBeLessThan(mail?.text.indexOf('TWO-1') ?? 0);
    expect(mail?.html).toContain('Please chase the overdue debt of 客户K1');
  });

  test('not on days off: those of a weekend come on Monday, those of National Day when it is over', async () => {
    await system.receivables(
      { document: 'OFF-1', dueOn: '2026-09-18', amount: '10.00' },
      { document: 'OFF-2', dueOn: '2026-09-30', amount: '10.00' },
    );
    await system.moveTo('2026-09-21');
    // The 20th is a Sunday that is worked for National Day.
    expect(await about('sales0001', 'OFF-1')).toEqual(['2026-09-20 overdue_reminder']);
    await system.moveTo('2026-10-09');
    const sent = await system.rows<{ on: string }>(
      `select distinct business_date::text as on from outbox where business_date > '2026-09-21' order by 1`,
    );
    const daysOff = [
      '2026-09-25',
      '2026-09-26',
      '2026-09-27',
      '2026-10-01',
      '2026-10-02',
      '2026-10-03',
      '2026-10-04',
      '2026-10-05',
      '2026-10-06',
      '2026-10-07',
    ];
    expect(sent.map(({ on }) => on).filter((on) => daysOff.includes(on))).toEqual([]);
    expect((await about('sales0001', 'OFF-2'))[0]).toMatch(/^2026-10-08 /);
  });
});

describe('Two replicas at once', () => {
  test('put a day’s mail together once, and not again on that day', async () => {
    const composer = system.server.app.get(MailComposer);
    const compose = () => composer.compose('C01', '2026-10-09', { onceADay: true });
    await system.take('sales0001', await system.caseOf('OFF-2'), { type: 'reportPosition', position: 'will_pay', note: '已排款' });
    const counts = await Promise.all([compose(), compose()]);
    expect(counts.sort()).toEqual([0, 1]);
    await system.take('sales0001', await system.caseOf('OFF-1'), { type: 'reportPosition', position: 'will_pay', note: '已排款' });
    expect(await compose()).toBe(0);
    expect((await about('ar_clerk', 'OFF-2')).at(-1)).toBe('2026-10-09 confirmation_waiting');
  });
});

describe('Mail reaches', () => {
  test('the stand-in of who is away, too, but not about the person', async () => {
    const absence = { absent: 'ar_clerk', standIn: 'finance_director', fromOn: '2026-10-01', untilOn: '2026-12-31' };
    expect((await system.api.post('ar_clerk', '/api/v1/stand-ins', absence)).status).toBe(201);
    await system.receivables({ document: 'AWAY', dueOn: '2026-09-11', amount: '5000.00' });
    await system.moveTo('2026-10-12');
    const caseId = await system.caseOf('AWAY');
    await system.take('sales0001', caseId, { type: 'reportPosition', position: 'will_pay', note: '排款中' });
    await system.take('finance_director', caseId, { type: 'docket', reason: '停业' });
    const shares = [{ party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', share: 100 }];
    await system.take('hr', caseId, { type: 'proposeAttribution', shares });
    await system.moveTo('2026-10-13');
    expect(await outcomes('AWAY', 'attribution_to_answer')).toEqual([{ login: 'ar_clerk', outcome: 'mailed' }]);
    expect(await outcomes('AWAY', 'letter_to_release')).toEqual([
      { login: 'ar_clerk', outcome: 'mailed' },
      { login: 'finance_director', outcome: 'mailed' },
    ]);
    const [forAway] = (await mailbox('finance_director')).filter(({ text }) => text.includes('AWAY'));
    expect(forAway?.text).toMatch(/代周敏|为周敏代班/);
  });

  test('nobody for what no longer holds when it is put together', async () => {
    // Day 85 is a Saturday; the owner reports on it.
    await system.receivables({ document: 'STALE', dueOn: '2026-07-24', amount: '700.00' });
    await system.moveTo('2026-10-17');
    await system.take('sales0001', await system.caseOf('STALE'), { type: 'reportPosition', position: 'will_pay', note: '下月付' });
    await system.moveTo('2026-10-19');
    expect(await outcomes('STALE', 'position_missing')).toEqual([{ login: 'sales0001', outcome: 'stale' }]);
    expect(await outcomes('STALE', 'confirmation_waiting')).toContainEqual({ login: 'ar_clerk', outcome: 'mailed' });
  });

  test('of the sales managers only the one whose team’s case it is, and no person without an address, who is counted', async () => {
    const { api } = system;
    await api.post('admin', '/api/v1/people', { login: 'other_manager', name: '马经理', email: 'ma@recoup.example' });
    await giveRole(api, 'other_manager', { role: 'sales_manager' });
    await api.post('admin', '/api/v1/people', { login: 'no_mail', name: '无邮箱' });
    await giveRole(api, 'no_mail', { role: 'ar_clerk' });
    await system.receivables({ document: 'ROLES', dueOn: '2026-10-16', amount: '900.00' });
    const caseId = await system.caseOf('ROLES');
    await system.take('sales0001', caseId, { type: 'raiseDispute', reason: 'quality', contestedAmount: '900.00', note: '色差' });
    await system.moveTo('2026-11-12');
    expect(await outcomes('ROLES', 'dispute_unresolved')).toEqual([{ login: 'sales_manager', outcome: 'mailed' }]);
    const { body } = await api.get('admin', '/api/v1/outbox/unreached');
    expect(body.items).toContainEqual(expect.objectContaining({ recipient: 'no_mail', why: 'no_address' }));
    expect((await api.get('admin', '/api/v1/outbox/summary')).body.items[0].unreached).toBeGreaterThan(0);
  });
});

describe('The outbox', () => {
  const page = async (login: string, query = '') => (await system.api.get(login, `/api/v1/outbox${query}`)).body.items as Mail[];

  test('is looked after by AR clerks, admins and auditors of the company; what is mailed to people is read by them and the auditor', async () => {
    for (const login of ['ar_clerk', 'admin', 'auditor']) expect((await page(login)).length).toBeGreaterThan(3);
    expect((await system.api.get('sales0001', '/api/v1/outbox')).status).toBe(403);
    const [mail] = await mailbox('sales0001');
    expect((await system.api.get('admin', `/api/v1/outbox/${mail?.id}`)).body).toMatchObject({ subject: null, html: null, text: null });
    expect((await system.api.get('auditor', `/api/v1/outbox/${mail?.id}`)).body).toMatchObject({
      subject: mail?.subject,
      text: mail?.text,
    });
    expect((await system.api.get('auditor', '/api/v1/outbox/999999')).body.code).toBe('outbox.unknown');
  });

  test('is filtered, and paged without a gap', async () => {
    const filtered = await page('auditor', '?kind=position_missing&status=sent&audience=own');
    expect(new Set(filtered.map(({ kind }) => kind))).toEqual(new Set(['position_missing']));
    const ids: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await system.api.get('auditor', `/api/v1/outbox?limit=3${after}`);
      ids.push(...body.items.map(({ id }: Mail) => id));
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(ids).toEqual((await page('auditor', '?limit=200')).map(({ id }) => id));
  });

  test('keeps messages queued while it is paused, where they may be cancelled, and sent again', async () => {
    const { api } = system;
    expect((await api.post('ar_clerk', '/api/v1/outbox/pause', {})).status).toBe(403);
    expect((await api.post('admin', '/api/v1/outbox/pause', { company: 'C01' })).body.items).toMatchObject([
      { company: 'C01', paused: true },
      { company: 'C02', paused: false },
    ]);
    await system.receivables({ document: 'PAUSE', dueOn: '2026-11-12', amount: '900.00', owner: 'sales0002' });
    await system.moveTo('2026-11-13');
    const [queued] = await page('admin', '?status=queued');
    expect(queued).toMatchObject({ status: 'queued', businessDate: '2026-11-13' });
    const path = `/api/v1/outbox/${queued?.id}`;
    expect((await api.post('ar_clerk', `${path}/resend`)).body).toMatchObject({ status: 409, code: 'outbox.not_resendable' });
    expect((await api.post('auditor', `${path}/cancel`)).status).toBe(403);
    expect((await api.post('ar_clerk', `${path}/cancel`)).body).toMatchObject({ status: 'cancelled' });
    expect((await api.post('ar_clerk', `${path}/cancel`)).body).toMatchObject({ status: 409, code: 'outbox.not_queued' });
    expect((await api.post('ar_clerk', `${path}/resend`)).body).toMatchObject({ status: 'queued' });
    await api.post('admin', '/api/v1/outbox/resume', {});
    expect(await page('admin', '?status=queued')).toEqual([]);
    expect((await api.get('auditor', path)).body).toMatchObject({ status: 'sent' });
  });
});

describe('The mailbox of training', () => {
  test('is open to its owner and the admin', async () => {
    expect((await system.api.get('sales0001', '/api/v1/mailbox')).body.items.length).toBeGreaterThan(0);
    expect((await system.api.get('sales0001', '/api/v1/mailbox?login=ar_clerk')).status).toBe(403);
    expect((await system.api.get('sales0001', '/api/v1/mailbox?customer=K1')).status).toBe(403);
    expect((await system.api.get('ar_clerk', '/api/v1/mailbox?customer=K1')).body.items).toEqual([]);
  });
});

describe('A preview', () => {
  const preview = async (login: string, body: object) => (await system.api.post(login, '/api/v1/mail/preview', body)).body;

  test('shows a notice with a case of the caller’s, and none of another’s', async () => {
    const id = await system.caseOf('ONE');
    expect(await preview('sales0001', { notice: 'promise_due', case: id, language: 'en' })).toMatchObject({
      subject: expect.stringMatching(/^客户K1 promised 12,345\.00 for /),
      html: expect.stringContaining('bgcolor='),
      text: expect.stringContaining('ONE'),
    });
    expect(await preview('sales0002', { notice: 'promise_due', case: id })).toMatchObject({ status: 404, code: 'case.unknown' });
    expect(await preview('sales0001', { notice: 'nonsense', case: id })).toMatchObject({ status: 400 });
  });
});
