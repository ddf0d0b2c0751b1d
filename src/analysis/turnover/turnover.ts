import { Injectable } from '@nestjs/common';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { agingBuckets, rollRates } from '../../../workflows/scorecard/aging.js';
import { assessmentPeriod, lengthOf, periodBefore } from '../../../workflows/scorecard/assessment-period.js';
import { multiply, type Ratio, ratio } from '../../../workflows/scorecard/curve.js';
import { difference, rounded } from '../../../workflows/scorecard/decimal.js';
import { averageDaysDelinquent, bestPossibleDso, collectionEffectiveness, daysSalesOutstanding } from '../../../workflows/scorecard/dso.js';
import { type Turnover, TurnoverReader } from '../../assessment/measures/turnover.reader.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { roleRequired } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { TurnoverAnswer, TurnoverQuery } from './turnover.shapes.js';

const wholeCompany = ['hr', 'sales_director', 'finance_director', 'general_manager', 'auditor'] as const satisfies Role[];

/** Managers see their teams. */
export const turnoverReaders = [...wholeCompany, 'sales_manager'] as const satisfies [Role, ...Role[]];

/** How long money is out, how much of what could be collected is, and what ages. */
@Injectable()
export class TurnoverAnalysis {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly reader: TurnoverReader,
  ) {}

  /**
   * @throws Problem 400 for what is no period; 404 `company.unknown`, `team.unknown` for a team that the reader does not see; 403;
   *   409 `analysis.no_rate` for amounts of a currency without a rate by the last day
   */
  async of({ company, period, team }: TurnoverQuery, reader: CurrentPerson): Promise<TurnoverAnswer> {
    const days = assessmentPeriod(period);
    if (!days) throw new Problem(400, 'request.invalid', {}, [{ field: 'period', code: 'assessment_period' }]);
    const owners = await this.ownersFor(reader, company, team, days.to);
    const { policy } = await this.rules.on(company, days.to);
    const found = await this.reader.of({ company, days, before: periodBefore(days), policy }, owners);
    if (found.unrated !== null) throw new Problem(409, 'analysis.no_rate', { currency: found.unrated, on: days.to, to: found.currency });
    return { company, period, from: days.from, to: days.to, ...figures(found, lengthOf(days)) };
  }

  /** @param on the last day of the period, whose teams count */
  private async ownersFor(reader: CurrentPerson, company: string, team: string | undefined, on: string): Promise<string[] | null> {
    const roles = rolesIn(reader, company);
    if (roles.length === 0) throw new Problem(404, 'company.unknown', { company });
    const whole = roles.some((role) => (wholeCompany as readonly Role[]).includes(role));
    if (!whole && !roles.includes('sales_manager')) throw roleRequired(turnoverReaders);
    if (whole && team === undefined) return null;
    const managers = whole ? null : [reader.login, ...standsInForLogins(reader, company)];
    const teams = await this.database.query<{ logins: string[] }>(
      `select array(select login from team_members_on($3::date) m where m.team_id = t.id union select t.manager) as logins from teams t
       where ($1::bigint is null or t.id = $1) and ($2::text[] is null or t.manager = any ($2))`,
      [team ?? null, managers, on],
    );
    if (team !== undefined && teams.length === 0) throw new Problem(404, 'team.unknown', { team });
    return [...new Set([...(managers ?? []), ...teams.flatMap(({ logins }) => logins)])];
  }
}

function figures({ currency, opened, open, overdue, sales, agingBefore, agingAfter }: Turnover, days: number) {
  const rolls = new Map(rollRates(agingBefore, agingAfter).map(({ from, rate }) => [from, rate]));
  return {
    currency,
    opened,
    sales,
    open,
    overdue,
    dso: told(daysSalesOutstanding(open, sales, days)),
    bestPossibleDso: told(bestPossibleDso(open, overdue, sales, days)),
    add: told(averageDaysDelinquent(open, overdue, sales, days)),
    cei: told(collectionEffectiveness(opened, sales, open, difference(open, overdue))),
    aging: agingBuckets.map((bucket) => {
      const rate = rolls.get(bucket);
      return { bucket, before: agingBefore[bucket], after: agingAfter[bucket], rolled: told(rate && multiply(rate, ratio('100'))) };
    }),
  };
}

const told = (exact: Ratio | undefined) => (exact ? rounded(exact) : null);
