import { escapeHtml } from './escape.js';

/** A value of a series; one that is not known leaves a gap. */
export interface Point {
  readonly label: string;
  readonly value: number | null;
  /** Said at the point; left out, nothing is. */
  readonly said?: string;
  /** `fr` for too much, `fi` for today, `fg` for money in, `f0` for all others. */
  readonly tone: 'fr' | 'fi' | 'fg' | 'f0';
}

export interface Series {
  readonly kind: 'line' | 'bars';
  /** For who cannot see it: all of it in one sentence. */
  readonly label: string;
  readonly points: readonly Point[];
  /** A line that should not be crossed. */
  readonly bench?: number;
  /** How a value is said beside its line. */
  readonly say: (value: number) => string;
}

const [width, height] = [488, 146];
const [left, right, top, bottom] = [44, 480, 22, 118];

/**
 * A series as a line or as bars. Drawn by hand: libraries that draw without a DOM (ECharts, Vega) write style attributes or fixed colours,
 * which the content policy forbids and the dark theme cannot change.
 */
export function seriesSvg(series: Series): string {
  const { label, points, bench, say, kind } = series;
  const values = points.flatMap(({ value }) => value ?? []);
  const steps = scale(Math.max(...values, bench ?? 0, 0));
  const most = steps.at(-1) ?? 1;
  const y = (value: number) => round(bottom - (value / most) * (bottom - top));
  const grid = steps
    .filter((step) => bench === undefined || Math.abs(y(step) - y(bench)) > 12)
    .map(
      (step) =>
        `<line class="grid" x1="${left}" x2="${right}" y1="${y(step)}" y2="${y(step)}"/>${text(left - 6, y(step) + 4, say(step), 'end')}`,
    );
  const limit =
    bench === undefined
      ? ''
      : `<line class="bench" x1="${left}" x2="${right}" y1="${y(bench)}" y2="${y(bench)}"/>${text(left - 6, y(bench) + 4, say(bench), 'end', 'r')}`;
  const step = (right - left) / Math.max(1, points.length);
  const x = (i: number) => round(left + step * (i + 0.5));
  const names = points.map((point, i) => text(x(i), 140, point.label, 'middle'));
  const drawn = kind === 'line' ? line(points, x, y) : bars(points, x, y, step);
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${[...grid, limit, ...drawn, ...names].join('')}</svg>`;
}

type Place = (value: number) => number;

function line(points: readonly Point[], x: Place, y: Place): string[] {
  const runs: string[][] = [[]];
  points.forEach(({ value }, i) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${x(i)},${y(value)}`);
  });
  const lines = runs.filter((run) => run.length > 1).map((run) => `<polyline class="l" points="${run.join(' ')}"/>`);
  const dots = points.flatMap(({ value, tone, said }, i) => {
    if (value === null) return [];
    const dot = `<circle class="${tone === 'f0' ? 'dot' : tone}" cx="${x(i)}" cy="${y(value)}" r="3"/>`;
    return said === undefined ? [dot] : [dot, text(x(i), y(value) - 7, said, 'middle', `halo ${tone === 'fr' ? 'r' : 'b'}`)];
  });
  return [...lines, ...dots];
}

function bars(points: readonly Point[], x: Place, y: Place, step: number): string[] {
  const wide = Math.min(26, step * 0.6);
  return points.flatMap(({ value, tone, said }, i) => {
    if (value === null) return [text(x(i), bottom - 4, '–', 'middle')];
    const tall = round(Math.max(0, bottom - y(value)));
    const bar = `<rect class="${tone}" x="${round(x(i) - wide / 2)}" y="${round(bottom - tall)}" width="${round(wide)}" height="${tall}"/>`;
    return said === undefined
      ? [bar]
      : [bar, text(x(i), round(bottom - tall) - 5, said, 'middle', `halo ${{ fr: 'r', fi: 'b', fg: 'm', f0: 'm' }[tone]}`)];
  });
}

/** From 0 in two to five steps of 1, 2 or 5. */
function scale(most: number): number[] {
  if (most <= 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.5, 1, 2, 5].map((part) => part * power).find((one) => most / one <= 4.5) ?? power;
  const steps = Math.ceil(most / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

function text(x: number, y: number, said: string, anchor: 'start' | 'middle' | 'end', tone = ''): string {
  return `<text${tone === '' ? '' : ` class="${tone}"`} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeHtml(said)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
