import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { addWorkingDays } from '../../workflows/calendar/working-days.js';
import { closesInNight } from '../../workflows/review-board/meeting-times.js';
import type { Author } from '../cases/author.js';
import { NightDuties } from '../cases/night-duties.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { Database } from '../platform/database/database.js';
import { lockOpenMeetings } from './meeting-rows.js';
import { MeetingSteps } from './meeting-steps.js';
import { Meetings } from './meetings.js';

/** What the board's calendar does by itself: votes whose time is over close, and the night of the 20th calls the monthly meeting. */
@Injectable()
export class BoardNight implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly meetings: Meetings,
    private readonly steps: MeetingSteps,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.night(companyId, on));
  }

  private async night(companyId: string, on: BusinessDate): Promise<void> {
    const { policy, calendar } = await this.rules.on(companyId, on);
    const by: Author = { kind: 'clock', on };
    await this.database.transaction(async (tx) => {
      for (const meeting of await lockOpenMeetings(tx, companyId))
        if (closesInNight(meeting, on, calendar, policy)) await this.steps.close(tx, meeting, by);
      if (Number(on.slice(8)) !== policy.meetingCalledOnDay) return;
      const [calledToday] = await tx.query(`select from meetings where company_id = $1 and called_on = $2 and kind = 'monthly'`, [
        companyId,
        on,
      ]);
      if (!calledToday) await this.meetings.callIn(tx, companyId, addWorkingDays(calendar, on, 1), by, on);
    });
  }
}
