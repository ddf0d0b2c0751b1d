import { Injectable } from '@nestjs/common';
import { deadlinesOf } from '../../../workflows/review-board/meeting-times.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import type { CurrentPerson } from '../../people/current-person.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { Agenda } from '../../review-board/agenda.js';
import { Chair } from '../../review-board/chair.js';
import { docketedCases } from '../../review-board/docketed.reader.js';
import type { MeetingRow } from '../../review-board/meetings.shapes.js';
import { type CompanyChoice, Frame } from '../frame.js';
import type { ToldRefusal } from '../refused-form.js';
import { meetingPath, nextMissing, roomPath } from './strip.js';

/** A call that was refused. */
export interface SentCall {
  form: 'call' | 'circular';
  typed: Record<string, string>;
  cases: string[];
  told: ToldRefusal;
}

const meetingsOnPage = 20;
const docketedShown = 200;

/** The meetings of a company on the screen. */
@Injectable()
export class BoardHall {
  constructor(
    private readonly frame: Frame,
    private readonly agenda: Agenda,
    private readonly chair: Chair,
    private readonly rules: RulesInForce,
    private readonly database: Database,
  ) {}

  async show(request: SignedInRequest, person: CurrentPerson, { after, sent }: { after?: string; sent?: SentCall } = {}): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('board/hall', looking, {});
    const page = await this.agenda.page({ company: company.id, limit: meetingsOnPage, ...(after !== undefined && { after }) }, person);
    const docketed = await docketedCases(this.database, company.id, person, docketedShown);
    return this.frame.render('board/hall', looking, {
      company,
      meetings: await this.told(page.items, person),
      next: page.next,
      docketed: docketed.map((one) => ({ ...one, chosen: sent?.cases.includes(one.case) ?? false })),
      calling: (await this.chair.isHeldBy(person, company.id)) ? await this.calling(company, page.items, after) : undefined,
      sent,
    });
  }

  /** Those that are open with what of them waits for the reader; for somebody without a seat nothing does. */
  private async told(rows: readonly MeetingRow[], person: CurrentPerson): Promise<object[]> {
    const told: object[] = [];
    for (const row of rows) {
      const isAsked = row.status === 'open' && person.seats.some(({ companyId }) => companyId === row.company);
      const open = isAsked ? await this.agenda.outline(row.id, person) : undefined;
      const next = open && nextMissing(open.agenda, '');
      told.push({
        ...row,
        path: meetingPath(row.id),
        progress: open?.progress,
        begin: next && roomPath(row.id, next),
      });
    }
    return told;
  }

  private async calling({ id, businessDate }: CompanyChoice, rows: readonly MeetingRow[], after: string | undefined): Promise<object> {
    const { policy, calendar } = await this.rules.on(id, businessDate);
    return {
      today: businessDate,
      // One at a time; on a later page the list does not tell.
      isCalled: after === undefined && rows.some(({ kind, status }) => kind === 'monthly' && status !== 'closed'),
      ...deadlinesOf(businessDate, calendar, policy),
    };
  }
}
