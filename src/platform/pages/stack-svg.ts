import { escapeHtml } from './escape.js';

/** Parts of a whole beside each other, in per cent of the width. */
export interface Stack {
  readonly label: string;
  readonly parts: readonly { readonly tone: string; readonly width: number }[];
}

/** Between two parts. */
const gap = 0.25;

/** A bar of parts; its length says how much there is of it beside the others of the same table. */
export function stackSvg({ label, parts }: Stack): string {
  let x = 0;
  const bars = parts.flatMap(({ tone, width }) => {
    if (width <= 0) return [];
    const bar = `<rect class="${tone}" x="${x.toFixed(2)}%" width="${Math.max(0.2, width - gap).toFixed(2)}%" height="14"/>`;
    x += width;
    return [bar];
  });
  return `<svg class="stackbar" width="100%" height="14" role="img" aria-label="${escapeHtml(label)}">${bars.join('')}</svg>`;
}
