import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { addDays, type BusinessDate, daysBetween } from '../../workflows/calendar/dates.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database/database.js';
import { bePatient } from '../platform/database/patient.js';
import { Problem } from '../platform/errors/problem.js';
import { plainReason } from '../platform/jobs/plain-reason.js';
import { Stopping } from '../platform/stopping.js';
import { Night, type NightReport } from './night.js';

/** Each night in between has to run, while whoever else moves the clock waits. */
const longestMoveDays = 20 * 366;

/** A move that takes longer is looked at on its way. */
const awaitedMs = 1500;

/** A move of the date on its way, or broken off on it. */
export interface ClockMove {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** Somebody is at it. */
  readonly isRunning: boolean;
  readonly failure: string | null;
}

/** In training mode the business date stands still until somebody moves it; the nights in between run. In production there is no such clock. */
@Injectable()
export class TrainingClock implements OnModuleInit {
  private readonly log = new Logger(TrainingClock.name);
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly night: Night,
    private readonly stopping: Stopping,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.mode !== 'training') return;
    await this.database.query(
      `insert into training_clock (business_date) values ((now() at time zone 'Asia/Shanghai')::date) on conflict do nothing`,
    );
  }

  async read(): Promise<BusinessDate> {
    return this.now(this.database);
  }

  /**
   * Moves the date; returns when all nights on the way have run.
   * @throws Problem 404 `training.only`; 409 `clock.backwards` when a journal entry lies after the date, `clock.too_far` when too many
   *   nights would have to run; 503 `stopping` when the process is told to stop on the way: the date is then where it has come
   */
  async move(to: BusinessDate, onNight: (report: NightReport) => void = () => undefined): Promise<void> {
    if (this.config.mode !== 'training') throw new Problem(404, 'training.only');
    // Whoever waits for the lock holds a connection, and the nights need some: in one process only one may wait.
    const moved = this.underWay.then(() => this.moveLocked(to, onNight));
    this.underWay = moved.catch(() => undefined);
    await moved;
  }

  /**
   * Begins to move the date, and waits a moment for it; a longer move goes on whether or not anybody waits (`moving` tells how far it is).
   * @throws Problem as `move`, of what is known at once; 409 `clock.moving` while it is being moved
   */
  async begin(to: BusinessDate): Promise<void> {
    const under = await this.moving();
    if (under?.isRunning) throw new Problem(409, 'clock.moving', { date: under.to });
    const moved = this.move(to);
    moved.catch((error: unknown) => this.log.warn(`the business date was not moved to ${to}: ${plainReason(error)}`));
    await Promise.race([moved, wait(awaitedMs, undefined, { ref: false })]);
  }

  /** The move that is under way, or was broken off; undefined when the date stands where it was moved to. */
  async moving(): Promise<ClockMove | undefined> {
    const [move] = await this.database.query<ClockMove>(
      `select moving_from as "from", moving_to as "to", move_failure as failure, exists (
         select from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1
           and l.database = (select oid from pg_database where datname = current_database())
           and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('training clock', 0)) as "isRunning"
       from training_clock where moving_to is not null`,
    );
    return move;
  }

  private async moveLocked(to: BusinessDate, onNight: (report: NightReport) => void): Promise<void> {
    // Held while the nights run on other connections: two who move the clock at once go one after the other.
    await this.database.transaction(async (tx) => {
      await bePatient(tx);
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('training clock', 0))`);
      const from = await this.now(tx);
      if (daysBetween(from, to) > longestMoveDays)
        throw new Problem(409, 'clock.too_far', { date: to, furthest: addDays(from, longestMoveDays) });
      if (to < from) await this.moveBack(to);
      await this.database.query('update training_clock set moving_from = $1, moving_to = $2, move_failure = null', [from, to]);
      try {
        await this.goThrough(from, to, onNight);
      } catch (error) {
        await this.database.query('update training_clock set move_failure = $1', [plainReason(error)]).catch(() => undefined);
        throw error;
      }
      await this.database.query('update training_clock set moving_from = null, moving_to = null');
    });
  }

  private async goThrough(from: BusinessDate, to: BusinessDate, onNight: (report: NightReport) => void): Promise<void> {
    // An earlier move may have been broken off in the night of the day it stands at.
    await this.night.runMissed(onNight);
    for (let on = addDays(from, 1); on <= to; on = addDays(on, 1)) {
      this.stopping.check();
      await this.set(on);
      // A day that has begun is gone through in every company.
      await this.night.runMissed(onNight, { wholeDay: true });
    }
  }

  private async moveBack(to: BusinessDate): Promise<void> {
    const [last] = await this.database.query<{ on: BusinessDate | null }>('select max(business_date) as on from case_journal');
    if (last?.on && last.on > to) throw new Problem(409, 'clock.backwards', { date: to, last: last.on });
    await this.database.query('delete from nights where business_date > $1', [to]);
    await this.set(to);
  }

  private async now(tx: Pick<Tx, 'query'>): Promise<BusinessDate> {
    const [row] = await tx.query<{ on: BusinessDate }>('select business_date as on from training_clock');
    if (!row) throw new Problem(404, 'training.only');
    return row.on;
  }

  private async set(on: BusinessDate): Promise<void> {
    await this.database.query('update training_clock set business_date = $1', [on], 'clock.set');
  }
}
