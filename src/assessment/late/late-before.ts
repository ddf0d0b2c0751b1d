import type { Days } from '../../../workflows/scorecard/assessment-period.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import type { Tx } from '../../platform/database/database.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import { withSeparators } from '../../platform/print/figures.js';
import type { AssessedPerson } from '../cards/assessed-people.js';
import { type AnewBy, differencesOf, reachedBefore, touchedBy } from './late-differences.js';
import { type LateSum, lateSums } from './late-records.js';

/** What came late to one closed period, and what it does before the next one is closed. */
export interface LateBefore {
  readonly period: string;
  readonly sums: readonly LateSum[];
  /** Whose card's records they are among. */
  readonly touched: number;
  /** How many totals differ; null where so many are touched that only the close reckons it. */
  readonly cards: number | null;
  /** Of those: who has no card that could take it over. */
  readonly withoutCard: readonly string[];
}

/** Above it the ledger is read as a whole, which a page does not wait for. */
const reckonedAtMost = 200;

/** @param people who have a card of the period that is closed next */
export async function lateBefore(
  tx: Tx,
  company: string,
  period: Days & { readonly kind: PeriodKind },
  people: readonly AssessedPerson[],
  anew: AnewBy,
): Promise<LateBefore[]> {
  const found: LateBefore[] = [];
  const here = new Set(people.map(({ person }) => person));
  for (const reached of await reachedBefore(tx, company, period)) {
    const touched = await touchedBy(tx, company, reached, null);
    const differences = touched.length <= reckonedAtMost ? await differencesOf(tx, company, reached, touched, anew) : undefined;
    found.push({
      period: reached.period,
      sums: await lateSums(tx, company, reached),
      touched: touched.length,
      cards: differences?.size ?? null,
      withoutCard: [...(differences?.keys() ?? [])].filter((person) => !here.has(person)),
    });
  }
  return found;
}

/** In one sentence after the other. */
export function saidOfLate({ period, sums, touched, cards, withoutCard }: LateBefore, texts: Texts, language: Language): string {
  const say = (key: string, facts: object) => texts.say(language, `assessment:late.${key}`, { ...facts });
  const kinds = sums.map(({ kind, count, currency, amount }) =>
    say(`sum.${kind}`, { count, currency, amount: amount === null ? '' : withSeparators(amount) }),
  );
  return say('all', {
    came: say('came', { period, what: kinds.join(say('and', {})) }),
    change: cards === null ? say('many', { people: touched }) : cards === 0 ? say('none', {}) : say('change', { cards }),
    without: withoutCard.length > 0 ? say('without', { people: withoutCard.length }) : '',
  }).trim();
}
