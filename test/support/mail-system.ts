import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { type Message, Outbox } from '../../src/platform/outbox/outbox.js';
import { startApp, type TestApp } from './app.js';
import { freshDatabase, type TestDatabase } from './database.js';

export interface OutboxRow {
  key: string;
  status: string;
  attempts: number;
  last_reply: string | null;
  handed_at: Date | null;
  waits: number;
}

/** A production system with a company, whose outbox is sent when a test says so. */
export class MailSystem {
  private constructor(
    readonly server: TestApp,
    readonly database: TestDatabase,
    readonly owner: pg.Pool,
  ) {}

  static async start(smtpUrl: string): Promise<MailSystem> {
    const database = await freshDatabase();
    const server = await MailSystem.replica(database, smtpUrl);
    const owner = new pg.Pool({ connectionString: database.url, max: 2 });
    owner.on('error', () => undefined);
    await owner.query(`insert into companies (id, name) values ('C01', '恒川精密（苏州）')`);
    return new MailSystem(server, database, owner);
  }

  /** Another process on the same database, or the first one with another mail server. */
  static replica(database: TestDatabase, smtpUrl: string, more: Record<string, string> = {}): Promise<TestApp> {
    const settings = { SMTP_URL: smtpUrl, MAIL_FROM: 'Recoup <recoup@hengchuan.example>', ...more };
    return startApp({ databaseUrl: database.url, mode: 'production', settings });
  }

  async close(): Promise<void> {
    await this.owner.end();
    await this.server.close();
    await this.database.drop();
  }

  /** Puts messages that differ from a usual one as told. */
  async put(...messages: Partial<Message>[]): Promise<void> {
    const whole = messages.map((message) => ({ ...usual, ...message }));
    await this.server.app.get(Outbox).put(this.server.app.get(Database), whole);
  }

  async row(key: string): Promise<OutboxRow> {
    const { rows } = await this.owner.query<OutboxRow>(
      'select key, status, attempts, last_reply, handed_at, round(extract(epoch from next_try_at - now()) / 60)::int as waits from outbox where key = $1',
      [key],
    );
    if (!rows[0]) throw new Error(`there is no message ${key}`);
    return rows[0];
  }

  /** The time has come for what waits. */
  async passTime(): Promise<void> {
    await this.owner.query(`update outbox set next_try_at = now() - interval '1 second', leased_until = now() - interval '1 second'`);
  }
}

const usual: Message = {
  companyId: 'C01',
  key: 'one',
  kind: 'overdue_reminder',
  audience: 'own',
  recipient: 'min.zhou',
  address: 'min.zhou@hengchuan.example',
  language: 'zh-CN',
  subject: '请跟进嘉兴欣荣的逾期款',
  html: '<p>请在今天联系嘉兴欣荣。</p>',
  body: '请在今天联系嘉兴欣荣。',
  businessDate: '2026-09-16',
};
