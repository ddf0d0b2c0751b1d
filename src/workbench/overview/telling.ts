import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';

/** In which words. */
export interface Telling {
  readonly texts: Texts;
  readonly language: Language;
}

/** The page of the cases behind a flow or a month's money. */
export function movesAddress(query: {
  company: string;
  from: BusinessDate;
  until: BusinessDate;
  before?: string;
  after?: string;
  money?: string;
}): string {
  return `/overview/moves?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined))}`;
}
