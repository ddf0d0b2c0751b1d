import { escapeHtml } from './escape.js';

/** Overdue days that the bar is wide; beyond them it breaks. */
const longestDays = 180;
const tickDays = 90;
const amberFromDays = 60;

/**
 * The age bar, our mark: 0 to 180 days with a tick at 90, amber from 60, red over 90, hatched for the days in grace.
 * Lengths are percentages of an SVG without viewBox, since no style may depend on data.
 * @param graceFromDays age at which the grace began that is running
 * @param label what a screen reader says
 */
export function ageSvg(overdueDays: number, label: string, graceFromDays?: number): string {
  const days = Math.max(0, overdueDays);
  const solid = graceFromDays === undefined ? days : Math.min(days, graceFromDays);
  const parts = [bar('f', 0, solid, toneOf(solid))];
  if (graceFromDays !== undefined && days > solid) parts.push(bar('gb', solid, days - solid), bar('g', solid, days - solid));
  parts.push(`<rect class="t" x="${percent(tickDays)}" width="1" height="100%"/>`);
  if (days > longestDays) parts.push('<rect class="x" x="94%" width="2" height="100%"/><rect class="x" x="97%" width="2" height="100%"/>');
  return `<svg class="age" role="img" aria-label="${escapeHtml(label)}">${parts.join('')}</svg>`;
}

/** Class of the number beside the bar. */
export function toneOf(days: number): '' | 'a' | 'r' {
  if (days > tickDays) return 'r';
  return days >= amberFromDays ? 'a' : '';
}

function bar(kind: string, from: number, length: number, tone = ''): string {
  return `<rect class="${tone === '' ? kind : `${kind} ${tone}`}" x="${percent(from)}" width="${percent(length)}" height="100%"/>`;
}

function percent(days: number): string {
  return `${Number(((Math.min(days, longestDays) / longestDays) * 100).toFixed(2))}%`;
}
