import type { Paper } from './paper.js';

const days = 180;
const colours = { young: '#7b8b8d', soon: '#d98a0b', late: '#cf3a30' } as const;

/** A thin bar of overdue days from 0 to 180 with a tick at 90: amber from 60, red over 90. */
export function ageBar({ doc }: Paper, x: number, y: number, width: number, overdueDays: number): void {
  const filled = (Math.min(overdueDays, days) / days) * width;
  const colour = overdueDays > 90 ? colours.late : overdueDays >= 60 ? colours.soon : colours.young;
  doc.rect(x, y, width, 4).fill('#eaeeee');
  if (filled > 0) doc.rect(x, y, filled, 4).fill(colour);
  doc.rect(x + width / 2 - 0.4, y - 1.5, 0.8, 7).fill('#142021');
}
