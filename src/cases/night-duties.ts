import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';

/** Something a room does in a company's night after the cases were advanced. Doing it twice for one night must change nothing. */
export type NightDuty = (companyId: string, on: BusinessDate) => Promise<void>;

/** Something that is counted once a night, so that no page has to. */
export interface NightCount {
  /** Too many to keep the night waiting. */
  readonly areMany: (companyId: string, on: BusinessDate) => Promise<boolean>;
  readonly count: NightDuty;
}

const tries = { retryLimit: 3, retryDelay: 60 };

/** Where rooms leave what they do at night; a room adds its duty in its `onModuleInit`. */
@Injectable()
export class NightDuties {
  private readonly duties: NightDuty[] = [];

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  add(duty: NightDuty): void {
    this.duties.push(duty);
  }

  /** A night waits for what is few, and leaves very many to a job of this name. */
  addCount(name: string, { areMany, count }: NightCount): void {
    this.jobs.queue<{ company: string; on: BusinessDate }>(name, { policy: 'exclusive', ...tries }, ({ company, on }) =>
      count(company, on),
    );
    this.add(async (company, on) => {
      if (await areMany(company, on)) await this.jobs.send(this.database, name, { company, on }, { key: company });
      else await count(company, on);
    });
  }

  /** @param before called before each; by throwing it keeps the rest from being done */
  async do(companyId: string, on: BusinessDate, before: () => Promise<void>): Promise<void> {
    for (const duty of this.duties) {
      await before();
      await duty(companyId, on);
    }
  }
}
