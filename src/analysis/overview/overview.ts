import { Injectable } from '@nestjs/common';
import { expectedReceipts } from '../../../workflows/aging/forecast.js';
import { lossRates, rollRates } from '../../../workflows/aging/roll-rates.js';
import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import { CaseList, fewAtMost } from '../../cases/case-list.js';
import type { CasesQuery } from '../../cases/cases.shapes.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { usualLimit } from '../../people/paging.js';
import { Database } from '../../platform/database/database.js';
import type { Language } from '../../platform/i18n/language.js';
import { WriteOffs } from '../write-offs.js';
import { Agreed } from './agreed.js';
import { DayCount } from './day-count.js';
import { overviewReaders, seesOpenItems } from './figure-scope.js';
import { Moves } from './moves.js';
import type { Expected, OverviewAnswer, OverviewQuery, OwnersStanding, QuarterRate } from './overview.shapes.js';
import { type AgedSum, type Counted, type OwnersSums, Standing } from './standing.js';

/** Months that the series go back. */
export const monthsBack = 12;
const casesShown = 7;
const spanDays = 30;
/** Ages of each of the five columns: 1–30, 31–60, 61–90, 91–180, over 180 overdue days. */
const columns: readonly (readonly number[])[] = [[1], [2], [3], [4, 5, 6], [7]];

/** A company at a glance, from the figures of its last counted day. */
@Injectable()
export class Overview {
  constructor(
    private readonly database: Database,
    private readonly standing: Standing,
    private readonly moves: Moves,
    private readonly agreed: Agreed,
    private readonly count: DayCount,
    private readonly writeOffs: WriteOffs,
    private readonly cases: CaseList,
    private readonly rules: RulesInForce,
    private readonly known: Known,
  ) {}

  /** @throws Problem 403 `role.required`, 404 `company.unknown` */
  async read(query: OverviewQuery, person: CurrentPerson, language: Language): Promise<OverviewAnswer> {
    const { company } = query;
    requireRole(person, company, ...overviewReaders);
    await this.known.company(company);
    const today = await businessDate(this.database, company);
    const { on, at } = await this.countedBy(company, today);
    const [home] = await this.database.query<{ currency: string }>(
      'select currency from companies where id = $1',
      [company],
      'overview.currency',
    );
    const currency = query.currency ?? home?.currency ?? 'CNY';
    const counted: Counted = { company, currency, on };
    const from = query.from ?? `${on.slice(0, 8)}01`;
    const { policy } = await this.rules.on(company, today);
    const owners = await this.standing.owners(counted, person);
    const series = await this.seriesOf(counted, person);
    const ages = series.get(on) ?? [];
    const overdue = sumOf(columns.flat().map((age) => ages[age + 3] ?? 0));
    const open = sumOf(ages);
    const seesOpen = seesOpenItems(person, company);
    const share = (part: number, whole: number) => (seesOpen ? percent(part, whole) : null);
    const sums = owners.flatMap((owner) => owner.sums);
    const buckets = columnsOf(sums);
    const cases = buckets.reduce((all, { items }) => all + items, 0);
    return {
      company,
      currency,
      currencies: (await this.standing.currencies(counted, person)).map((one) => one.currency),
      on,
      countedAt: at.toISOString(),
      from,
      cases,
      open: seesOpen ? { items: sumOf(sums.map(({ items }) => items)), amount: formatAmount(open) } : null,
      overdue: { items: cases, amount: formatAmount(overdue) },
      over90: formatAmount(sumOf(buckets.slice(3).map(({ amount }) => cents(amount)))),
      share: share(overdue, open),
      shareBenchmark: policy.overdueShareBenchmarkHundredths / 100,
      badDebtBenchmark: policy.badDebtBenchmarkHundredths / 100,
      buckets,
      owners: owners.map(standingOf),
      companies: (await this.standing.companies(person)).map(({ openCents, overdueCents, oldCents, ...one }) => ({
        ...one,
        open: formatAmount(openCents),
        overdue: formatAmount(overdueCents),
        over90: formatAmount(oldCents),
        share: share(overdueCents, openCents),
      })),
      months: [...series].map(([day, aged]) => {
        const [late, all] = [sumOf(aged.slice(4)), sumOf(aged)];
        return {
          on: day === on ? day : addDays(day, -1),
          open: formatAmount(all),
          overdue: formatAmount(late),
          share: share(late, all),
        };
      }),
      quarters: seesOpen ? await this.quarters(counted, series, person, language) : [],
      flows: await this.flows(counted, from, person),
      money: (await this.moves.money(counted, addMonths(firstOf(on), -monthsBack), person)).map(
        ({ month, receivedCents, recoveredCents }) => ({
          month,
          received: formatAmount(receivedCents),
          recovered: formatAmount(recoveredCents),
        }),
      ),
      ...(await this.ahead(counted, series, person)),
      causes: await this.causes(counted, person, language),
      largest: await this.listed(company, '-balance', person, cases),
      oldest: await this.listed(company, 'due', person, cases),
    };
  }

