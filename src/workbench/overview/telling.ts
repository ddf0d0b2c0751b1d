import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { AgreedQuery, OpenItemsQuery } from '../../analysis/overview/open-items.shapes.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import { queryText } from './overview-query.js';

/** In which words. */
export interface Telling {
  readonly texts: Texts;
  readonly language: Language;
}

/** The page of the cases behind a flow or a month's money. */
export function movesAddress(query: {
  company: string;
  currency: string;
  from: BusinessDate;
  until: BusinessDate;
  before?: string;
  after?: string;
  money?: string;
}): string {
  return `/overview/moves?${queryText(query)}`;
}

/** The page of the items that are open. */
export function openAddress(query: Partial<OpenItemsQuery>): string {
  return `/overview/open?${queryText(query)}`;
}

/** The page of what was promised or planned. */
export function agreedAddress(query: Omit<AgreedQuery, 'limit' | 'after'>): string {
  return `/overview/agreed?${queryText(query)}`;
}
