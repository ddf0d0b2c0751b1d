import { type BusinessDate, daysBetween } from '../../../workflows/calendar/dates.js';
import type { Rules } from '../../../workflows/collection-case/commands.js';
import { collectionPath } from '../../../workflows/collection-case/decide.js';
import { nextStep, waitingIn } from '../../../workflows/collection-case/waiting.js';
import type { ListedCase } from '../../cases/case-list.js';
import { agingFromDays, type Sums } from '../../cases/case-sums.js';
import { caseStates, creditGrades } from '../../cases/cases.shapes.js';
import { type WorklistTab, worklistTabs } from '../../cases/worklist-tabs.js';
import type { Owner, OwnersTeam } from '../../people/owners.js';
import type { SavedView } from '../../people/saved-views.js';
import type { Language } from '../../platform/i18n/language.js';
import { toldFacts, urgency } from '../case-words.js';
import { queryString, type WorklistQuery, worklistAddress } from './worklist-query.js';

export interface Shown {
  query: WorklistQuery;
  page: { items: readonly ListedCase[]; next: string | null };
  /** Of the filters, whatever age and tab are chosen. */
  base: Sums;
  /** Of what the list shows. */
  total: Sums;
  counts: Readonly<Partial<Record<WorklistTab, { count: number; isMore: boolean }>>>;
  views: readonly SavedView[];
  owners: readonly Owner[];
  teams: readonly OwnersTeam[];
  today: BusinessDate;
  rules: Rules;
  /** Commands that go to several cases at once. */
  bulk: readonly string[];
  mayLog: boolean;
  language: Language;
}

/** All that the worklist's template says, worked out. */
export function worklistView(shown: Shown): object {
  const { query, page, total, language } = shown;
  const { after: _after, limit: _limit, ...filters } = query;
  const here = queryString(filters);
  return {
    query,
    rows: page.items.map((item) => rowOf(item, shown)),
    isEmpty: page.items.length === 0,
    isUnfiltered: here === '',
    currencies: total.of,
    total,
    late: total.of.map(({ currency, buckets }) => ({ currency, amount: sumOf(buckets.slice(3).map(({ amount }) => amount)) })),
    buckets: bucketsOf(shown),
    tabs: tabsOf(shown),
    views: shown.views.map((view) => ({ ...view, href: `/cases?${view.query}`, isHere: view.query === here && here !== '' })),
    filters: filtersOf(shown),
    sorts: sortsOf(filters),
    here,
    back: worklistAddress(query),
    exportHref: worklistAddress(filters, '/cases/export.csv'),
    cleared: here === '' ? undefined : '/cases',
    next: page.next === null ? undefined : worklistAddress({ ...query, after: page.next }),
    first: query.after === undefined ? undefined : worklistAddress(filters),
    bulk: shown.bulk,
    mayLog: shown.mayLog,
    language,
  };
}

function rowOf(item: ListedCase, { today, rules, language, query }: Shown): object {
  const { context, value } = item.stored;
  const step = nextStep(waitingIn(context, { ...value, collection: collectionPath(value) }, today, rules), today);
  const dueOn = query.sort === 'next' ? item.nextDate : step?.kind === 'meeting' ? undefined : step?.dueOn;
  return {
    ...item,
    stored: undefined,
    graceFrom:
      value.collection === 'gracePeriod' && context.grace
        ? item.overdueDays - Math.max(0, daysBetween(context.grace.from, today))
        : undefined,
    ...(step && { step: `worklist:step.${step.kind}`, facts: toldFacts(step, language) }),
    ...(dueOn && { dueOn, urgency: urgency(dueOn, today) }),
  };
}

/** Each is a filter by age; the bars compare the amounts of the currency with most cases. */
function bucketsOf({ base, query }: Shown): object[] {
  const { after: _, ...kept } = query;
  const [main, ...others] = base.of;
  const all = sumOf((main?.buckets ?? []).map(({ amount }) => amount));
  return agingFromDays.map((from, i) => {
    const until = agingFromDays[i + 1];
    const maxOverdueDays = until === undefined ? undefined : until - 1;
    const isHere = query.minOverdueDays === from && query.maxOverdueDays === maxOverdueDays;
    const amount = main?.buckets[i]?.amount ?? '0.00';
    const share = Number(all) === 0 ? 0 : Math.round((Number(amount) / Number(all)) * 1000) / 10;
    return {
      from,
      until: maxOverdueDays,
      before: from - 1,
      cases: base.of.reduce((sum, one) => sum + (one.buckets[i]?.cases ?? 0), 0),
      currency: main?.currency,
      amount,
      others: others
        .filter((one) => Number(one.buckets[i]?.cases) > 0)
        .map((one) => ({ currency: one.currency, amount: one.buckets[i]?.amount })),
      share,
      tone: from > 90 ? 'fr' : from > 60 ? 'fa' : 'f0',
      isHere,
      href: worklistAddress({
        ...kept,
        tab: undefined,
        minOverdueDays: isHere ? undefined : from,
        maxOverdueDays: isHere ? undefined : maxOverdueDays,
      }),
    };
  });
}

