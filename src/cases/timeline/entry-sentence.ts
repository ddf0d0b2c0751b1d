import type { Share } from '../../../workflows/attribution/causes.js';
import { type BusinessDate, isBusinessDate } from '../../../workflows/calendar/dates.js';
import type { Vote } from '../../../workflows/collection-case/context.js';
import type { Entry, Json, Recipient } from '../../../workflows/collection-case/entries.js';
import { formatAmount } from '../../../workflows/money.js';
import { type Instalment, planTotal } from '../../../workflows/payment-plan/plan.js';
import type { RollSeat } from '../../../workflows/review-board/seats.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import { dateIn, money } from '../../platform/i18n/written.js';
import { type EntryFacts, entryFacts, variantNames } from './entry-facts.js';
import type { Marks } from './marks.js';

/** Who is told, and how. */
export interface Telling {
  readonly texts: Texts;
  readonly language: Language;
  readonly marks: Marks;
  /** The day that is told of: dates of the same year go without it. */
  readonly on: BusinessDate;
  /** A person's name, or the login where nobody is known by it. */
  name(login: string): string;
  /** What a document is called; undefined when it may not be seen. */
  document(id: string): string | undefined;
  /** The number that a receipt or credit note goes by. */
  moneyNumber?(kind: MoneyKind, id: string): string | undefined;
}

export type MoneyKind = 'receipt' | 'credit';

export interface Sentence {
  /** Marked as asked for; without a full stop. */
  readonly text: string;
  /** What people wrote, marked as text. */
  readonly quotes: readonly string[];
}

type Facts = Record<string, string | number>;

const documents: readonly string[] = ['document', 'voucherNo', 'contract'];

/** Turns what the journal keeps into what people read: one sentence for the page, the mail and plain text. */
export function entrySentence(entry: Entry, telling: Telling): Sentence {
  const { texts, language } = telling;
  const say = (key: string, facts: Facts) => texts.say(language, `timeline:${key}`, facts);
  if (entry.hidden === true)
    return { text: say(`hidden.${entry.type === 'voteCast' ? entry.type : 'other'}`, hiddenFacts(entry, telling)), quotes: [] };
  const shape = entryFacts[entry.type] ?? {};
  const key = keyOf(entry, shape);
  if (!texts.has(language, `timeline:${key}`)) return { text: say('other', { type: telling.marks.text(entry.type) }), quotes: [] };
  const facts = factsOf(entry, shape, telling);
  const clauses = (shape.clauses ?? []).filter((fact) => isSaid(entry, fact)).map((fact) => say(`clause.${entry.type}.${fact}`, facts));
  return { text: [say(key, facts), ...clauses].join(''), quotes: [...quotesOf(entry, shape, telling), ...voteReasons(entry, telling)] };
}

/** The sentence's key in `timeline.json`. */
export function keyOf(entry: Entry, { variant }: EntryFacts = entryFacts[entry.type] ?? {}): string {
  if (variant === undefined) return `entry.${entry.type}`;
  const value = entry[variant];
  const [yes, no] = variantNames[variant] ?? [];
  return `entry.${entry.type}.${yes === undefined ? String(value) : value === true ? yes : no}`;
}

/** @param fact a clause may name an amount without its unit */
function isSaid(entry: Entry, fact: string): boolean {
  const value = entry[fact] ?? entry[`${fact}Cents`];
  return value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
}

function factsOf(entry: Entry, shape: EntryFacts, telling: Telling): Facts {
  const { facts: further, ...own } = entry;
  const all = Object.entries({ ...(isObject(further) ? further : {}), ...own });
  return Object.assign({}, ...all.map(([fact, value]) => said(fact, value, shape, telling))) as Facts;
}

function said(fact: string, value: Json | undefined, shape: EntryFacts, telling: Telling): Facts {
  const { marks } = telling;
  if (fact === 'level') return { level: word('level', String(value), telling) };
  if (typeof value === 'number') return saidNumber(fact, value, shape, marks);
  if (typeof value === 'string') return { [fact]: saidText(fact, value, shape, telling) };
  if (Array.isArray(value)) return saidList(fact, value, telling);
  if (isObject(value) && (fact === 'changes' || fact === 'to')) return { [fact]: changes(value, telling) };
  return {};
}

function saidNumber(fact: string, value: number, { moneyIn }: EntryFacts, marks: Marks): Facts {
  if (fact.endsWith('Cents')) {
    const name = fact.slice(0, -'Cents'.length);
    return { [name]: moneyIn && name === 'amount' ? marks.moneyIn(money(value)) : marks.money(money(value)) };
  }
  if (fact === 'shareHundredths') return { share: value / 100 };
  if (fact.endsWith('Hundredths')) return { [fact.slice(0, -'Hundredths'.length)]: formatAmount(value) };
  return { [fact]: value };
}