  /** A company that has never been counted is, when somebody asks for the first time. */
  private async countedBy(company: string, today: BusinessDate): Promise<{ on: BusinessDate; at: Date }> {
    const known = await this.standing.latest(company, today);
    if (known) return known;
    await this.count.count(company, today);
    const counted = await this.standing.latest(company, today);
    if (!counted) throw new Error(`${company} was not counted`);
    return counted;
  }

  /** The nights of the first of each month, and the last day. */
  private seriesOf(counted: Counted, person: CurrentPerson): Promise<Map<BusinessDate, number[]>> {
    const firsts = Array.from({ length: monthsBack + 1 }, (_, i) => addMonths(firstOf(counted.on), i - monthsBack));
    return this.standing.series(counted, [...new Set([...firsts, counted.on])], person);
  }

  /** What does not move stays where it is: the cases of today that came from nowhere else. */
  private async flows(counted: Counted, from: BusinessDate, person: CurrentPerson): Promise<OverviewAnswer['flows']> {
    const moved = await this.moves.flows(counted, from, person);
    const states = await this.standing.states(counted, person);
    const stayed = states.map(({ state, cases }) => ({
      from: state,
      to: state,
      cases: Math.max(0, cases - sumOf(moved.filter(({ to }) => to === state).map((flow) => flow.cases))),
    }));
    return [...moved, ...stayed.filter(({ cases }) => cases > 0)];
  }

  /** Written off in P ÷ (open at its end + written off in P): domain.md, `bad_debt_rate`. Of this quarter, as far as it has come. */
  private async quarters(
    counted: Counted,
    series: ReadonlyMap<BusinessDate, number[]>,
    person: CurrentPerson,
    language: Language,
  ): Promise<QuarterRate[]> {
    const { company, currency, on } = counted;
    const current = addMonths(firstOf(on), -((Number(on.slice(5, 7)) - 1) % 3));
    const starts = [4, 3, 2, 1, 0].map((back) => addMonths(current, -3 * back));
    const { items } = await this.writeOffs.analyse({ by: 'month', company, from: starts[0] ?? on, to: on }, person, language);
    return starts.map((start) => {
      const end = addMonths(start, 3);
      const ages = series.get(end > on ? on : end);
      const months = [0, 1, 2].map((i) => addMonths(start, i).slice(0, 7));
      const lost = sumOf(items.filter((row) => row.currency === currency && months.includes(row.key)).map((row) => cents(row.writtenOff)));
      const open = ages ? sumOf(ages) : undefined;
      return {
        quarter: `${start.slice(0, 4)}Q${(Number(start.slice(5, 7)) + 2) / 3}`,
        writtenOff: formatAmount(lost),
        open: open === undefined ? null : formatAmount(open),
        rate: open === undefined ? null : percent(lost, open + lost),
      };
    });
  }

