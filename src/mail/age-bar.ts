export interface BarCell {
  readonly width: number;
  readonly colour: string;
}

/** A label under the bar. `says` is a sentence of `mail.json`, filled with `days`. */
export interface ScaleCell {
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly says?: 'due' | 'overdue' | 'days';
  readonly days?: number;
  readonly colour: string;
  readonly weight: 400 | 600;
}

const width = 504;
const longestDays = 180;
const tickDays = 90;
const amberFromDays = 60;
const tickWidth = 2;
const tickAt = (tickDays / longestDays) * width;

const empty = '#eaeeee';
const ink = '#142021';
const quiet = '#5d6a6c';

/** The age bar as table cells, since mail clients draw no SVG: 0 to 180 days with a tick at 90. @param inGrace greys it, as cells cannot be hatched */
export function ageBar(overdueDays: number, inGrace: boolean): BarCell[] {
  const filled = fill(overdueDays);
  const colour = inGrace ? '#a7b3b4' : tone(overdueDays).fill;
  const before = Math.min(filled, tickAt);
  const after = Math.max(filled - tickAt - tickWidth, 0);
  return [
    { width: before, colour },
    { width: tickAt - before, colour: empty },
    { width: tickWidth, colour: ink },
    { width: after, colour },
    { width: width - tickAt - tickWidth - after, colour: empty },
  ].filter((cell) => cell.width > 0);
}

/** What stands under the bar, so that the age stands near the end of its fill and no label meets another. */
export function ageScale(overdueDays: number): ScaleCell[] {
  const plain = { colour: quiet, weight: 400 } as const;
  const age = { says: 'overdue', days: overdueDays, colour: tone(overdueDays).text, weight: 600 } as const;
  const due = { width: 60, align: 'left', says: 'due', ...plain } as const;
  const tick = { says: 'days', days: tickDays, ...plain } as const;
  const end = { says: 'days', days: longestDays, align: 'right', ...plain } as const;
  const filled = fill(overdueDays);
  if (filled < 170)
    return [
      due,
      { width: tickAt - 60, align: 'left', ...age },
      { width: 90, align: 'left', ...tick },
      { width: width - tickAt - 90, ...end },
    ];
  if (overdueDays <= tickDays)
    return [
      due,
      { width: filled - 60, align: 'right', ...age },
      { width: tickAt - filled + 4, align: 'left', ...plain },
      { width: 90, align: 'left', ...tick },
      { width: width - tickAt - 94, ...end },
    ];
  const tickLabel = { width: tickAt - 60, align: 'right', ...tick } as const;
  if (filled < 400)
    return [due, tickLabel, { width: 8, align: 'left', ...plain }, { width: 164, align: 'left', ...age }, { width: 80, ...end }];
  return [due, tickLabel, { width: width - tickAt, align: 'right', ...age }];
}

function fill(overdueDays: number): number {
  return Math.round((Math.min(Math.max(overdueDays, 0), longestDays) / longestDays) * width);
}

function tone(overdueDays: number): { fill: string; text: string } {
  if (overdueDays > tickDays) return { fill: '#b3261e', text: '#b3261e' };
  return overdueDays >= amberFromDays ? { fill: '#d98a0b', text: '#855000' } : { fill: '#6c7a7c', text: ink };
}
