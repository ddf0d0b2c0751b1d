import { Injectable, Logger } from '@nestjs/common';
import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import { CaseDesk } from '../cases/case-desk.js';
import { businessDate } from '../cases/circumstances.js';
import { Leavers } from '../cases/leavers.js';
import { NightDuties } from '../cases/night-duties.js';
import { RulesApplied } from '../cases/rules-applied.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { waitPatiently } from '../platform/database/patient.js';
import { plainReason } from '../platform/jobs/plain-reason.js';
import { Stopping } from '../platform/stopping.js';
import { countLeft, left, type NightStep } from './left-to-do.js';
import { Pieces, soon } from './pieces.js';

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

/** How far a step of a night is. */
export interface NightProgress extends Pick<NightReport, 'companyId' | 'on'> {
  readonly step: NightStep;
  readonly done: number;
  /** Of how many, as counted at its beginning. */
  readonly of: number;
}

export interface Watched {
  /** Aborted, the night stops after what it is writing; what is left is found by the next run. */
  signal?: AbortSignal;
  onProgress?: (progress: NightProgress) => void;
  /** A day that has begun is gone through in every company, also when the process is told to stop. */
  wholeDay?: true;
}

const waitForOthersMs = 50;

/** While one decides, another's writing keeps the database busy. */
const hands = 2;

/**
 * The night of a date is the first thing on that date: new rules are brought to every case, cases are opened, every case whose date has
 * come is told, a leaver's go to the manager, people are reminded, then the rooms' duties. Missed nights are caught up day by day; a
 * finished one is never run again (domain.md, What must always hold, 9).
 */
@Injectable()
export class Night {
  private readonly log = new Logger(Night.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly leavers: Leavers,
    private readonly rulesApplied: RulesApplied,
    private readonly duties: NightDuties,
    private readonly stopping: Stopping,
  ) {}

  /**
   * Runs what is missing up to today in every company, one after the other. One whose night fails does not stop the others.
   * @param onNight told after each
   * @throws when all have had their turn, what they failed by; Problem 503 `stopping` before the next night when the process is told to stop
   */
  async runMissed(onNight: (report: NightReport) => void = () => undefined, watched: Watched = {}): Promise<void> {
    const companies = await this.database.query<{ id: string }>('select id from companies order by id');
    const failures: unknown[] = [];
    for (const { id } of companies) {
      this.stopHere(watched);
      await this.runMissedOf(id, onNight, watched).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 1) throw new AggregateError(failures, `the nights of ${failures.length} companies failed`);
    if (failures.length === 1) throw failures[0];
  }

  /** The same for one company. */
  async runMissedOf(companyId: string, onNight: (report: NightReport) => void = () => undefined, watched: Watched = {}): Promise<void> {
    const today = await businessDate(this.database, companyId);
    for (let on = await this.firstMissed(companyId, today); on <= today; on = addDays(on, 1)) {
      this.stopHere(watched);
      onNight(await this.run(companyId, on, watched));
    }
  }

  /** Between two nights nothing is half done. */
  private stopHere({ signal, wholeDay }: Watched): void {
    signal?.throwIfAborted();
    if (!wholeDay) this.stopping.check();
  }

  /** Safe to run twice, from two processes at once, or after a kill in the middle: what is done is not done again. */
  async run(companyId: string, on: BusinessDate, watched: Watched = {}): Promise<NightReport> {
    const [begun] = await this.database.query<{ finished: boolean }>(
      `insert into nights (company_id, business_date) values ($1, $2)
       on conflict (company_id, business_date) do update set failed_at = null returning finished_at is not null as finished`,
      [companyId, on],
      'night.begin',
    );
    if (begun?.finished) return { companyId, on, opened: 0, advanced: 0, reminded: 0 };
    try {
      return await this.runBegun(companyId, on, watched);
    } catch (error) {
      if (!watched.signal?.aborted) await this.keepFailure(companyId, on, error);
      throw error;
    }
  }

  private async runBegun(companyId: string, on: BusinessDate, watched: Watched): Promise<NightReport> {
    const step = (name: NightStep, work: () => Promise<number>) => this.byAllHands(name, companyId, on, watched, work);
    // What is due is found by dates that an earlier policy may have given.
    const moved = await this.rulesApplied.bring(companyId, on, watched.signal);
    const opened = await step('opened', () => this.desk.openCases(companyId, { kind: 'clock', on }));
    const advanced = await step('advanced', () => this.desk.advanceDue(companyId, on));
    await this.leavers.handOver(companyId, on);
    const reminded = await step('reminded', () => this.desk.remindDue(companyId, on));
    const report = { companyId, on, opened, advanced: moved + advanced, reminded };
    await this.finish(report);
    return report;
  }

