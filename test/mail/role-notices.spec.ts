import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailComposer } from '../../src/mail/mail-composer.js';
import { TrainingSystem } from '../support/training-system.js';

interface Mail {
  kind: string;
  subject: string;
  html: string;
  text: string;
}

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  for (const login of ['wei', 'lin']) {
    const form = { login, name: `${login}<b>`, email: `${login}@recoup.example`, password: 'recoup-training' };
    expect((await system.api.post('admin', '/api/v1/people', form)).status).toBe(201);
  }
  await system.owner.query(`update people set language = 'en' where login = 'general_manager'`);
});

afterAll(() => system?.close());

/** @returns the number of the proposal */
async function propose(login: string, role: string, company?: string): Promise<string> {
  const { body } = await system.api.post('admin', `/api/v1/people/${login}/roles`, { role, company });
  return body.waiting.find((one: { role: string }) => one.role === role).id;
}

/** As the morning does it. */
const compose = (company = 'C01') => system.server.app.get(MailComposer).compose(company, '2026-03-02', { onceADay: false });

/** Of roles, newest first; in a digest a role is a line. */
async function mails(login: string): Promise<Mail[]> {
  const { body } = await system.api.get('admin', `/api/v1/mailbox?login=${login}`);
  return (body.items as Mail[]).filter(({ kind }) => kind === 'role_to_confirm' || kind === 'digest');
}

const listed = async (login: string) =>
  (await system.api.get(login, '/api/v1/notices')).body.items.filter(({ kind }: { kind: string }) => kind === 'role_to_confirm');

describe('A role that waits for confirmation', () => {
  test('is listed for and mailed to those who may confirm it, in their language, and to nobody who stands in for them', async () => {
    const days = { fromOn: '2026-03-02', untilOn: '2026-03-03' };
    expect((await system.api.post('finance_director', '/api/v1/stand-ins', { standIn: 'hr', ...days })).status).toBe(201);
    const id = await propose('wei', 'ar_clerk', 'C01');
    expect(await propose('wei', 'ar_clerk', 'C01')).toBe(id);
    for (const login of ['finance_director', 'general_manager'])
      expect(await listed(login)).toEqual([
        expect.objectContaining({
          ...{ company: 'C01', case: null, about: `roles/${id}`, dueOn: '2026-03-02', recipient: login },
          facts: expect.objectContaining({ person: 'wei<b>', role: 'ar_clerk' }),
        }),
      ]);
    for (const login of ['admin', 'hr', 'wei', 'sales_director', 'ar_clerk', 'auditor'])
      expect([login, await listed(login)]).toEqual([login, []]);
    await compose();
    const [chinese] = await mails('finance_director');
    expect(chinese).toMatchObject({ kind: 'role_to_confirm', subject: '请确认wei<b>担任应收会计' });
    expect(chinese?.html).toContain('wei&lt;b&gt;');
    const [english] = await mails('general_manager');
    expect(english?.subject).toBe('Please confirm wei<b> as AR clerk');
    const [, path = ''] = /https?:\/\/[^/]+(\/admin\/\S+)/.exec(english?.text ?? '') ?? [];
    const cookie = `recoup_session=${await system.api.token('general_manager')}`;
    expect([path, (await fetch(system.server.url + path, { headers: { cookie } })).status]).toEqual(['/admin/roles', 200]);
    for (const login of ['admin', 'hr', 'wei', 'sales_director']) expect([login, await mails(login)]).toEqual([login, []]);
  });

  test('is not mailed any more once it was confirmed, rejected or withdrawn', async () => {
    const before = (await mails('general_manager')).length;
    const confirmed = await propose('lin', 'legal_officer', 'C01');
    expect((await system.api.post('legal_manager', `/api/v1/role-proposals/${confirmed}/confirm`)).status).toBe(200);
    const rejected = await propose('lin', 'ar_clerk', 'C01');
    expect((await system.api.post('finance_director', `/api/v1/role-proposals/${rejected}/reject`, { reason: '不需要' })).status).toBe(200);
    const withdrawn = await propose('lin', 'hr', 'C01');
    expect((await system.api.as('admin', 'DELETE', `/api/v1/role-proposals/${withdrawn}`, {})).status).toBe(204);
    await compose();
    expect((await mails('general_manager')).length).toBe(before);
  });

  test('in every company is told with the mail of the first one; one of another company with its own', async () => {
    await propose('lin', 'auditor');
    await propose('lin', 'hr', 'C02');
    expect(
      (await listed('general_manager')).map(({ company, facts }: { company: string; facts: { role: string } }) => [company, facts.role]),
    ).toEqual(
      expect.arrayContaining([
        ['C01', 'auditor'],
        ['C02', 'hr'],
      ]),
    );
    await compose();
    expect((await mails('general_manager'))[0]?.text).toContain('in every company');
    const before = (await mails('general_manager')).length;
    await compose('C02');
    expect((await mails('general_manager')).length).toBe(before + 1);
  });

  test('of a company in which one has no part any more is not listed', async () => {
    await system.owner.query(`update role_grants set company_id = 'C02' where login = 'general_manager' and revoked_at is null`);
    expect((await listed('general_manager')).map(({ company }: { company: string }) => company)).toEqual(['C02']);
  });
});
