import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { type Days, nameOfPeriod, periodBefore, periodContaining } from '../../../workflows/scorecard/assessment-period.js';
import type { Card } from '../../../workflows/scorecard/card.js';
import { type PeriodKind, periodKinds } from '../../../workflows/scorecard/scheme.js';
import { businessDate } from '../../cases/circumstances.js';
import { NightDuties } from '../../cases/night-duties.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { assessedCounts } from '../cards/assessed-people.js';
import { Scorecards } from '../cards/scorecards.js';
import { closedOn } from '../closed-periods.js';

/** As much of a card as a look back on all of them needs. */
export interface ReviewedCard {
  readonly person: string;
  readonly post: string;
  readonly card: Card;
}

/** Cards of fewer people are made while one waits. */
const manyFrom = 200;

/**
 * The cards of an open period of very many people, made after each night: to make thousands takes longer than a page may. The period that runs and
 * the one before it, while it is not closed.
 */
@Injectable()
export class CountedCards implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly cards: Scorecards,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.addCount('counted-cards', {
      areMany: (company, on) => this.areMany(company, on),
      count: (company, on) => this.count(company, on),
    });
  }

  private async areMany(company: string, on: BusinessDate): Promise<boolean> {
    const people = await assessedCounts(this.database, company, periodsOn(on));
    return [...people.values()].some((count) => count >= manyFrom);
  }

  /** A missed night leaves it to the last one: nobody asks what an earlier day had counted. */
  async count(company: string, on: BusinessDate): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (on < (await businessDate(tx, company))) return;
      const periods = periodsOn(on);
      const people = await assessedCounts(tx, company, periods);
      await tx.query('delete from counted_cards where company_id = $1', [company], 'counted_cards.clear');
      for (const period of periods) {
        const name = nameOfPeriod(period);
        if ((people.get(name) ?? 0) < manyFrom) continue;
        if ((await closedOn(tx, company, name)) === undefined) await this.keep(tx, company, period, on);
      }
    });
  }

  /** @returns undefined where the night has counted none: they are few, or the period is over and closed */
  async of(tx: Tx, company: string, period: string): Promise<{ on: BusinessDate; cards: ReviewedCard[] } | undefined> {
    const rows = await tx.query<ReviewedCard & { on: BusinessDate }>(
      'select person, post, card, counted_on as "on" from counted_cards where company_id = $1 and period = $2 order by person',
      [company, period],
      'counted_cards.read',
    );
    return rows[0] && { on: rows[0].on, cards: rows };
  }

  private async keep(tx: Tx, company: string, period: Days & { kind: PeriodKind }, on: BusinessDate): Promise<void> {
    const made = await this.cards.all(tx, company, period);
    const rows = made.map(({ person, post, card }) => ({ person, post, card }));
    await tx.query(
      `insert into counted_cards (company_id, period, person, post, card, counted_on)
       select $1, $2, r.person, r.post, r.card, $3 from jsonb_to_recordset($4::jsonb) r (person text, post text, card jsonb)`,
      [company, nameOfPeriod(period), on, JSON.stringify(rows)],
      'counted_cards.keep',
    );
  }
}

/** Those that run, and those before them. */
function periodsOn(on: BusinessDate) {
  return periodKinds.flatMap((kind) => {
    const running = periodContaining(kind, on);
    return [running, periodBefore(running)];
  });
}
