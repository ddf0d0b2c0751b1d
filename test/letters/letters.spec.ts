import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LetterNight } from '../../src/letters/letter-night.js';
import type { Answer } from '../support/api.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { pdfText } from '../support/pdf-text.js';
import { giveRole } from '../support/roles.js';
import { TrainingSystem } from '../support/training-system.js';

interface Mail {
  key: string;
  kind: string;
  address: string;
  language: string;
  subject: string;
  html: string;
  body: string;
  name: string;
  bytes: Buffer;
}

/** D1 is due on Friday 6 March: its levels come on 9 and 21 March, 5 April and 5 May; those of D2, due two weeks later, on 23 March, 4 and 19 April, 19 May. */
const letterhead = {
  name: '恒川精密机械（苏州）有限公司',
  address: '苏州市工业园区星湖街 328 号',
  phone: '0512-6288 0000',
  bank: '中国工商银行苏州工业园区支行',
  account: '1102021209000123456',
  contact: '财务部 李静',
};
const secrets = ['老板失联', '质量部说是我方责任', '看不到希望', 'sales0001', 'cannot_pay'];

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await letterheadOf('C01', letterhead);
  await customer('K1', { name: '嘉兴欣荣纺织机械有限公司', email: 'ap@xinrong.example' });
  await system.receivables(
    { document: 'D1', dueOn: '2026-03-06', issuedOn: '2026-02-04', amount: '386000.00' },
    { document: 'D2', dueOn: '2026-03-20', issuedOn: '2026-02-18', amount: '20000.50' },
  );
  await receivable({ document: 'D9', dueOn: '2026-12-31', currency: 'USD', amount: '750.00' });
});

afterAll(() => system?.close());

