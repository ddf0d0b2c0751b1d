import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailComposer } from '../../src/mail/mail-composer.js';
import { scoreNoticeKinds } from '../../workflows/scorecard/notices.js';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

interface Mail {
  kind: string;
  subject: string;
  html: string;
  text: string;
}

const metrics = [
  { key: 'collection_achievement', weight: '65.00' },
  { key: 'satisfaction', weight: '20.00' },
  { key: 'renewal_intent', weight: '15.00' },
];

let system: TrainingSystem;
let assessment: Assessment;
let scheme: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-15');
  assessment = new Assessment(system);
  for (const person of ['sales0001', 'sales0002']) await assessment.post(person, 'salesperson', '2026-06-15');
  scheme = await assessment.scheme(schemeForm('salesperson', '2026-07-01', { metrics }));
});

afterAll(() => system?.close());

/** As the morning does it. @returns how many people are mailed */
const compose = (on: string) => system.server.app.get(MailComposer).compose('C01', on, { onceADay: false });

async function standAt(date: string): Promise<void> {
  await system.owner.query('update training_clock set business_date = $1', [date]);
}

/** What the person has got of scores, oldest first. */
async function mails(login: string): Promise<Mail[]> {
  const { body } = await system.api.get('admin', `/api/v1/mailbox?login=${login}`);
  return (body.items as Mail[]).filter(({ kind }) => kind === 'digest' || (scoreNoticeKinds as readonly string[]).includes(kind)).reverse();
}

const kinds = async (login: string) => (await mails(login)).map(({ kind }) => kind);

/** Where the mail leads: a page that the reader may open. */
async function opens(login: string, { text }: Mail): Promise<string> {
  const [, path = ''] = /https?:\/\/[^/]+(\/score\/\S+)/.exec(text) ?? [];
  const page = await fetch(system.server.url + path, {
    headers: { cookie: `recoup_session=${await system.api.token(login)}` },
    redirect: 'error',
  });
  return `${page.status} ${path}`;
}

