import { addDays, addMonths } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import { spanDays } from '../../analysis/overview/day-count.js';
import { monthsBack } from '../../analysis/overview/overview.js';
import type { OverviewAnswer, OwnersStanding } from '../../analysis/overview/overview.shapes.js';
import { agingFromDays } from '../../cases/case-sums.js';
import { withSeparators } from '../../platform/print/figures.js';
import { type WorklistQuery, worklistAddress } from '../worklist/worklist-query.js';
import { flowPicture } from './flow-view.js';
import { moneyPicture, quarterPicture, sharePicture } from './series-view.js';
import { agreedAddress, movesAddress, openAddress, type Telling } from './telling.js';

/** Rows of the aging; what is more stands together in the last one. */
const rowsShown = 12;
const oldFromDays = agingFromDays[3];
const tones = ['f2', 'f0', 'fa', 'fr', 'fi'] as const;

/**
 * All that the overview's template says.
 * @param named the address says whose figures these are: then every row behind them is that company's, whichever was chosen last
 */
export function overviewView(found: OverviewAnswer, telling: Telling, named = false): object {
  const { company, currency, on, from, ages, forecast } = found;
  const of: Query = named ? { company } : {};
  return {
    ...found,
    links: {
      cases: worklistAddress(of),
      old: worklistAddress({ ...of, minOverdueDays: oldFromDays }),
      largest: worklistAddress({ ...of, sort: '-balance' }),
      open: openAddress({ company, currency }),
    },
    otherCurrencies: found.currencies
      .filter((one) => one !== currency)
      .map((one) => ({ currency: one, href: `/overview?${new URLSearchParams({ ...(named && { company }), currency: one })}` })),
    companies: found.companies.map((one) => ({
      ...one,
      openHref: openAddress({ company: one.company, currency: one.currency }),
      casesHref: worklistAddress({ company: one.company }),
      oldHref: worklistAddress({ company: one.company, minOverdueDays: oldFromDays }),
    })),
    // Of days that are past sums alone were kept.
    months: found.months.map((one) => ({ ...one, isNow: one.on === on })),
    quarters: found.quarters.map((one, i) => ({
      ...one,
      href: lostIn(one.quarter, company, currency),
      isNow: i === found.quarters.length - 1,
    })),
    isOver: found.share !== null && found.share > found.shareBenchmark,
    quarter: found.quarters.at(-1),
    rate: { isOver: (found.quarters.at(-1)?.rate ?? 0) > found.badDebtBenchmark },
    month: found.money.find(({ month }) => month === on.slice(0, 7)) ?? { received: '0.00', recovered: '0.00' },
    thisMonth: moneyLinks(found, on.slice(0, 7)),
    columns: agingFromDays.map((first, i) => ({ tone: tones[i], from: first, until: untilOf(i), before: first - 1 })),
    rows: agingRows(found, telling, of),
    totals: bucketLinks(found.buckets, of),
    hasCompanies: found.companies.length > 1,
    shareSeries: found.months.some(({ share }) => share !== null) ? sharePicture(found, telling) : undefined,
    quarterSeries: found.quarters.length > 0 ? quarterPicture(found, telling) : undefined,
    moneySeries: found.money.length > 0 ? moneyPicture(found, telling) : undefined,
    money: found.money.map((one) => ({ ...one, href: moneyLinks(found, one.month) })),
    flowPicture: found.flows.length > 0 ? flowPicture(found, telling) : undefined,
    flows: found.flows
      .filter((flow) => flow.from !== flow.to)
      .map((flow) => ({ ...flow, href: movesAddress({ company, currency, from, until: on, before: flow.from, after: flow.to }) })),
    spans: [
      { name: 'month', from: `${on.slice(0, 8)}01` },
      ...spanDays.map((days) => ({ name: `days${days}`, from: addDays(on, -days) })),
    ].map((span) => ({
      ...span,
      isHere: span.from === from,
      href: `/overview?${new URLSearchParams({ company, currency, from: span.from })}`,
    })),
    forecast: forecast.map((span, i) => ({
      ...span,
      promisedHref: agreedAddress({ company, currency, kind: 'promise', from: span.from, until: span.until }),
      plannedHref: agreedAddress({ company, currency, kind: 'plan', from: span.from, until: span.until }),
      // What is due today or was not yet made a case stands in the first span.
      dueHref: openAddress({ company, currency, overdue: 'no', ...(i > 0 && { dueFrom: span.from }), dueUntil: span.until }),
      total:
        span.expectedOfDue === null ? undefined : total(span.promised, span.planned, span.expectedOfDue, span.expectedOfOverdue ?? '0.00'),
    })),
    hasRates: ages.some(({ roll }) => roll !== null),
    ages: ages.map((age) => ({
      ...age,
      word: age.age === 0 ? 'notDue' : age.age === 7 ? 'last' : 'range',
      from: age.age * 30 - 29,
      until: age.age * 30,
      href:
        age.age === 0
          ? openAddress({ company, currency, overdue: 'no', dueUntil: addDays(on, 29) })
          : worklistAddress({ ...of, minOverdueDays: age.age * 30 - 29, ...(age.age < 7 && { maxOverdueDays: age.age * 30 }) }),
    })),
    provision: ages.every(({ provision }) => provision !== null) ? total(...ages.map(({ provision }) => provision ?? '0.00')) : undefined,
    causes: found.causes.map((cause) => ({
      ...cause,
      href: `/overview/write-offs?${new URLSearchParams({ company, currency, cause: cause.key, from: addMonths(on, -monthsBack), to: on })}`,
    })),
  };
}

