import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';

/** Something a room does in a company's night after the cases were advanced. Doing it twice for one night must change nothing. */
export type NightDuty = (companyId: string, on: BusinessDate) => Promise<void>;

/** Where rooms leave what they do at night; a room adds its duty in its `onModuleInit`. */
@Injectable()
export class NightDuties {
  private readonly duties: NightDuty[] = [];

  add(duty: NightDuty): void {
    this.duties.push(duty);
  }

  /** @param before called before each; by throwing it keeps the rest from being done */
  async do(companyId: string, on: BusinessDate, before: () => Promise<void>): Promise<void> {
    for (const duty of this.duties) {
      await before();
      await duty(companyId, on);
    }
  }
}
