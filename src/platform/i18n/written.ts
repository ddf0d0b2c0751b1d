import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { formatAmount } from '../../../workflows/money.js';
import type { Language } from './language.js';

/** 25470000 → '254,700.00'. */
export function money(cents: number): string {
  return formatAmount(cents).replace(/\B(?=(\d{3})+(?=\.))/g, ',');
}

/** '2026-09-22 周二', 'Tue 22 Sep 2026'. */
export function day(date: BusinessDate, language: Language): string {
  return language === 'zh-CN' ? `${date} ${weekday(date, language)}` : `${shortDay(date, language)} ${date.slice(0, 4)}`;
}

/** Without the year: '09-22 周二', 'Tue 22 Sep'. */
export function shortDay(date: BusinessDate, language: Language): string {
  const said = weekday(date, language);
  if (language === 'zh-CN') return `${date.slice(5)} ${said}`;
  return `${said} ${Number(date.slice(8))} ${month.format(noon(date))}`;
}

/** Within a sentence, the year left out where it is that of `near`: '09-22', '22 Sep'. */
export function dateIn(date: BusinessDate, language: Language, near: BusinessDate): string {
  const isNear = date.slice(0, 4) === near.slice(0, 4);
  if (language === 'zh-CN') return isNear ? date.slice(5) : date;
  const short = `${Number(date.slice(8))} ${month.format(noon(date))}`;
  return isNear ? short : `${short} ${date.slice(0, 4)}`;
}

/** For columns: '09-22', '22 Sep'. */
export function monthDay(date: BusinessDate, language: Language): string {
  return language === 'zh-CN' ? date.slice(5) : `${Number(date.slice(8))} ${month.format(noon(date))}`;
}

function weekday(date: BusinessDate, language: Language): string {
  return weekdays[language].format(noon(date));
}

function noon(date: BusinessDate): Date {
  return new Date(`${date}T12:00:00Z`);
}

// Made once: to make one takes longer than to write a mail.
const weekdays: Record<Language, Intl.DateTimeFormat> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone: 'UTC' }),
};
const month = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
