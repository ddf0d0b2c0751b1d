import type { Line } from './bench.js';

const columns = ['work', 'ours', 'limit', 'ratio', 'memory'] as const;

/** As Markdown, aligned for a terminal. */
export function table(lines: readonly Line[]): string {
  const rows = [Object.fromEntries(columns.map((column) => [column, column])) as unknown as Line, ...lines];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  const written = rows.map((row) => `| ${columns.map((column, i) => row[column].padEnd(widths[i] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [written[0], rule, ...written.slice(1)].join('\n');
}
