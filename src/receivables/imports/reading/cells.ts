import { isBusinessDate } from '../../../../workflows/calendar/dates.js';
import { parseAmount } from '../../../../workflows/money.js';

/** What is wrong with one cell: the code names its sentence in the locale files, which the facts fill. */
export interface Fault {
  code: string;
  facts?: Record<string, string | number>;
}

/**
 * Reads what stands in a cell that is not empty: the value as PostgreSQL takes it, or what is wrong with it.
 * The text has no blanks around it.
 */
export type ReadCell = (text: string) => string | Fault;

/** How a file writes dates and amounts. */
export interface Notation {
  /** YYYY, M or MM, D or DD, with separators between them or without. */
  dateFormat: string;
  decimalMark: '.' | ',';
  /** Between groups of three digits; left out, there are no groups. */
  groupingMark?: string;
  /** Where the sign of a negative amount stands. */
  minus: 'before' | 'behind' | 'parentheses';
}

/** Controls, and the invisible characters that make one text look like another: zero-width, bidirectional, line separators. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u;

export function text(longest: number): ReadCell {
  return (value) => {
    if (invisible.test(value)) return { code: 'text.forbidden' };
    return value.length > longest ? { code: 'text.too_long', facts: { longest } } : value;
  };
}

/** A line break inside a quoted name is a blank. */
export function name(longest: number): ReadCell {
  const read = text(longest);
  return (value) => read(value.replace(/ *\r?\n */g, ' '));
}

/** A login, or an owner code of the ERP, which becomes one. */
export const login: ReadCell = (value) =>
  /^\S{1,64}$/.test(value) && !invisible.test(value) ? value : { code: 'person.malformed', facts: { longest: 64 } };

export function oneOf(...values: string[]): ReadCell {
  return (value) => (values.includes(value) ? value : { code: 'choice.unknown', facts: { allowed: values.join(', ') } });
}

/** Plain digits: 1.0, 1e3 and +1 are none. */
export function wholeNumber(least: number, most: number): ReadCell {
  return (value) => {
    const fits = /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
    return fits ? String(Number(value)) : { code: 'number.out_of_range', facts: { least, most } };
  };
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const currency: ReadCell = (value) => (currencies.has(value) ? value : { code: 'currency.unknown' });

export const email: ReadCell = (value) =>
  /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]{1,185}\.[^\s@.<>(),;:"[\]\\]+$/.test(value) ? value : { code: 'email.malformed' };

/** Which amounts a column takes. */
export type AmountRange = 'above zero' | 'or zero' | 'any';

/** With 'any' below 0 as well, but not 0 itself, which says nothing. */
export function amount(notation: Notation, range: AmountRange = 'above zero'): ReadCell {
  const parts = numberParts(notation);
  return (value) => {
    const number = parts(value);
    if (!number) return { code: 'amount.malformed' };
    const { sign, whole, decimals } = number;
    if (decimals.length > 2) return { code: 'amount.decimals' };
    const plain = `${whole}.${decimals.padEnd(2, '0')}`;
    const cents = parseAmount(plain);
    if (cents === undefined) return { code: 'amount.too_large' };
    if (cents === 0 && range !== 'or zero') return { code: range === 'any' ? 'amount.zero' : 'amount.not_positive' };
    if (sign && range !== 'any') return { code: range === 'or zero' ? 'amount.negative' : 'amount.not_positive' };
    return sign + plain;
  };
}

/** Above zero, with up to 10 digits before the decimal mark and 8 behind it. */
export function rate(notation: Notation): ReadCell {
  const parts = numberParts(notation);
  return (value) => {
    const number = parts(value);
    if (!number) return { code: 'rate.malformed' };
    const { sign, whole, decimals } = number;
    if (whole.length > 10 || decimals.length > 8) return { code: 'rate.digits' };
    if (sign || !/[1-9]/.test(whole + decimals)) return { code: 'rate.not_positive' };
    return `${whole}.${decimals.padEnd(8, '0')}`;
  };
}

/** Takes a number apart as the file writes it; `whole` is without its groups and leading zeros. */
function numberParts({ decimalMark, groupingMark, minus }: Notation) {
  const mark = decimalMark === '.' ? '\\.' : ',';
  const grouped = groupingMark === undefined ? '' : `|\\d{1,3}(?:\\${groupingMark}\\d{3})+`;
  const digits = `(?<whole>\\d+${grouped})(?:${mark}(?<decimals>\\d+))?`;
  const pattern = new RegExp(
    { before: `^(?<sign>-?)${digits}$`, behind: `^${digits}(?<sign>-?)$`, parentheses: `^(?<sign>\\(?)${digits}(?<end>\\)?)$` }[minus],
  );
  return (value: string) => {
    const groups = pattern.exec(value)?.groups;
    if (!groups) return undefined;
    const { sign = '', whole = '', decimals = '', end } = groups;
    if (end !== undefined && (sign === '') !== (end === '')) return undefined;
    return { sign: sign && '-', whole: whole.replace(/\D/g, '').replace(/^0+(?=\d)/, ''), decimals };
  };
}

const tokens: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};

/** A file names the same few hundred days over and over. */
const rememberedDates = 10_000;

/** A day that exists, between 1900 and 2199. */
export function date({ dateFormat }: Notation): ReadCell {
  const pattern = new RegExp(`^${dateFormat.replace(/YYYY|MM?|DD?|[^YMD]/g, (token) => tokens[token] ?? `\\${token}`)}$`);
  const seen = new Map<string, string | Fault>();
  const read = (value: string): string | Fault => {
    const groups = pattern.exec(value)?.groups;
    if (!groups) return { code: 'date.malformed', facts: { format: dateFormat } };
    const day = `${groups.year}-${groups.month?.padStart(2, '0')}-${groups.day?.padStart(2, '0')}`;
    if (!isBusinessDate(day)) return { code: 'date.not_a_day' };
    return day < '1900' || day >= '2200' ? { code: 'date.out_of_range' } : day;
  };
  return (value) => {
    let known = seen.get(value);
    if (known === undefined) {
      known = read(value);
      if (seen.size < rememberedDates) seen.set(value, known);
    }
    return known;
  };
}

export function notAfter(last: string, read: ReadCell): ReadCell {
  return (value) => {
    const day = read(value);
    return typeof day === 'string' && day > last ? { code: 'date.in_future', facts: { businessDate: last } } : day;
  };
}
