import type { Viz } from '@viz-js/viz';

let graphviz: Promise<Viz> | undefined;

/**
 * Draws a Graphviz description. The first call loads the program, which takes a moment.
 * @param title for those who cannot see the picture
 */
export async function statechartSvg(dot: string, title: string): Promise<string> {
  graphviz ??= import('@viz-js/viz').then(({ instance }) => instance());
  const svg = (await graphviz).renderString(dot, { format: 'svg', engine: 'dot' });
  return svg
    .slice(svg.indexOf('<svg'))
    .replace('<svg', `<svg role="img" aria-label="${title}"`)
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll('font-family="Arial"', `font-family="${fonts}"`);
}

/** Laid out by the widths of Arial, which these share. */
const fonts = "Inter, Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
