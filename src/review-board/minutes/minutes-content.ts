import { daysBetween } from '../../../workflows/calendar/dates.js';
import type { Json } from '../../../workflows/collection-case/entries.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { MeetingKind } from '../../../workflows/review-board/meeting-times.js';
import { type Seat, seats } from '../../../workflows/review-board/seats.js';
import { apiJson } from '../../cases/api-json.js';

type Said = Readonly<Record<string, Json | undefined>>;

export interface MinutesHead {
  company: { id: string; name: string };
  meeting: {
    id: string;
    kind: MeetingKind;
    plannedOn: string;
    calledOn: string;
    calledBy: string;
    openedOn: string;
    openedBy: string;
    deadline: string | null;
    closedOn: string;
    closedBy: string;
  };
}

export interface MinutesSeat {
  seat: Seat;
  member: string;
  deputy: string | null;
  named: string | null;
}

export interface ItemRow {
  case: string;
  customer: string;
  customerName: string;
  document: string;
  instalment: number;
  currency: string;
  amount: string;
  dueOn: string;
  outcome: string;
  said: (Said & { type: string })[] | null;
}

/** A vote as the minutes have it: the last of its person. */
export interface MinutesVote {
  seat: Seat;
  person: string;
  choice: string;
  reason: string;
  on: string;
  graceMonths?: number;
  nextReviewOn?: string;
  /** How often its person had voted otherwise before. */
  changed: number;
  /** False: of a seat that was recused or voted by somebody else at the close, or the item lapsed. */
  counts: boolean;
}

export interface MinutesItem {
  case: string;
  customer: string;
  customerName: string;
  document: string;
  instalment: number;
  currency: string;
  amount: string;
  dueOn: string;
  overdueDays: number;
  outcome: string;
  /** Why it was deferred, or the rule that made it void. */
  why: string | null;
  /** What a void resolution lacks. */
  lacks: Said | null;
  for: number | null;
  of: number | null;
  terms: { graceMonths?: Json; endsOn?: Json; nextReviewOn?: Json };
  newFact: Said | null;
  evidence: { id: string; sha256: string }[];
  votes: MinutesVote[];
  recusals: { person: string; reason: string }[];
  /** Who voted otherwise than the board resolved. */
  dissent: string[];
}

export interface MinutesContent extends MinutesHead {
  format: 'recoup-minutes-1';
  /** Names of everybody who is named below by login. */
  people: Readonly<Record<string, string>>;
  roll: MinutesSeat[];
  items: MinutesItem[];
  leftOut: { case: string; customerName: string; document: string; code: string; facts: Said }[];
  totals: { outcome: string; currency: string; cases: number; amount: string }[];
}

/** As they are stored. */
export interface KeptMinutes {
  content: MinutesContent;
  /** In hexadecimal. */
  sha256: string;
}

/** What the journal says of one item of the meeting, put in the order in which minutes tell it. */
export function minutesItem({ said, ...row }: ItemRow, closedOn: string): MinutesItem {
  const entries = said ?? [];
  const closed = entries.find(({ type }) => type === 'votingClosed');
  const opened = entries.find(({ type }) => type === 'votingOpened');
  const grace = entries.find(({ type }) => type === 'graceGranted');
  const tally = (closed?.tally ?? {}) as Said;
  const counted = (closed?.counted ?? []) as unknown as { seat: Seat; person: string; choice: string }[];
  const votes = lastVotes(entries, counted);
  const decided = counted.some(({ choice }) => choice === row.outcome);
  return {
    ...row,
    overdueDays: daysBetween(row.dueOn, closedOn),
    why: (closed?.why as string | undefined) ?? null,
    lacks: (apiJson(closed?.lacks) as Said | undefined) ?? null,
    for: (tally.for as number | undefined) ?? null,
    of: (tally.of as number | undefined) ?? null,
    terms: {
      ...(row.outcome === 'grace' && { graceMonths: grace?.months ?? tally.graceMonths ?? null, endsOn: grace?.endsOn ?? null }),
      ...(row.outcome === 'continue' && { nextReviewOn: closed?.nextReviewOn ?? tally.nextReviewOn ?? null }),
    },
    newFact: (opened?.newFact as Said | undefined) ?? null,
    evidence: ((opened?.evidence ?? []) as unknown as { id: string; sha256: string }[]).map(({ id, sha256 }) => ({ id, sha256 })),
    votes,
    recusals: entries
      .filter(({ type }) => type === 'recused')
      .map(({ person, reason }) => ({ person: String(person), reason: String(reason) })),
    dissent: decided ? votes.filter(({ counts, choice }) => counts && choice !== row.outcome).map(({ person }) => person) : [],
  };
}

/** Of each person the last, in the order of the seats. */
function lastVotes(entries: readonly (Said & { type: string })[], counted: readonly { seat: Seat; person: string }[]): MinutesVote[] {
  const cast = entries.filter(({ type }) => type === 'voteCast');
  const people = [...new Set(cast.map(({ person }) => String(person)))];
  const votes = people.flatMap((person): MinutesVote[] => {
    const own = cast.filter((vote) => vote.person === person);
    const last = own.at(-1);
    if (!last) return [];
    const seat = last.seat as Seat;
    return [
      {
        seat,
        person,
        choice: String(last.choice),
        reason: String(last.reason),
        on: String(last.on),
        ...(typeof last.graceMonths === 'number' && { graceMonths: last.graceMonths }),
        ...(typeof last.nextReviewOn === 'string' && { nextReviewOn: last.nextReviewOn }),
        changed: own.length - 1,
        counts: counted.some((one) => one.seat === seat && one.person === person),
      },
    ];
  });
  return votes.sort((a, b) => seats.indexOf(a.seat) - seats.indexOf(b.seat));
}

/** Sums never mix currencies. */
export function totalsOf(items: readonly Pick<MinutesItem, 'outcome' | 'currency' | 'amount'>[]): MinutesContent['totals'] {
  const groups = new Map<string, { outcome: string; currency: string; cases: number; sum: number }>();
  for (const { outcome, currency, amount } of items) {
    const key = `${outcome} ${currency}`;
    const group = groups.get(key) ?? { outcome, currency, cases: 0, sum: 0 };
    groups.set(key, { ...group, cases: group.cases + 1, sum: group.sum + cents(amount) });
  }
  return [...groups.values()]
    .sort((a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) || (a.currency < b.currency ? -1 : 1))
    .map(({ sum, ...group }) => ({ ...group, amount: formatAmount(sum) }));
}

const outcomes = ['grace', 'bad_debt', 'legal_action', 'continue', 'deferred', 'void', 'lapsed'];

/** Everybody whom the minutes name. */
export function loginsIn(content: Pick<MinutesContent, 'meeting' | 'roll' | 'items'>): string[] {
  const { calledBy, openedBy, closedBy } = content.meeting;
  const logins = [
    calledBy,
    openedBy,
    closedBy,
    ...content.roll.flatMap(({ member, deputy, named }) => [member, deputy, named]),
    ...content.items.flatMap(({ votes, recusals }) => [...votes, ...recusals].map(({ person }) => person)),
  ];
  return [...new Set(logins.filter((login) => login !== null))].sort();
}