describe('A customer with two overdue documents gets one letter a day, at the highest level', () => {
  test('level 1 goes by itself in the night of overdue day 3', async () => {
    await system.moveTo('2026-03-09');
    const [letter] = await lettersOf('K1');
    expect(letter).toMatchObject({
      level: 1,
      status: 'sent',
      channel: 'email',
      sentOn: '2026-03-09',
      releasedBy: 'clock',
      mail: 'sent',
    });
    expect(await recorded('D1')).toEqual([['clock', 1, 'email', '2026-03-09', undefined]]);
    const mail = await mailOf(letter);
    expect(mail).toMatchObject({ key: `letter ${letter.id}`, kind: 'letter-1', address: 'ap@xinrong.example', language: 'zh-CN' });
    expect(mail.subject).toBe('【付款提醒】恒川精密机械（苏州）有限公司：人民币 386,000.00 元已到期，请于\u20092026-03-16\u2009前支付');
    for (const text of [mail.html, mail.body]) {
      expect(text).toContain('D1');
      expect(text).toContain('人民币大写：叁拾捌万陆仟元整');
      expect(text).not.toContain('D2');
    }
    const print = pdfText(mail.bytes);
    expect(mail.name).toBe(`付款提醒-${numberOf(letter)}.pdf`);
    for (const line of [
      '付款提醒',
      '致：嘉兴欣荣纺织机械有限公司',
      letterhead.name,
      `账号：${letterhead.account}`,
      '人民币大写：叁拾捌万陆仟元整',
    ])
      expect(print).toContain(line);
    expect(print).not.toContain('样稿');
    expect(print).toContain(`数据 SHA-256：${letter.sha256}`);
    // Not yet due, and apart: each currency by itself.
    expect(print.indexOf('尚未到期款项（CNY')).toBeGreaterThan(print.indexOf('应付合计：人民币 386,000.00 元'));
    expect(print).toContain('尚未到期款项（USD');
    expect(print).toContain('第 1 页，共');
  });

  test('done twice, the night changes nothing', async () => {
    const before = [await system.rows('select * from letters order by id'), await system.rows('select count(*) from outbox')];
    await system.server.app.get(LetterNight).propose('C01', '2026-03-09');
    expect([await system.rows('select * from letters order by id'), await system.rows('select count(*) from outbox')]).toEqual(before);
  });

  test('level 2 is proposed, with a draft to look at', async () => {
    await system.moveTo('2026-03-22');
    const letter = await proposed('K1');
    expect(letter).toMatchObject({ level: 2, businessDate: '2026-03-21', hindrance: null, sentOn: null });
    const print = pdfText(await pdf('ar_clerk', letter.id));
    expect(print).toContain('样稿');
    expect(print).toContain('催款函');
    const { body } = await system.api.get('sales0001', `/api/v1/letters/${letter.id}`);
    expect(body).toMatchObject({
      cases: [await system.caseOf('D1')],
      items: [
        { document: 'D1', part: 'overdue', overdueDays: 16, open: '386000.00', contested: '0.00' },
        { document: 'D2', part: 'overdue', overdueDays: 2 },
        { document: 'D9', part: 'notDue', overdueDays: 0, currency: 'USD' },
      ],
      totals: [
        { currency: 'CNY', demanded: '406000.50', notDue: '0.00', open: '406000.50' },
        { currency: 'USD', demanded: '0.00', notDue: '750.00', open: '750.00' },
      ],
    });
  });

  test('a lower level that comes due meanwhile is in the same letter', async () => {
    await system.moveTo('2026-03-23');
    expect(await lettersOf('K1')).toHaveLength(2);
    const { body } = await system.api.get('ar_clerk', `/api/v1/letters/${(await proposed('K1')).id}`);
    expect(body).toMatchObject({ level: 2, cases: [await system.caseOf('D1'), await system.caseOf('D2')] });
  });

  test.each([
    ['sales0001', 403, 'role.required'],
    ['finance_director', 403, 'role.required'],
    ['sales0002', 403, 'role.required'],
    ['legal_officer', 404, 'letter.unknown'],
    ['legal_manager', 403, 'role.required'],
  ])('%s does not release it: %i %s', async (login, status, code) => {
    const answer = await release(login, (await proposed('K1')).id);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('an AR clerk releases it, and both cases have it on record', async () => {
    const { id } = await proposed('K1');
    expect(await release('ar_clerk', id)).toMatchObject({
      status: 200,
      body: { status: 'sent', releasedBy: 'ar_clerk', sentOn: '2026-03-23' },
    });
    expect((await recorded('D1')).at(-1)).toEqual(['ar_clerk', 2, 'email', '2026-03-23', undefined]);
    expect(await recorded('D2')).toEqual([['ar_clerk', 2, 'email', '2026-03-23', undefined]]);
    const again = await release('ar_clerk', id);
    expect([again.status, again.body.code]).toEqual([409, 'letter.not_proposed']);
    const mail = await mailOf({ id });
    expect(mail.subject).toContain('【催款函】');
    expect((await pdf('sales0001', id)).equals(mail.bytes)).toBe(true);
  });

  test('what is paused is not released, and goes when the pause is over', async () => {
    await system.moveTo('2026-04-05');
    const caseId = await system.caseOf('D1');
    await system.take('sales0001', caseId, {
      type: 'logAttempt',
      channel: 'phone',
      on: '2026-04-03',
      outcome: 'no_answer',
      note: '老板失联',
    });
    await system.take('sales0001', caseId, {
      type: 'raiseDispute',
      reason: 'quality',
      contestedAmount: '6000.00',
      note: '质量部说是我方责任',
    });
    const { id } = await proposed('K1');
    const refused = await release('ar_clerk', id);
    expect([refused.status, refused.body.code]).toEqual([409, 'letter.paused']);
    expect(refused.body.detail).toContain('2026-04-05');
    await system.moveTo('2026-04-08');
    expect(await proposed('K1')).toMatchObject({ id, level: 3, hindrance: 'paused' });
    await system.take('ar_clerk', caseId, { type: 'resolveDispute', outcome: 'rejected', note: '检验合格' });
    await system.moveTo('2026-04-09');
    expect(await proposed('K1')).toMatchObject({ id, level: 3, hindrance: null });
  });

  test('what went by courier is recorded, and counts', async () => {
    const { id } = await proposed('K1');
    const record = (body: object) => system.api.post('ar_clerk', `/api/v1/letters/${id}/record`, body);
    expect((await record({ channel: 'email', sentOn: '2026-04-09' })).status).toBe(400);
    expect(await record({ channel: 'courier', sentOn: '2026-04-10' })).toMatchObject({ status: 409, body: { code: 'letter.in_future' } });
    expect(await record({ channel: 'courier', sentOn: '2026-03-23' })).toMatchObject({ status: 409, body: { code: 'letter.one_per_day' } });
    const done = await record({ channel: 'courier', sentOn: '2026-04-09', trackingNo: 'SF1390027745' });
    expect(done).toMatchObject({ status: 200, body: { status: 'sent', mail: null, trackingNo: 'SF1390027745', releasedBy: 'ar_clerk' } });
    expect((await recorded('D1')).at(-1)).toEqual(['ar_clerk', 3, 'courier', '2026-04-09', 'SF1390027745']);
    expect(pdfText(await pdf('auditor', id))).toContain('最后催告函');
  });

  test('what was withdrawn with a reason is not proposed again at its level', async () => {
    await system.moveTo('2026-04-19');
    const { id } = await proposed('K1');
    const withdrawn = await system.api.post('ar_clerk', `/api/v1/letters/${id}/withdraw`, { reason: '客户已来函确认付款日期' });
    expect(withdrawn).toMatchObject({ status: 200, body: { level: 3, status: 'withdrawn', withdrawnBy: 'ar_clerk' } });
    await system.moveTo('2026-04-22');
    expect(await lettersOf('K1', 'proposed')).toEqual([]);
  });

  test('the lawyer’s letter is released by legal, who see its cases once it went', async () => {
    await system.moveTo('2026-05-05');
    const { id } = await proposed('K1');
    const caseId = await system.caseOf('D1');
    expect((await release('ar_clerk', id)).status).toBe(403);
    expect((await system.api.get('legal_officer', `/api/v1/cases/${caseId}`)).status).toBe(404);
    expect(await release('legal_officer', id)).toMatchObject({
      status: 200,
      body: { level: 4, status: 'sent', releasedBy: 'legal_officer' },
    });
    expect(pdfText((await mailOf({ id })).bytes)).toContain('民法典');
    expect((await system.api.get('legal_officer', `/api/v1/cases/${caseId}`)).status).toBe(200);
    expect((await system.api.get('legal_officer', `/api/v1/cases/${await system.caseOf('D2')}`)).status).toBe(404);
  });

  test('what is paid before its release is not demanded, and the night withdraws it', async () => {
    await system.moveTo('2026-05-19');
    const { id, level } = await proposed('K1');
    expect(level).toBe(4);
    await system.receipts({ receipt: 'R1', document: 'D2', amount: '20000.50', valueDate: '2026-05-19' });
    expect(await release('legal_manager', id)).toMatchObject({ status: 409, body: { code: 'letter.nothing_left' } });
    await system.moveTo('2026-05-20');
    expect((await system.api.get('legal_manager', `/api/v1/letters/${id}`)).body).toMatchObject({
      status: 'withdrawn',
      withdrawnBy: 'clock',
      withdrawnReason: 'nothing_left',
    });
  });

  test('nothing of the company’s own is in any of them', async () => {
    const mails = await system.rows<Mail>(mails_);
    expect(mails.length).toBeGreaterThanOrEqual(3);
    const contents = await system.rows<{ content: string }>('select content::text from letters where content is not null');
    const texts = [
      ...mails.flatMap(({ subject, html, body, bytes }) => [subject, html, body, pdfText(bytes)]),
      ...contents.map(({ content }) => content),
    ];
    expect(texts.flatMap((text) => secrets.filter((secret) => text.includes(secret)))).toEqual([]);
  });
});

describe('Without an e-mail address', () => {
  beforeAll(async () => {
    await customer('K2', { name: 'Harbour Tools Ltd.', language: 'en' });
    await receivable({
      customer: 'K2',
      customerName: 'Harbour Tools Ltd.',
      document: 'E1',
      dueOn: '2026-05-22',
      currency: 'USD',
      amount: '1234567.80',
    });
    await receivable({
      customer: 'K2',
      customerName: 'Harbour Tools Ltd.',
      document: 'E2',
      dueOn: '2026-05-22',
      currency: 'CNY',
      amount: '100.05',
    });
    await system.moveTo('2026-05-25');
  });

  test('the letter stays proposed and says so', async () => {
    const letter = await proposed('K2');
    expect(letter).toMatchObject({ level: 1, hindrance: 'address missing' });
    expect(await release('ar_clerk', letter.id)).toMatchObject({ status: 409, body: { code: 'letter.address_missing' } });
  });

  test('it goes in the night after the address came, in the customer’s language and with currencies apart', async () => {
    await customer('K2', { name: 'Harbour Tools Ltd.', language: 'en', email: 'ap@harbour.example' });
    await system.moveTo('2026-05-26');
    const [letter] = await lettersOf('K2');
    expect(letter).toMatchObject({ status: 'sent', releasedBy: 'clock' });
    const mail = await mailOf(letter);
    expect(mail).toMatchObject({ language: 'en', name: `Payment reminder-${numberOf(letter)}.pdf` });
    expect(mail.subject).toContain('CNY 100.05, USD 1,234,567.80 due');
    const print = pdfText(mail.bytes);
    for (const line of ['Overdue (USD)', 'Overdue (CNY)', 'In Chinese capitals: 壹佰元零伍分', 'To: Harbour Tools Ltd.', 'Please pay to'])
      expect(print).toContain(line);
  });
});

test('the list is paged and filtered, and within one’s rows', async () => {
  const first = await system.api.get('ar_clerk', '/api/v1/letters?limit=2');
  expect(first.body.items).toHaveLength(2);
  const rest = await system.api.get('ar_clerk', `/api/v1/letters?limit=200&after=${first.body.next}`);
  const all = [...first.body.items, ...rest.body.items];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const levels = await system.api.get('ar_clerk', '/api/v1/letters?level=4&customer=K1&company=C01');
  expect(levels.body.items.map(({ status }: { status: string }) => status)).toEqual(['withdrawn', 'sent']);
  expect((await system.api.get('legal_officer', '/api/v1/letters')).body.items.map(({ level }: { level: number }) => level)).toEqual([
    4, 4,
  ]);
  expect((await system.api.get('sales0002', '/api/v1/letters')).body.items).toEqual([]);
  expect((await system.api.get('hr', '/api/v1/letters')).status).toBe(403);
});

test('the outbox knows when the mail has left; a letter whose mail did not arrive may go by post', async () => {
  const [k2] = await lettersOf('K2');
  await system.rows(`update outbox set status = 'sent' where key = $1`, [`letter ${k2.id}`]);
  expect((await lettersOf('K2', 'sent')).map(({ id }) => id)).toEqual([k2.id]);
  const lawyers = (await lettersOf('K1', 'sent')).find(({ level }: { level: number }) => level === 4);
  const post = { channel: 'post', sentOn: '2026-05-26', trackingNo: 'EMS1' };
  const path = `/api/v1/letters/${lawyers.id}/record`;
  expect(await system.api.post('legal_officer', path, post)).toMatchObject({ status: 409, body: { code: 'letter.not_proposed' } });
  await system.rows(`update outbox set status = 'failed' where key = $1`, [`letter ${lawyers.id}`]);
  expect(await system.api.post('legal_officer', path, post)).toMatchObject({ status: 200, body: { status: 'sent', channel: 'post' } });
  expect((await recorded('D1')).at(-1)).toEqual(['legal_officer', 4, 'post', '2026-05-26', 'EMS1']);
});

test('the letter that went with a mail can be opened from the outbox, by those who read the mail', async () => {
  const { body } = await system.api.get('ar_clerk', '/api/v1/outbox?audience=customer&limit=1');
  const part = async (login: string, which = 0) =>
    fetch(`${system.server.url}/api/v1/outbox/${body.items[0].id}/attachments/${which}`, {
      headers: { authorization: `Bearer ${await system.api.token(login)}` },
    });
  const answer = await part('ar_clerk');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(pdfText(Buffer.from(await answer.arrayBuffer()))).toContain('SHA-256');
  expect([(await part('admin')).status, (await part('ar_clerk', 1)).status, (await part('sales0001')).status]).toEqual([404, 404, 403]);
});

test('what letters print, and the account that is paid to, is said by an administrator and confirmed by finance', async () => {
  const path = '/api/v1/companies/C02/letterhead';
  const confirm = async (login: string, version: string) => {
    const { status, body } = await system.api.post(login, `${path}/confirm`, { version });
    return [status, body.code];
  };
  expect(await confirm('finance_director', '1')).toEqual([409, 'letterhead.none_proposed']);
  const first = (await system.api.as('admin', 'PUT', path, { body: letterhead })).body;
  expect(first).toMatchObject({ letterhead: {}, proposedLetterhead: { letterhead, proposedBy: 'admin' } });
  const second = (await system.api.as('admin', 'PUT', path, { body: { ...letterhead, account: '6222' } })).body.proposedLetterhead;
  for (const login of ['admin', 'ar_clerk', 'general_manager'])
    expect(await confirm(login, second.version)).toEqual([403, 'role.required']);
  // Swapped after it was looked at.
  expect(await confirm('finance_director', first.proposedLetterhead.version)).toEqual([409, 'letterhead.replaced']);
  expect(await confirm('finance_director', second.version)).toEqual([200, undefined]);
  expect(await confirm('finance_director', second.version)).toEqual([409, 'letterhead.none_proposed']);

  for (const role of ['admin', 'finance_director']) await giveRole(system.api, 'hr', { role });
  const own = (await system.api.as('hr', 'PUT', path, { body: letterhead })).body.proposedLetterhead;
  expect(await confirm('hr', own.version)).toEqual([409, 'letterhead.own_change']);
  expect((await system.api.as('ar_clerk', 'PUT', path, { body: letterhead })).status).toBe(403);
  expect((await system.api.as('admin', 'PUT', path, { body: { ...letterhead, iban: 'x' } })).status).toBe(400);
  expect((await system.api.as('admin', 'PUT', '/api/v1/companies/C99/letterhead', { body: letterhead })).body.code).toBe('company.unknown');
});

test('the record still proves itself', async () => {
  expect((await system.api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, problems: [] });
});

// biome-ignore lint/suspicious/noExplicitAny: a letter as the API answers it
type Letter = any;

const mails_ = `select o.*, a.name, a.bytes from outbox o join outbox_attachments a on a.company_id = o.company_id and a.outbox_id = o.id where o.audience = 'customer'`;

async function lettersOf(code: string, status?: string): Promise<Letter[]> {
  const { body } = await system.api.get('ar_clerk', `/api/v1/letters?customer=${code}${status ? `&status=${status}` : ''}`);
  return body.items;
}

async function proposed(code: string): Promise<Letter> {
  const letters = await lettersOf(code, 'proposed');
  expect(letters).toHaveLength(1);
  return letters[0];
}

async function mailOf({ id }: { id: string }): Promise<Mail> {
  const [mail] = await system.rows<Mail>(`${mails_} and o.key = $1`, [`letter ${id}`]);
  if (!mail) throw new Error(`letter ${id} has no mail`);
  return mail;
}

async function pdf(login: string, id: string): Promise<Buffer> {
  const response = await fetch(`${system.server.url}/api/v1/letters/${id}/letter.pdf`, {
    headers: { authorization: `Bearer ${await system.api.token(login)}` },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return Buffer.from(await response.arrayBuffer());
}

function release(login: string, id: string): Promise<Answer> {
  return system.api.post(login, `/api/v1/letters/${id}/release`);
}

/** What the case's record says of letters: who, level, channel, date, number. */
async function recorded(document: string): Promise<unknown[]> {
  const { body } = await system.api.get('auditor', `/api/v1/cases/${await system.caseOf(document)}/journal?limit=200`);
  return body.items.flatMap(({ actor, entries }: { actor: string; entries: Record<string, unknown>[] }) =>
    entries
      .filter(({ type }) => type === 'letterRecorded')
      .map(({ level, channel, sentOn, trackingNo }) => [actor, level, channel, sentOn, trackingNo]),
  );
}

function numberOf({ company, id }: Letter): string {
  return `${company}-${id.padStart(6, '0')}`;
}

async function letterheadOf(company: string, body: object): Promise<void> {
  const path = `/api/v1/companies/${company}/letterhead`;
  const { version } = (await system.api.as('admin', 'PUT', path, { body })).body.proposedLetterhead;
  const answer = await system.api.post('finance_director', `${path}/confirm`, { version });
  expect(answer).toMatchObject({ status: 200, body: { letterhead: body } });
}

async function customer(
  code: string,
  { name, email = '', language = 'zh-CN' }: { name: string; email?: string; language?: string },
): Promise<void> {
  const file = `company,customer,name,email,language,termDays\nC01,${code},${name},${email},${language},30\n`;
  expect((await sendFile(system.api, 'customers', file)).body).toMatchObject({ status: 'done' });
}

async function receivable(row: Record<string, string>): Promise<void> {
  expect((await sendFile(system.api, 'receivables', ledgerFile('receivables', row))).body).toMatchObject({ status: 'done' });
}