  private async ahead(
    counted: Counted,
    series: ReadonlyMap<BusinessDate, number[]>,
    person: CurrentPerson,
  ): Promise<Pick<OverviewAnswer, 'forecast' | 'ages'>> {
    const { on } = counted;
    const agedFrom0 = (ages: readonly number[] = []) => ages.slice(3);
    const firsts = [...series].filter(([day]) => day.endsWith('-01')).map(([, ages]) => agedFrom0(ages));
    const rolls = rollRates(firsts);
    const losses = lossRates(rolls);
    const today = series.get(on) ?? [];
    const due = [today[3] ?? 0, today[2] ?? 0, today[1] ?? 0];
    const agreed = await this.agreed.spans(counted, person);
    const agreedIn = (kind: string, span: number) =>
      sumOf(agreed.filter((one) => one.kind === kind && one.span === span).map((one) => one.cents));
    const spans = [0, 1, 2].map((span) => ({ promisedCents: agreedIn('promise', span), plannedCents: agreedIn('plan', span) }));
    const expected = expectedReceipts(spans, due, agedFrom0(today), rolls);
    return {
      forecast: expected.map(
        ({ promisedCents, plannedCents, dueCents, overdueCents }, span): Expected => ({
          from: addDays(on, span * spanDays),
          until: addDays(on, (span + 1) * spanDays - 1),
          promised: formatAmount(promisedCents),
          planned: formatAmount(plannedCents),
          due: formatAmount(due[span] ?? 0),
          expectedOfDue: dueCents === undefined ? null : formatAmount(dueCents),
          expectedOfOverdue: overdueCents === undefined ? null : formatAmount(overdueCents),
        }),
      ),
      ages: agedFrom0(today).map((amount, age) => {
        const [roll, loss] = [rolls[age], losses[age]];
        return {
          age,
          amount: formatAmount(amount),
          roll: roll === undefined ? null : rounded(roll * 100),
          loss: loss === undefined ? null : rounded(loss * 100),
          provision: loss === undefined ? null : formatAmount(Math.round(amount * loss)),
        };
      }),
    };
  }

  private async causes({ company, currency, on }: Counted, person: CurrentPerson, language: Language): Promise<OverviewAnswer['causes']> {
    const asked = { by: 'root_cause', company, from: addMonths(on, -monthsBack), to: on } as const;
    const { items } = await this.writeOffs.analyse(asked, person, language);
    return items.filter((row) => row.currency === currency);
  }

  private async listed(
    company: string,
    sort: CasesQuery['sort'],
    person: CurrentPerson,
    counted: number,
  ): Promise<OverviewAnswer['largest']> {
    const query: CasesQuery = { state: 'open', company, sort, limit: usualLimit };
    // What was counted may be of a day on which there was nothing yet.
    if (counted > 0 && counted <= fewAtMost) return (await this.cases.pageOfFew(query, person)).items.slice(0, casesShown);
    // Asked for as few as are shown, the database would walk through all cases in the hope of soon having found somebody's few.
    return (await this.cases.page(query, person)).items.slice(0, casesShown);
  }
}

function standingOf({ sums, openCents, ...owner }: OwnersSums): OwnersStanding {
  const buckets = columnsOf(sums);
  return {
    ...owner,
    open: formatAmount(openCents),
    overdue: formatAmount(sumOf(buckets.map(({ amount }) => cents(amount)))),
    buckets,
  };
}

function columnsOf(sums: readonly AgedSum[]): { items: number; amount: string }[] {
  return columns.map((ages) => {
    const found = sums.filter(({ bucket }) => ages.includes(bucket));
    return { items: sumOf(found.map(({ items }) => items)), amount: formatAmount(sumOf(found.map((one) => one.cents))) };
  });
}

function firstOf(day: BusinessDate): BusinessDate {
  return `${day.slice(0, 8)}01`;
}

/** Per cent with two decimals; null of nothing. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded((part / whole) * 100);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
