import { addDays } from '../../../../../workflows/calendar/dates.js';
import type { TypedCell } from '../file-row.js';
import type { NumberStyle } from './number-styles.js';

/** What a spreadsheet keeps of a number, and shows: what was entered beyond has become zeros. */
const digitsKept = 15;
const firstBeyond = 10 ** digitsKept;
const written = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const secondsPerDay = 86_400;
/** 9999-12-31, counted from 1900. */
const lastSerial = 2_958_465;
const noSuchDay = 60;

/** @param stored as in the sheet's XML: a double, such as 1234.0999999999999 for 1234.1 */
export function numberCell(stored: string, { leadingZeros, decorated }: NumberStyle): TypedCell {
  const value = Number(stored);
  if (!written.test(stored) || !Number.isFinite(value)) return { is: 'fault', shown: stored, fault: { code: 'cell.unreadable' } };
  const isWhole = Number.isInteger(value);
  const digits = plainDigits(value);
  const shown = isWhole && value >= 0 ? digits.padStart(leadingZeros, '0') : digits;
  if (Math.abs(value) >= firstBeyond) return { is: 'number', shown, notText: { code: 'cell.digits_lost', facts: { most: digitsKept } } };
  return isWhole && !decorated ? { is: 'number', shown } : { is: 'number', shown, notText: { code: 'cell.not_as_shown' } };
}

/** @param stored days since the beginning of 1900 (with a 29 February that there was not) or 1904 */
export function dateCell(stored: string, from1904: boolean): TypedCell {
  const serial = Number(stored);
  const first = from1904 ? 0 : 1;
  const day = Math.floor(serial);
  if (!written.test(stored) || day < first || day > lastSerial || (day === noSuchDay && !from1904))
    return { is: 'fault', shown: stored, fault: { code: 'date.not_a_day' } };
  const date = from1904 ? addDays('1904-01-01', day) : addDays(day < noSuchDay ? '1899-12-31' : '1899-12-30', day);
  const seconds = Math.round((serial - day) * secondsPerDay);
  return seconds === 0 ? { is: 'date', shown: date } : withTime(date, seconds);
}

/** @param stored 2026-01-31 or 2026-01-31T00:00:00 */
export function isoDateCell(stored: string): TypedCell {
  const [, date, hours = '00', minutes = '00', seconds = '00'] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?$/.exec(stored) ?? [];
  if (date === undefined) return { is: 'fault', shown: stored, fault: { code: 'cell.unreadable' } };
  const time = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return time === 0 ? { is: 'date', shown: date } : withTime(date, time);
}

function withTime(date: string, seconds: number): TypedCell {
  const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  return { is: 'fault', shown: `${date} ${time}`, fault: { code: 'cell.time' } };
}

/** The shortest decimal of at most 15 digits, without an exponent. */
function plainDigits(value: number): string {
  const rounded = Number(value.toPrecision(digitsKept));
  if (Math.abs(rounded) >= 1e21) return BigInt(rounded).toString();
  return Math.abs(rounded) < 1e-6 && rounded !== 0 ? rounded.toFixed(20) : String(rounded);
}
