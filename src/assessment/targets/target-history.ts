import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import {
  type Days,
  daysOfPeriod,
  nameOfPeriod,
  periodBefore,
  periodsOfYearsBefore,
} from '../../../workflows/scorecard/assessment-period.js';
import type { MetricValue } from '../../../workflows/scorecard/card.js';
import { metricKeys, metrics } from '../../../workflows/scorecard/metrics.js';
import { reachOf } from '../../../workflows/scorecard/reach.js';
import type { MetricTarget, PeriodKind, Post } from '../../../workflows/scorecard/scheme.js';
import { collectionFromHistory, growth, refuseGrowth, targetFromHistory } from '../../../workflows/scorecard/targets.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Assessed } from '../measures/assessed.js';
import { type Measured, Measures, roomToSum } from '../measures/measures.js';
import { refuse } from '../refuse.js';
import type { NewTarget } from './new-target.js';
import type { HistoryTargetsForm, TargetHistory } from './targets.shapes.js';

/** Those metrics that are held against a baseline. */
const measured = metricKeys.filter((key) => metrics[key].takesBaseline && key !== 'subordinate_attainment');

/**
 * Targets from what was (domain.md, Baseline, target, challenge): rates are those of everybody of the post and channel together, what is
 * to be collected is each one's own. A person's post before it was first recorded is taken to be that one.
 */
@Injectable()
export class TargetHistories {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly measures: Measures,
  ) {}

  /** @returns one for each person. @throws Problem 409 `targets.growth`, `targets.nobody` */
  async make(form: HistoryTargetsForm): Promise<NewTarget[]> {
    const growthHundredths = form.growth === undefined ? growth.usual : cents(form.growth);
    refuse(refuseGrowth(growthHundredths));
    const period = daysOfPeriod(form.period);
    const earlier = periodsOfYearsBefore(period, form.years);
    return this.database.transaction(async (tx) => {
      await roomToSum(tx);
      const now = await groupOn(tx, form, period.to);
      const asked = form.persons?.map(({ person }) => person);
      const persons = asked === undefined ? now : now.filter((login) => asked.includes(login));
      const stranger = asked?.find((login) => !now.includes(login));
      if (stranger !== undefined) throw new Problem(409, 'targets.other_post', { person: stranger });
      if (persons.length === 0) throw new Problem(409, 'targets.nobody', { period: form.period });
      const found: { period: string; values: Map<string, Measured> }[] = [];
      for (const one of earlier)
        found.push({ period: nameOfPeriod(one), values: await this.measure(tx, form, one, await groupOn(tx, form, one.to), persons) });
      return targetsOf(persons, found, growthHundredths);
    });
  }

  private async measure(
    tx: Tx,
    { company, post }: HistoryTargetsForm,
    days: Days & { kind: PeriodKind },
    group: readonly string[],
    persons: readonly string[],
  ): Promise<Map<string, Measured>> {
    const { policy, calendar } = await this.rules.on(company, days.to, tx);
    const assessed: Assessed[] = [
      { key: groupKey, logins: reachOf[post] === 'company' ? null : await reachedBy(tx, post, group, days.to), weighs: false },
      ...(await Promise.all(
        persons.map(async (login) => ({ key: login, logins: await ownReach(tx, post, login, days.to), weighs: false })),
      )),
    ];
    return this.measures.within(tx, { company, days, before: periodBefore(days), policy }, calendar, assessed, new Set(measured));
  }
}

/** No login has a blank. */
const groupKey = 'the post';

function targetsOf(
  persons: readonly string[],
  found: readonly { period: string; values: Map<string, Measured> }[],
  growthHundredths: number,
): NewTarget[] {
  const valuesOf = (key: (typeof measured)[number]) =>
    found.map(({ period, values }) => ({ period, value: values.get(groupKey)?.values[key] ?? ({ none: 'no_denominator' } as const) }));
  const histories = measured.map((key) => ({ key, values: valuesOf(key) }));
  const rates = histories.flatMap(({ key, values }): [string, MetricTarget][] => {
    const target = targetFromHistory(
      key,
      values.map(({ value }) => value),
      growthHundredths,
    );
    return target ? [[key, target]] : [];
  });
  const shared = histories
    .filter(({ key }) => rates.some(([one]) => one === key))
    .map(({ key, values }) => ({ key, values: values.map(told) }));
  return persons.map((person): NewTarget => {
    const receipts = found.flatMap(({ period, values }) => {
      const sums = values.get(person)?.sums;
      return sums && sums.unrated === null ? [{ period, receipts: sums.receipts }] : [];
    });
    // Before somebody came there was nothing to collect: such periods are no measure.
    const known = receipts.filter(({ receipts: amount }) => Number(amount) !== 0);
    const collection = collectionFromHistory(
      known.map(({ receipts: amount }) => amount),
      growthHundredths,
    );
    const own: TargetHistory = {
      key: 'collection_achievement',
      values: receipts.map(({ period, receipts: amount }) => ({ period, numerator: amount, denominator: null })),
    };
    return {
      person,
      ...(collection !== undefined && { collection: formatAmount(collection) }),
      metrics: Object.fromEntries(rates),
      history: [own, ...shared],
    };
  });
}

function told({ period, value }: { period: string; value: MetricValue }): TargetHistory['values'][number] {
  return 'none' in value ? { period, numerator: null, denominator: null } : { period, ...value };
}

/** Who had the post and channel on the day, or has had it since before anything was recorded of them. */
async function groupOn(
  tx: Tx,
  { company, post, channel }: Pick<HistoryTargetsForm, 'company' | 'post' | 'channel'>,
  day: string,
): Promise<string[]> {
  const rows = await tx.query<{ person: string }>(
    `select person from (
       select distinct on (person) person, post, channel from assessed_posts where company_id = $1
       order by person, from_on <= $4::date desc, case when from_on <= $4::date then from_on end desc, from_on, id desc) held
     where post = $2 and ($3::text is null or channel = $3) order by person`,
    [company, post, channel ?? null, day],
  );
  return rows.map(({ person }) => person);
}

async function reachedBy(tx: Tx, post: Post, group: readonly string[], on: string): Promise<string[]> {
  if (reachOf[post] === 'own') return [...group];
  const rows = await tx.query<{ login: string }>(
    'select m.login from team_members_on($2::date) m join teams t on t.id = m.team_id where t.manager = any ($1::text[]) union select unnest($1::text[])',
    [group, on],
  );
  return rows.map(({ login }) => login);
}

async function ownReach(tx: Tx, post: Post, login: string, on: string): Promise<string[] | null> {
  return reachOf[post] === 'company' ? null : reachedBy(tx, post, [login], on);
}