/** By team; somebody of one team alone sees its people. */
function agingRows({ owners, shareBenchmark }: OverviewAnswer, { texts, language }: Telling, of: Query): object[] {
  const teams = new Set(owners.map(({ team }) => team ?? ''));
  const groups = new Map<string, { name: string; query: Query; owners: OwnersStanding[] }>();
  for (const owner of owners) {
    const byTeam = teams.size > 1 && owner.team !== null;
    const key = byTeam ? `team ${owner.team}` : `owner ${owner.owner}`;
    const known = groups.get(key) ?? {
      name: byTeam ? (owner.teamName ?? '') : owner.name,
      query: byTeam ? { ...of, team: owner.team ?? '' } : { ...of, owner: owner.owner },
      owners: [],
    };
    groups.set(key, { ...known, owners: [...known.owners, owner] });
  }
  const rows = [...groups.values()]
    .map(({ name, query, owners: members }) => rowOf(name, query, members))
    .filter(({ overdueCents }) => overdueCents > 0)
    .sort((a, b) => b.overdueCents - a.overdueCents);
  const shown = rows.length > rowsShown ? rows.slice(0, rowsShown - 1) : rows;
  const rest = rows.slice(shown.length);
  const all = rest.length === 0 ? shown : [...shown, together(rest, texts.say(language, 'overview:rest', { count: rest.length }))];
  const most = Math.max(1, ...all.map(({ overdueCents }) => overdueCents));
  return all.map(({ amounts, ...row }) => ({
    ...row,
    stack: {
      label: amounts
        .map(
          (amount, i) =>
            `${texts.say(language, untilOf(i) === undefined ? 'overview:bucket.over' : 'overview:bucket.range', { from: agingFromDays[i], until: untilOf(i), before: (agingFromDays[i] ?? 1) - 1 })} ${withSeparators(formatAmount(amount))}`,
        )
        .join(language === 'zh-CN' ? '，' : ', '),
      parts: amounts.map((amount, i) => ({ tone: tones[i], width: (amount / most) * 100 })),
    },
    buckets: bucketLinks(
      amounts.map((amount, i) => ({ items: row.counts[i] ?? 0, amount: formatAmount(amount) })),
      row.query ?? {},
      row.query === undefined,
    ),
    over: row.share !== null && row.share > shareBenchmark,
  }));
}

interface AgingRow {
  name: string;
  query: Query | undefined;
  href: string | undefined;
  oldHref: string | undefined;
  amounts: number[];
  counts: number[];
  overdueCents: number;
  openCents: number;
  overdue: string;
  old: string;
  share: number | null;
}

function rowOf(name: string, query: Query | undefined, owners: readonly OwnersStanding[]): AgingRow {
  const amounts = agingFromDays.map((_, i) => owners.reduce((sum, { buckets }) => sum + cents(buckets[i]?.amount ?? '0'), 0));
  const counts = agingFromDays.map((_, i) => owners.reduce((sum, { buckets }) => sum + (buckets[i]?.items ?? 0), 0));
  return finished({ name, query, amounts, counts, openCents: owners.reduce((sum, { open }) => sum + cents(open), 0) });
}

function together(rows: readonly AgingRow[], name: string): AgingRow {
  const sum = (of: (row: AgingRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  return finished({
    name,
    query: undefined,
    amounts: agingFromDays.map((_, i) => sum(({ amounts }) => amounts[i] ?? 0)),
    counts: agingFromDays.map((_, i) => sum(({ counts }) => counts[i] ?? 0)),
    openCents: sum(({ openCents }) => openCents),
  });
}

function finished(row: Pick<AgingRow, 'name' | 'query' | 'amounts' | 'counts' | 'openCents'>): AgingRow {
  const overdueCents = row.amounts.reduce((sum, amount) => sum + amount, 0);
  return {
    ...row,
    href: row.query && worklistAddress(row.query),
    oldHref: row.query && worklistAddress({ ...row.query, minOverdueDays: oldFromDays }),
    overdueCents,
    overdue: formatAmount(overdueCents),
    old: formatAmount((row.amounts[3] ?? 0) + (row.amounts[4] ?? 0)),
    share: row.openCents === 0 ? null : Math.round((overdueCents / row.openCents) * 10_000) / 100,
  };
}

function bucketLinks(buckets: readonly { items: number; amount: string }[], query: Query, without = false): object[] {
  return buckets.map((bucket, i) => ({
    ...bucket,
    ...(!without &&
      bucket.items > 0 && { href: worklistAddress({ ...query, minOverdueDays: agingFromDays[i], maxOverdueDays: untilOf(i) }) }),
  }));
}

function untilOf(column: number): number | undefined {
  const next = agingFromDays[column + 1];
  return next === undefined ? undefined : next - 1;
}

type Query = Partial<WorklistQuery>;

/** What was posted in a quarter such as 2026Q3. */
function lostIn(quarter: string, company: string, currency: string): string {
  const from = `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, '0')}-01`;
  return `/overview/write-offs?${new URLSearchParams({ company, currency, from, to: addDays(addMonths(from, 3), -1) })}`;
}

/** What a month's money leads to. */
function moneyLinks({ company, currency, on }: OverviewAnswer, month: string): { received: string; recovered: string } {
  const last = addDays(addMonths(`${month}-01`, 1), -1);
  const span = { company, currency, from: `${month}-01`, until: last < on ? last : on };
  return { received: movesAddress({ ...span, money: 'received' }), recovered: movesAddress({ ...span, money: 'recovered' }) };
}

function total(...amounts: string[]): string {
  return formatAmount(amounts.reduce((sum, amount) => sum + cents(amount), 0));
}
