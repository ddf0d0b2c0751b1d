import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import { CaseDesk } from '../cases/case-desk.js';
import { businessDate } from '../cases/circumstances.js';
import { NightDuties } from '../cases/night-duties.js';
import { Database } from '../platform/database/database.js';
import { bePatient } from '../platform/database/patient.js';
import { Stopping } from '../platform/stopping.js';

/** What a company's night did. */
export interface NightReport {
  readonly companyId: string;
  readonly on: BusinessDate;
  /** Cases taken up for opening, and cases told the date, by this process. */
  readonly opened: number;
  readonly advanced: number;
  /** Cases of which somebody was reminded, or whose letter came due. */
  readonly reminded: number;
}

const waitForOthersMs = 50;

/** While one decides, another's writing keeps the database busy. */
const hands = 2;

const due = 'select from cases where company_id = $1 and next_date <= $2';
const toRemind = 'select from cases where company_id = $1 and remind_on <= $2';

const withoutCase = 'select from receivables where company_id = $1 and due_on < $2 and balance > 0 and not has_case';

/**
 * The night of a date is the first thing on that date: cases are opened, every case whose date has come is told, then the
 * rooms' duties. Missed nights are caught up day by day; a finished one is never run again (domain.md, What must always hold, 9).
 */
@Injectable()
export class Night {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly duties: NightDuties,
    private readonly stopping: Stopping,
  ) {}

  /**
   * Runs what is missing up to today in every company, one after the other.
   * @param onNight told after each
   * @param atSafePoint before each; left out, it throws Problem 503 `stopping` when the process is told to stop
   */
  async runMissed(onNight: (report: NightReport) => void = () => undefined, atSafePoint = () => this.stopping.check()): Promise<void> {
    const companies = await this.database.query<{ id: string }>('select id from companies order by id');
    for (const { id } of companies) {
      const today = await businessDate(this.database, id);
      for (let on = await this.firstMissed(id, today); on <= today; on = addDays(on, 1)) {
        atSafePoint();
        onNight(await this.run(id, on));
      }
    }
  }

  /** Safe to run twice, from two processes at once, or after a kill in the middle: what is done is not done again. */
  async run(companyId: string, on: BusinessDate): Promise<NightReport> {
    const [begun] = await this.database.query<{ finished: boolean }>(
      `insert into nights (company_id, business_date) values ($1, $2)
       on conflict (company_id, business_date) do update set started_at = nights.started_at returning finished_at is not null as finished`,
      [companyId, on],
      'night.begin',
    );
    if (begun?.finished) return { companyId, on, opened: 0, advanced: 0, reminded: 0 };
    const opened = await this.byAllHands(withoutCase, companyId, on, () => this.desk.openCases(companyId, { kind: 'clock', on }));
    const advanced = await this.byAllHands(due, companyId, on, () => this.desk.advanceDue(companyId, on));
    const reminded = await this.byAllHands(toRemind, companyId, on, () => this.desk.remindDue(companyId, on));
    const report = { companyId, on, opened, advanced, reminded };
    await this.finish(report);
    return report;
  }

  /** One process does the rooms' duties and the others wait for it: done late, they would find what the next night has made. */
  private async finish({ companyId, on, opened, advanced, reminded }: NightReport): Promise<void> {
    await this.database.transaction(async (tx) => {
      await bePatient(tx);
      const [night] = await tx.query<{ finished: boolean }>(
        'select finished_at is not null as finished from nights where company_id = $1 and business_date = $2 for update',
        [companyId, on],
        'night.duties',
      );
      if (!night?.finished) await this.duties.do(companyId, on);
      await tx.query(
        `update nights set opened = opened + $3, advanced = advanced + $4, reminded = reminded + $5, finished_at = coalesce(finished_at, now()) where company_id = $1 and business_date = $2`,
        [companyId, on, opened, advanced, reminded],
        'night.finish',
      );
    });
  }

  /** @returns when all hands have come to rest, also where one failed */
  private async byAllHands(left: string, companyId: string, on: BusinessDate, work: () => Promise<number>): Promise<number> {
    const ends = await Promise.allSettled(Array.from({ length: hands }, () => this.untilNoneLeft(left, companyId, on, work)));
    return ends.reduce((sum, end) => {
      if (end.status === 'rejected') throw end.reason;
      return sum + end.value;
    }, 0);
  }

  /** Goes on while anything is left, also what another process holds at the moment: if that one dies, its part is still to do. */
  private async untilNoneLeft(left: string, companyId: string, on: BusinessDate, work: () => Promise<number>): Promise<number> {
    let done = 0;
    for (;;) {
      const taken = await work();
      done += taken;
      if (taken > 0) continue;
      const [row] = await this.database.query<{ any: boolean }>(`select exists (${left}) as any`, [companyId, on]);
      if (!row?.any) return done;
      await wait(waitForOthersMs);
    }
  }

  /** The day after the last finished night; without one, a night that was begun and broken off; today for a company that never had any. */
  private async firstMissed(companyId: string, today: BusinessDate): Promise<BusinessDate> {
    const [row] = await this.database.query<{ first: BusinessDate | null }>(
      `select coalesce(max(business_date) filter (where finished_at is not null) + 1, min(business_date)) as first
       from nights where company_id = $1`,
      [companyId],
      'night.first_missed',
    );
    return row?.first ?? today;
  }
}
