import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { mailHour } from '../../workflows/dunning/mail-day.js';
import { NightDuties } from '../cases/night-duties.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { plainReason } from '../platform/jobs/plain-reason.js';
import { Startup } from '../platform/startup.js';
import type { Channel } from './leases.js';
import { MailComposer } from './mail-composer.js';
import { Sender } from './sender.js';

const patienceMs = 20_000;
const pauseMs: Record<Channel | 'compose', number> = { compose: 30_000, mail: 2_000, chat: 2_000 };

/**
 * While the server runs in production: from 09:00 local time on, and after its night, a company's mail of the day is put together;
 * what waits in the outbox is sent. In training the night does the former, and nothing the latter.
 */
@Injectable()
export class MailWorker implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('mail');
  private readonly stop = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly startup: Startup,
    private readonly duties: NightDuties,
    private readonly composer: MailComposer,
    private readonly sender: Sender,
  ) {}

  onModuleInit(): void {
    if (this.config.mode === 'training')
      this.duties.add(async (companyId, on) => void (await this.composer.compose(companyId, on, { onceADay: false })));
    this.startup.onStarted(({ print }) => {
      if (this.sender.isSetUp) this.start();
      else if (this.config.mode === 'production') print('Nobody gets mail: SMTP_URL is not set.');
    });
  }

  /** Lets messages under way be finished, but not by a mail server that has gone to sleep: their leases run out. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    const patience = new AbortController();
    await Promise.race([Promise.all(this.loops), wait(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    this.sender.close();
  }

  /** Puts together what is due by now in every company. @returns how many people are mailed */
  async composeDue(): Promise<number> {
    if (!this.sender.isSetUp) return 0;
    const due = await this.database.query<{ id: string; on: BusinessDate }>(
      `select c.id, business_date(c.id) as on from companies c
       where extract(hour from now() at time zone c.time_zone) >= ${mailHour}
         and exists (select from nights n where n.company_id = c.id and n.business_date = business_date(c.id) and n.finished_at is not null)
         and not exists (select from mail_days d where d.company_id = c.id and d.business_date = business_date(c.id))
       order by c.id`,
    );
    let people = 0;
    for (const { id, on } of due) people += await this.composer.compose(id, on, { onceADay: true });
    return people;
  }

  private start(): void {
    this.loops = [
      this.repeat('compose', () => this.composeDue()),
      this.repeat('mail', () => this.sender.sendDue('mail', this.stop.signal)),
      this.repeat('chat', () => this.sender.sendDue('chat', this.stop.signal)),
    ];
  }

  /** A failure is logged, and tried again: mail must not end with one bad moment of the database. */
  private async repeat(what: Channel | 'compose', work: () => Promise<unknown>): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.log.error(`${what}: ${plainReason(error)}`);
      }
      await wait(pauseMs[what], undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }
}