describe('A person is mailed', () => {
  test('about an announced scheme that waits for them, and not about one that they have acknowledged', async () => {
    await assessment.acknowledge(scheme, 'sales0002');
    await compose('2026-06-16');
    const [mail, ...more] = await mails('sales0001');
    expect(mail).toMatchObject({ kind: 'scheme_to_acknowledge', subject: '请确认考核方案（第 1 版）' });
    expect([more, await kinds('sales0002'), await opens('sales0001', mail as Mail)]).toEqual([[], [], `200 /score/schemes/${scheme}`]);
    const { body } = await system.api.get('sales0001', '/api/v1/notices');
    const told = { company: 'C01', case: null, about: `schemes/${scheme}`, kind: 'scheme_to_acknowledge', recipient: 'sales0001' };
    expect(body.items).toEqual([expect.objectContaining(told)]);
    expect((await system.api.get('legal_manager', '/api/v1/notices')).body.items).toEqual([]);
  });

  test('once: the same event mails nobody again', async () => {
    await assessment.post('sales0001', 'salesperson', '2026-06-16');
    expect(await compose('2026-06-17')).toBe(0);
  });

  test('who comes to the post later, too', async () => {
    await assessment.post('legal_officer', 'salesperson', '2026-06-18');
    await compose('2026-06-18');
    expect(await kinds('legal_officer')).toEqual(['scheme_to_acknowledge']);
    await assessment.post('legal_officer', 'none', '2026-06-19');
  });

  test('about an appeal that waits: who decides, and nobody who has set what is questioned', async () => {
    await assessment.targets(
      '2026Q3',
      ['sales0001', 'sales0002'].map((person) => ({ person, collection: '1000.00' })),
    );
    await assessment.import('surveys', ['C01,2026Q3,sales0001,satisfaction,,85,,', 'C01,2026Q3,sales0002,satisfaction,,85,,']);
    await standAt('2026-07-20');
    const first = await raise('satisfaction');
    const withdrawn = await raise('collection_achievement');
    await raise('renewal_intent');
    await system.api.post('sales0001', `/api/v1/scorecard-appeals/${withdrawn}/withdraw`);
    await compose('2026-07-21');
    const [mail] = await mails('general_manager');
    expect(mail).toMatchObject({ kind: 'digest', text: expect.stringContaining('请裁决陈晓东对 2026Q3 考核卡的申诉') });
    expect(mail?.text.match(/请裁决陈晓东/g)?.length).toBe(2);
    expect([await kinds('hr'), await opens('general_manager', mail as Mail)]).toEqual([[], `200 /score/desk?appeal=${first}#appeals`]);
  });

  const raise = async (line: string): Promise<string> =>
    (await system.api.post('sales0001', '/api/v1/scorecards/C01.2026Q3.sales0001/appeals', { line, reason: '样本不足' })).body.id;

  test('about a decision on the own appeal', async () => {
    const { items } = (await system.api.get('general_manager', '/api/v1/scorecard-appeals?company=C01&status=open')).body;
    const [rejected, accepted] = items.map(({ id }: { id: string }) => id);
    const decide = (id: string, what: string, form: object) =>
      system.api.post('general_manager', `/api/v1/scorecard-appeals/${id}/${what}`, { reason: '核对无误', ...form });
    await decide(rejected, 'reject', {});
    await compose('2026-07-22');
    const mail = (await mails('sales0001')).at(-1);
    expect(mail).toMatchObject({ kind: 'scorecard_appeal_decided', text: expect.stringContaining('判定不成立') });
    expect(await opens('sales0001', mail as Mail)).toBe(`200 /score/cards/C01.2026Q3.sales0001?appeal=${rejected}#appeals`);
    await decide(accepted, 'accept', { points: '1.50' });
    await compose('2026-07-23');
    expect((await mails('sales0001')).at(-1)?.text).toMatch(/判定成立，加回的分值计入 2026Q3/);
  });

  test('about the own card when its period is closed, with no figure of anybody; a close that is refused tells nobody', async () => {
    await standAt('2026-10-08');
    expect((await assessment.close()).status).toBe(409);
    expect(await compose('2026-10-08')).toBe(0);
    await assessment.acknowledge(scheme, 'sales0001');
    expect((await assessment.close()).body).toMatchObject({ closedOn: '2026-10-08', cards: 2 });
    expect(await compose('2026-10-09')).toBe(2);
    for (const login of ['sales0001', 'sales0002']) {
      const mail = (await mails(login)).at(-1);
      expect(mail).toMatchObject({ kind: 'scorecard_ready', subject: '您的 2026Q3 考核卡已生成' });
      expect(`${mail?.subject}${mail?.text}`).not.toMatch(/\b\d+\.\d\d\b/);
      expect(await opens(login, mail as Mail)).toBe(`200 /score/cards/C01.2026Q3.${login}`);
    }
    expect(await compose('2026-10-12')).toBe(0);
  });
});

describe('The preview', () => {
  test.each([...scoreNoticeKinds])('shows %s with an example, without a case', async (notice) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const { status, body } = await system.api.post('ar_clerk', '/api/v1/mail/preview', { notice, language });
      expect([status, body.subject]).toEqual([200, expect.stringMatching(/.{5}/)]);
    }
    const page = await fetch(`${system.server.url}/mail/previews?notice=${notice}`, {
      headers: { cookie: `recoup_session=${await system.api.token('ar_clerk')}` },
    });
    expect(await page.text()).toContain('class="subject"');
  });

  test('of a notice about a case asks for one', async () => {
    const { status, body } = await system.api.post('ar_clerk', '/api/v1/mail/preview', { notice: 'promise_broken' });
    expect([status, body.errors]).toMatchObject([400, [{ field: 'case' }]]);
  });
});
