import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Waiting } from '../../workflows/collection-case/waiting.js';
import { formatAmount } from '../../workflows/money.js';
import type { Language } from '../platform/i18n/language.js';
import { monthDay } from '../platform/i18n/written.js';
import { withSeparators } from '../platform/print/figures.js';

/** A waiting's facts as sentences take them: amounts with separators, days short. */
export function toldFacts({ facts }: Waiting, language: Language): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (name.endsWith('Cents')) return [name.slice(0, -'Cents'.length), withSeparators(formatAmount(Number(value)))];
      return [name, typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? monthDay(value, language) : value];
    }),
  );
}

/** When something is to be done, seen from today. */
export function urgency(dueOn: BusinessDate, today: BusinessDate): 'late' | 'today' | 'later' {
  if (dueOn < today) return 'late';
  return dueOn === today ? 'today' : 'later';
}