  /** One process does the rooms' duties and the others wait for it: done late, they would find what the next night has made. */
  private async finish({ companyId, on, opened, advanced, reminded }: NightReport): Promise<void> {
    await this.database.transaction(async (tx) => {
      await waitPatiently(tx);
      const [night] = await tx.query<{ finished: boolean }>(
        'select finished_at is not null as finished from nights where company_id = $1 and business_date = $2 for update',
        [companyId, on],
        'night.duties',
      );
      if (!night?.finished) await this.doDuties(tx, companyId, on);
      await tx.query(
        `update nights set opened = opened + $3, advanced = advanced + $4, reminded = reminded + $5, finished_at = coalesce(finished_at, now()) where company_id = $1 and business_date = $2`,
        [companyId, on, opened, advanced, reminded],
        'night.finish',
      );
    });
  }

  /** The duties work on connections of their own, so that the lock's would be idle for longer than a frozen process may hold it. */
  private async doDuties(tx: Tx, companyId: string, on: BusinessDate): Promise<void> {
    const holdLock = async () => {
      await tx.query('select', [], 'night.hold');
    };
    const alive = setInterval(() => holdLock().catch(() => undefined), (this.config.leaseSeconds * 1000) / 4);
    try {
      await this.duties.do(companyId, on, holdLock);
    } finally {
      clearInterval(alive);
    }
  }

  /** @returns when all hands have come to rest, also where one failed */
  private async byAllHands(
    step: NightStep,
    companyId: string,
    on: BusinessDate,
    { signal, onProgress }: Watched,
    work: () => Promise<number>,
  ): Promise<number> {
    if (!(await this.isLeft(step, companyId, on))) return 0;
    const of = onProgress ? await countLeft(this.database, step, companyId, on) : 0;
    let done = 0;
    const onTaken = (taken: number) => {
      done += taken;
      if (of > 0) onProgress?.({ companyId, on, step, done, of });
    };
    const pieces = new Pieces();
    const ends = await Promise.allSettled(
      Array.from({ length: hands }, () => this.untilNoneLeft(step, companyId, on, { signal, onTaken, pieces }, work)),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return done;
  }

  /** Goes on while anything is left, also what another process holds at the moment: if that one dies, its part is still to do. */
  private async untilNoneLeft(
    step: NightStep,
    companyId: string,
    on: BusinessDate,
    { signal, onTaken, pieces }: Pick<Watched, 'signal'> & { onTaken: (taken: number) => void; pieces: Pieces },
    work: () => Promise<number>,
  ): Promise<void> {
    do {
      signal?.throwIfAborted();
      const next = pieces.next;
      const taken = await work();
      onTaken(taken);
      if (taken > 0) pieces.done();
      else await soon(next, waitForOthersMs);
    } while (await this.isLeft(step, companyId, on));
  }

  /** Nothing is, also where others have finished the night meanwhile: who was frozen in its middle must not work under its date any more. */
  private async isLeft(step: NightStep, companyId: string, on: BusinessDate): Promise<boolean> {
    const found = await this.database.query(
      `select from nights where company_id = $1 and business_date = $2 and finished_at is null and exists (${left[step]})`,
      [companyId, on],
    );
    return found.length > 0;
  }

  /** Where another process has finished it meanwhile, nothing has failed. */
  private async keepFailure(companyId: string, on: BusinessDate, error: unknown): Promise<void> {
    await this.database
      .query(
        `update nights set failures = failures + 1, failed_at = now(), failure = $3
         where company_id = $1 and business_date = $2 and finished_at is null`,
        [companyId, on, plainReason(error)],
      )
      .catch((lost: unknown) => this.log.error(`the failure of the night of ${on}, ${companyId}, is not kept: ${plainReason(lost)}`));
  }

  /** The day after the last finished night; without one, a night that was begun and broken off; today for a company that never had any. */
  private async firstMissed(companyId: string, today: BusinessDate): Promise<BusinessDate> {
    const [row] = await this.database.query<{ first: BusinessDate | null }>(
      `select coalesce((select max(business_date) + 1 from nights where company_id = $1 and finished_at is not null),
         (select min(business_date) from nights where company_id = $1)) as first`,
      [companyId],
      'night.first_missed',
    );
    return row?.first ?? today;
  }
}