function tabsOf({ query, base, counts }: Shown): object[] {
  const { after: _, minOverdueDays: _min, maxOverdueDays: _max, ...kept } = query;
  const noDays = query.minOverdueDays === undefined && query.maxOverdueDays === undefined;
  const all = { name: 'all', count: base.cases, isMore: base.isMore, isHere: query.tab === undefined && noDays };
  return [
    { ...all, href: worklistAddress({ ...kept, tab: undefined }) },
    ...worklistTabs.map((tab) => ({ name: tab, ...counts[tab], isHere: query.tab === tab, href: worklistAddress({ ...kept, tab }) })),
  ];
}

/** The choices that are links; amounts, dates and days have a form. */
function filtersOf({ query, owners, teams, language }: Shown): object {
  const { after: _, ...kept } = query;
  const choice = (name: keyof WorklistQuery, values: readonly { value: string | undefined; word?: string; text?: string }[]) => ({
    name,
    isSet: name === 'state' ? query.state !== 'open' : query[name] !== undefined,
    choices: values.map((one) => ({ ...one, isHere: query[name] === one.value, href: worklistAddress({ ...kept, [name]: one.value }) })),
    chosen: values.find((one) => one.value === query[name]) ?? { text: String(query[name]) },
  });
  const any = { value: undefined, word: 'worklist:filter.any' };
  return {
    links: [
      choice('state', [
        ...['open', 'all'].map((value) => ({ value, word: `worklist:filter.${value}` })),
        ...caseStates.map((value) => ({ value, word: `worklist:badge.${value.replace('.', '_')}` })),
      ]),
      ...(owners.length > 1 ? [choice('owner', [any, ...owners.map(({ login, name }) => ({ value: login, text: name }))])] : []),
      ...(teams.length > 1 ? [choice('team', [any, ...teams.map(({ id, name }) => ({ value: id, text: name }))])] : []),
      choice('grade', [any, ...creditGrades.map((grade) => ({ value: grade, text: grade }))]),
      choice('disputed', [any, ...['yes', 'no'].map((value) => ({ value, word: `worklist:filter.${value}` }))]),
    ],
    /** What the form keeps of the links' choices. */
    kept: Object.entries({
      state: query.state,
      owner: query.owner,
      team: query.team,
      grade: query.grade,
      disputed: query.disputed,
      sort: query.sort,
      tab: query.tab,
    })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ name, value })),
    set: (['q', 'customer', 'minBalance', 'maxBalance', 'minOverdueDays', 'maxOverdueDays', 'nextUntil'] as const)
      .filter((name) => query[name] !== undefined)
      .map((name) => ({ word: `worklist:set.${name}`, value: query[name], href: worklistAddress({ ...kept, [name]: undefined }) })),
    language,
  };
}

/** Each column's link turns its order around. */
function sortsOf(filters: Partial<WorklistQuery>): object {
  const to = (sort: WorklistQuery['sort'], arrow: string, name: string) => ({
    href: worklistAddress({ ...filters, sort }),
    arrow,
    said: arrow === '' ? 'worklist:sort.by' : `worklist:sort.is_${arrow === '↓' ? 'down' : 'up'}`,
    name: `worklist:${name}`,
  });
  const { sort } = filters;
  return {
    balance: to(sort === '-balance' ? 'balance' : '-balance', sort === '-balance' ? '↓' : sort === 'balance' ? '↑' : '', 'balance'),
    age: to(sort === 'due' ? '-due' : 'due', sort === 'due' ? '↓' : sort === '-due' ? '↑' : '', 'age'),
    next: to(sort === 'next' ? 'due' : 'next', sort === 'next' ? '↑' : '', 'date'),
  };
}

function sumOf(amounts: readonly string[]): string {
  const cents = amounts.reduce(
    (sum, amount) => sum + BigInt(amount.replace(/^(\d+)(?:\.(\d{0,2}))?$/, (_, whole, part = '') => `${whole}${part.padEnd(2, '0')}`)),
    0n,
  );
  const text = cents.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