function saidText(fact: string, value: string, { words, persons }: EntryFacts, telling: Telling): string {
  const { marks, language, on } = telling;
  if (words?.includes(fact)) return word(fact, value, telling);
  if (persons?.includes(fact)) return marks.text(telling.name(value));
  if (fact === 'evidence') return marks.document(telling.document(value) ?? value);
  if (fact === 'receipt' || fact === 'credit') return marks.document(telling.moneyNumber?.(fact, value) ?? value);
  if (documents.includes(fact)) return marks.document(value);
  return isBusinessDate(value) ? dateIn(value, language, on) : marks.text(value);
}

function saidList(fact: string, value: readonly Json[], telling: Telling): Facts {
  const { texts, language, marks } = telling;
  const say = (key: string, facts: Facts) => texts.say(language, `timeline:${key}`, facts);
  const joined = (parts: readonly string[]): Facts => ({ [fact]: parts.join(texts.say(language, 'timeline:and')) });
  switch (fact) {
    case 'instalments': {
      const plan = value as unknown as readonly Instalment[];
      const last = plan.at(-1)?.dueOn;
      const lastOn = last === undefined ? '' : dateIn(last, language, telling.on);
      return { count: plan.length, total: marks.money(money(planTotal(plan))), lastOn };
    }
    case 'shares':
      return joined((value as unknown as readonly Share[]).map((share) => shareText(share, telling)));
    case 'silent':
      return joined((value as readonly string[]).map((login) => marks.text(telling.name(login))));
    case 'roll':
      return joined((value as unknown as readonly RollSeat[]).map(({ seat, member }) => say('part.seat', seated(seat, member, telling))));
    case 'votes':
      return joined(
        lastVotes(value).map(({ seat, person, choice }) =>
          say('part.vote', { ...seated(seat, person, telling), choice: word('choice', choice, telling) }),
        ),
      );
    case 'to':
      return joined((value as unknown as readonly Recipient[]).map((one) => recipient(one, telling)));
    default:
      return {};
  }
}

export function shareText(
  { party, person, shareHundredths }: Pick<Share, 'party' | 'person' | 'shareHundredths'>,
  telling: Telling,
): string {
  const facts = { party: word('party', party, telling), share: shareHundredths / 100 };
  const { texts, language, marks } = telling;
  if (person === undefined) return texts.say(language, 'timeline:part.share', facts);
  return texts.say(language, 'timeline:part.sharePerson', { ...facts, person: marks.text(telling.name(person)) });
}

function seated(seat: string, person: string, telling: Telling): Facts {
  return { seat: word('seat', seat, telling), person: telling.marks.text(telling.name(person)) };
}

function recipient(one: Recipient, { texts, language, marks, name }: Telling): string {
  return 'person' in one ? marks.text(name(one.person)) : texts.say(language, `pages:role.${one.role}`);
}

function changes(value: { readonly [fact: string]: Json | undefined }, telling: Telling): string {
  const { texts, language, marks } = telling;
  const parts = Object.entries(value).flatMap(([fact, to]) => {
    if (to === undefined || to === null) return [];
    if (fact === 'amountCents') return [texts.say(language, 'timeline:part.change.amount', { value: marks.money(money(Number(to))) })];
    const read =
      fact === 'owner'
        ? marks.text(telling.name(String(to)))
        : fact === 'dueOn'
          ? dateIn(String(to), language, telling.on)
          : marks.text(String(to));
    return [texts.say(language, `timeline:part.change.${fact}`, { value: read })];
  });
  return parts.join(texts.say(language, 'timeline:and'));
}

/** The last of a seat counts. */
function lastVotes(votes: readonly Json[]): readonly Vote[] {
  return [...new Map((votes as unknown as readonly Vote[]).map((vote) => [vote.seat, vote])).values()];
}

function quotesOf(entry: Entry, { quotes = [] }: EntryFacts, { texts, language, marks }: Telling): string[] {
  return quotes.flatMap((fact) => {
    const text = entry[fact];
    return typeof text === 'string' && text.trim() !== '' ? [texts.say(language, 'timeline:quote', { text: marks.text(text) })] : [];
  });
}

function voteReasons(entry: Entry, telling: Telling): string[] {
  const { texts, language, marks } = telling;
  if (entry.type !== 'votingClosed' || !Array.isArray(entry.votes)) return [];
  return lastVotes(entry.votes as readonly Json[]).map(({ person, reason }) => {
    const text = texts.say(language, 'timeline:quote', { text: marks.text(reason) });
    return texts.say(language, 'timeline:part.voteQuote', { person: marks.text(telling.name(person)), text });
  });
}

function hiddenFacts(entry: Entry, telling: Telling): Facts {
  return entry.type === 'voteCast' ? seated(String(entry.seat), String(entry.person), telling) : {};
}

/** A value that nobody has translated is told as it is. */
export function word(fact: string, value: string, { texts, language, marks }: Pick<Telling, 'texts' | 'language' | 'marks'>): string {
  const key = `timeline:word.${fact}.${value.replaceAll('.', '_')}`;
  return texts.has(language, key) ? texts.say(language, key) : marks.text(value);
}

function isObject(value: Json | undefined): value is { readonly [fact: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
