import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { wecomRobot } from '../../src/mail/chat/wecom-robot.js';
import { MailComposer } from '../../src/mail/mail-composer.js';
import { Sender } from '../../src/mail/sender.js';
import { MailServer } from '../support/mail-server.js';
import { MailSystem } from '../support/mail-system.js';
import { TrainingSystem } from '../support/training-system.js';

const key = 'a-key-that-nobody-may-see';

let robot: Server;
let posted: { msgtype: string; text: { content: string } }[];
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  robot = createServer((request, response) => {
    void text(request).then((body) => {
      posted.push(JSON.parse(body));
      answer(response);
    });
  });
  robot.listen(0, '127.0.0.1');
  await once(robot, 'listening');
});

afterAll(async () => {
  robot?.closeAllConnections();
  await new Promise((resolve) => robot.close(resolve));
});

const says = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

beforeEach(() => {
  posted = [];
  answer = says(200, { errcode: 0, errmsg: 'ok' });
});

const webhook = () => new URL(`http://127.0.0.1:${(robot.address() as AddressInfo).port}/cgi-bin/webhook/send?key=${key}`);

describe('A WeCom robot', () => {
  const post = (signal = AbortSignal.timeout(5000), to = webhook()) => wecomRobot.post(to, '今天有 3 件', signal);

  test.each([
    ['took it', says(200, { errcode: 0 }), 'sent'],
    ['has too much to do', says(200, { errcode: 45009, errmsg: 'api freq out of limit' }), 'refused_for_now'],
    ['is out of order', says(502, {}), 'refused_for_now'],
    ['is not there', says(200, { errcode: 93000, errmsg: `invalid webhook url ${key}` }), 'refused'],
    ['refuses', says(403, {}), 'refused'],
    ['answers nonsense', says(200, 'ok'), 'refused'],
    ['sends us elsewhere', (response: ServerResponse) => response.writeHead(302, { location: webhook().href }).end(), 'refused_for_now'],
    ['is busy', says(200, { errcode: -1, errmsg: 'system busy' }), 'refused_for_now'],
    ['has too many at it', says(429, {}), 'refused_for_now'],
    ['answers null', says(200, null), 'refused'],
    ['hangs up', (response: ServerResponse) => response.destroy(), 'refused_for_now'],
    [
      'hangs up in the middle of its answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"errcode"', () => response.destroy());
      },
      'refused_for_now',
    ],
  ])('that %s: the message is…', async (_how, how, expected) => {
    answer = how;
    const outcome = await post();
    expect(outcome.is).toBe(expected);
    expect(outcome.reply).not.toContain(key);
    expect(posted).toEqual([{ msgtype: 'text', text: { content: '今天有 3 件' } }]);
  });

  test('that does not answer, or is not there, is tried again, and its key is not told', async () => {
    answer = () => undefined;
    expect(await post(AbortSignal.timeout(100))).toEqual({ is: 'refused_for_now', reply: 'no answer in time' });
    answer = (response) => void response.writeHead(200).write('{');
    expect(await post(AbortSignal.timeout(100))).toEqual({ is: 'refused_for_now', reply: 'no answer in time' });
    const outcome = await post(undefined, new URL(`http://127.0.0.1:1/send?key=${key}`));
    expect(outcome.is).toBe('refused_for_now');
    expect(outcome.reply).not.toContain(key);
  });

  test('gets whole lines, as many as it takes', async () => {
    await wecomRobot.post(
      webhook(),
      Array.from({ length: 200 }, (_, i) => `${i}. 嘉兴欣荣纺织机械有限公司`).join('\n'),
      AbortSignal.timeout(5000),
    );
    const { content } = posted[0]?.text ?? { content: '' };
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2048);
    expect(content).toMatch(/公司$/);
  });
});

describe('A team’s chat', () => {
  test('fails or succeeds by itself: mail is not held up', async () => {
    const mails = await MailServer.start();
    const system = await MailSystem.start(`smtp://127.0.0.1:${mails.port}`);
    try {
      await system.owner.query(`insert into people (login, name) values ('min.zhou', '周敏')`);
      const { rows } = await system.owner.query(
        `insert into teams (name, manager, chat_webhook) values ('销售一组', 'min.zhou', $1) returning id`,
        [webhook().href],
      );
      await system.put(
        {},
        { key: 'chat', audience: 'chat', recipient: rows[0].id, address: '127.0.0.1', body: '今天有 3 件', html: undefined },
      );
      answer = says(503, {});
      const sender = system.server.app.get(Sender);
      const [mail, chat] = await Promise.all([sender.sendDue('mail'), sender.sendDue('chat')]);
      expect([mail.sent, chat.refused_for_now]).toEqual([1, 1]);
      expect(await system.row('chat')).toMatchObject({ status: 'queued', waits: 1, last_reply: 'HTTP 503' });
      answer = says(200, { errcode: 0 });
      await system.passTime();
      expect((await sender.sendDue('chat')).sent).toBe(1);
      expect(posted.at(-1)?.text.content).toBe('今天有 3 件');
    } finally {
      await system.close();
      await mails.close();
    }
  });

  test('hears in short of what its members are reminded of; its webhook is https, and never shown', async () => {
    const system = await TrainingSystem.start('2026-09-14');
    try {
      const { api } = system;
      const secret = `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`;
      const [team] = (await api.get('admin', '/api/v1/teams')).body.items;
      const refused = await api.as('admin', 'PUT', `/api/v1/teams/${team.id}/chat`, { body: { webhook: secret.replace('https', 'http') } });
      expect(refused.body).toMatchObject({ status: 400, errors: [{ field: 'webhook', code: 'https_url' }] });
      expect((await api.as('ar_clerk', 'PUT', `/api/v1/teams/${team.id}/chat`, { body: { webhook: secret } })).status).toBe(403);
      const taken = await api.as('admin', 'PUT', `/api/v1/teams/${team.id}/chat`, { body: { webhook: secret } });
      expect(taken.body).toMatchObject({ chat: true });
      const rows = Array.from({ length: 12 }, (_, i) => ({ document: `T${i}`, dueOn: '2026-06-23', amount: `${i + 1}00.00` }));
      await system.receivables(...rows, { document: 'OUT', dueOn: '2026-06-23', amount: '9.00', owner: 'ar_clerk' });
      await system.moveTo('2026-09-16');
      const { items } = (await api.get('admin', `/api/v1/mailbox?team=${team.id}`)).body;
      expect(items).toHaveLength(1);
      const lines = items[0].text.split('\n');
      expect(lines[0]).toBe('销售一组今天有 12 件催收提醒：');
      expect(lines[1]).toMatch(/^1\. 今天请报告客户K1的销售意见（1,200\.00，逾期 85 天） http/);
      expect(lines.at(-1)).toMatch(/^另有 2 件/);
      const shown = [taken, await api.get('admin', '/api/v1/teams'), await api.get('auditor', '/api/v1/outbox?audience=chat'), { items }];
      expect(JSON.stringify(shown)).not.toContain(key);
      expect(await system.server.app.get(MailComposer).compose('C01', '2026-09-16', { onceADay: false })).toBe(0);
      expect((await api.get('admin', `/api/v1/mailbox?team=${team.id}`)).body.items).toHaveLength(1);
      expect((await api.as('admin', 'DELETE', `/api/v1/teams/${team.id}/chat`, {})).status).toBe(204);
    } finally {
      await system.close();
    }
  });
});
