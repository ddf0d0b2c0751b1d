import { toneOf } from './age-svg.js';
import { escapeHtml } from './escape.js';

/** Something that happened at an age. */
export interface AgeEvent {
  readonly day: number;
  readonly label: string;
  /** `small`: one of many, without a label. */
  readonly tone?: 'in' | 'late' | 'small';
}

export interface LongAge {
  readonly days: number;
  readonly graceFromDays?: number | undefined;
  readonly events: readonly AgeEvent[];
  /** For who cannot see it: all of it in one sentence. */
  readonly label: string;
  readonly due: string;
  readonly tick: string;
  /** Left out at 390. */
  readonly tickOn: string;
  readonly now: string;
  readonly end: string;
  readonly endOn: string;
}

const longestDays = 180;
/** Labels nearer to each other than this would stand in each other. */
const labelDays = 22;
const nearDays = 14;
/** Under so many days the day it fell due stands in today's number: at 960 pixels of bar, and at 360. */
const dueDays = { wide: 36, small: 58 };
/** So near, the tick at 90 days and the end keep no date, and on a small screen no label. */
const tickDays = 30;
const endDays = 46;

/** The age bar of a case's head: 0 to 180 days with what happened on the way. Events after that are in the record. */
export function longAgeSvg(age: LongAge): string {
  const { days, graceFromDays, label } = age;
  const solid = graceFromDays === undefined ? days : Math.min(days, graceFromDays);
  const parts = ['<rect class="track" y="17" width="100%" height="8" rx="4"/>', bar('f', 0, solid, toneOf(solid))];
  if (graceFromDays !== undefined && days > solid) parts.push(bar('gb', solid, days - solid), bar('g', solid, days - solid));
  parts.push('<rect class="t" x="50%" y="12" width="1.5" height="18"/>');
  if (days > longestDays)
    parts.push('<rect class="x" x="97%" y="14" width="2" height="14"/><rect class="x" x="98%" y="14" width="2" height="14"/>');
  return `<svg class="agelong" role="img" aria-label="${escapeHtml(label)}">${[...parts, ...eventsOf(age.events), ...scaleOf(age)].join('')}</svg>`;
}

function eventsOf(events: readonly AgeEvent[]): string[] {
  let free = Number.NEGATIVE_INFINITY;
  return events
    .filter(({ day }) => day >= 0 && day <= longestDays)
    .toSorted((a, b) => a.day - b.day)
    .map(({ day, label, tone }) => {
      const dot = `<circle class="ev-dot ${tone ?? ''}" cx="${percent(day)}" cy="21" r="${tone === 'small' ? 2 : 4.5}"><title>${escapeHtml(label)}</title></circle>`;
      if (tone === 'small' || day < free) return dot;
      free = day + labelDays;
      const anchor = day < nearDays ? 'start' : day > longestDays - nearDays ? 'end' : 'middle';
      return `${dot}<text class="ev ${tone ?? ''} wide" x="${percent(day)}" y="10" text-anchor="${anchor}">${escapeHtml(label)}</text>`;
    });
}

/** Today's number stands under its day; what would stand in it moves, or is left out: earlier on a small screen. */
function scaleOf({ days, due, tick, tickOn, now, end, endOn }: LongAge): string[] {
  const fromTick = Math.abs(days - longestDays / 2);
  const left = longestDays - days;
  const anchor = days < nearDays ? 'start' : left < nearDays ? 'end' : 'middle';
  const isBesideDue = days < dueDays.wide;
  const parts = [
    `<text class="now ${toneOf(days)}" x="${percent(days)}" y="45" text-anchor="${anchor}">${escapeHtml(now)}${isBesideDue ? finer('due', due) : ''}</text>`,
  ];
  if (!isBesideDue) parts.unshift(`<text${days < dueDays.small ? ' class="wide"' : ''} x="0" y="45">${escapeHtml(due)}</text>`);
  if (days < dueDays.small) parts.unshift(`<text class="slim" x="0" y="10">${escapeHtml(due)}</text>`);
  if (fromTick >= nearDays) parts.push(scaleText('50%', 'middle', fromTick < tickDays, tick, fromTick < tickDays ? '' : tickOn));
  if (left >= nearDays) parts.push(scaleText('100%', 'end', left < endDays, end, left < endDays ? '' : endOn));
  return parts;
}

function scaleText(x: string, anchor: string, isNotSmall: boolean, text: string, on: string): string {
  return `<text${isNotSmall ? ' class="wide"' : ''} x="${x}" y="45" text-anchor="${anchor}">${escapeHtml(text)}${on && finer('', on)}</text>`;
}

/** What a small screen leaves out of a label. */
function finer(kind: string, text: string): string {
  return `<tspan class="${`wide ${kind}`.trim()}"> ${escapeHtml(text)}</tspan>`;
}

function bar(kind: string, from: number, length: number, tone = ''): string {
  return `<rect class="${`${kind} ${tone}`.trim()}" x="${percent(from)}" y="17" width="${percent(Math.min(from + length, longestDays) - from)}" height="8" rx="4"/>`;
}

function percent(days: number): string {
  return `${Number(((Math.max(0, Math.min(days, longestDays)) / longestDays) * 100).toFixed(2))}%`;
}
