import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Startup } from '../platform/startup.js';
import { countLeft } from './left-to-do.js';
import { Night, type NightReport } from './night.js';

interface NightJob {
  company: string;
  /** Sent by the replica that is at it, to whichever has nothing to do. */
  helps?: true;
}

const queue = 'night';
const watchQueue = 'night-watch';
/** Five minutes past midnight by the company's clock. */
const afterMidnight = '5 0 * * *';
const everyHour = '35 * * * *';
/** For a while tried again by itself, from seconds to an hour apart; then the hourly look sends a new one. */
const tries = { retryLimit: 8, retryDelay: 5, retryDelayMax: 3600 };
/** A smaller night is done before anybody could come. */
const worthHelp = 1_000;
const helpers = 3;

/**
 * In production the night runs by itself: at each company's midnight, when a server starts, and whenever the hourly look finds one
 * missing. In training mode the clock moves it.
 */
@Injectable()
export class NightJobs implements OnModuleInit {
  private readonly log = new Logger(NightJobs.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly night: Night,
    private readonly startup: Startup,
  ) {}

  onModuleInit(): void {
    if (this.config.mode !== 'production') return;
    this.jobs.queue<NightJob>(queue, { policy: 'exclusive', ...tries }, (job, signal) => this.run(job, signal));
    this.jobs.queue(watchQueue, { policy: 'exclusive', ...tries }, () => this.look());
    // After the workers have started: the platform's hooks come first.
    this.startup.onStarted(async () => {
      await this.jobs.schedule(watchQueue, everyHour, {}, { key: 'every-hour', timeZone: 'UTC' });
      await this.look();
    });
  }

  private async run({ company, helps }: NightJob, signal: AbortSignal): Promise<void> {
    if (!helps) await this.callForHelp(company);
    await this.night.runMissedOf(company, (report) => this.tell(report), { signal });
  }

  /** One replica has one job at a time: those for help are taken by others, or when nothing is left to do. */
  private async callForHelp(company: string): Promise<void> {
    const [row] = await this.database.query<{ today: BusinessDate }>('select business_date($1) as today', [company]);
    if (!row) return;
    for (const step of ['opened', 'advanced', 'reminded'] as const)
      if ((await countLeft(this.database, step, company, row.today, worthHelp)) >= worthHelp) return this.sendHelp(company);
  }

  private async sendHelp(company: string): Promise<void> {
    for (let n = 1; n <= helpers; n += 1)
      await this.jobs.send(this.database, queue, { company, helps: true }, { key: `${company}.${n}`, priority: -1, retryLimit: 0 });
  }

  /** Every company has its schedule, and every missed night its job, of which there is one at a time. */
  private async look(): Promise<void> {
    const companies = await this.database.query<{ id: string; timeZone: string; missing: boolean }>(
      `select c.id, c.time_zone as "timeZone",
         not exists (select from nights n where n.company_id = c.id and n.business_date >= business_date(c.id) and n.finished_at is not null) as missing
       from companies c order by c.id`,
    );
    for (const { id, timeZone, missing } of companies) {
      await this.jobs.schedule(queue, afterMidnight, { company: id }, { key: id, timeZone });
      if (!missing) continue;
      const isNew = await this.jobs.send(this.database, queue, { company: id }, { key: id });
      // Somebody is at it, or was until just now.
      if (!isNew) await this.callForHelp(id);
    }
  }

  private tell({ companyId, on, opened, advanced, reminded }: NightReport): void {
    this.log.log({ company: companyId, on, opened, advanced, reminded }, 'night done');
  }
}
