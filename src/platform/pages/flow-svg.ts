import { escapeHtml } from './escape.js';

export interface FlowEnd {
  readonly name: string;
  readonly label: string;
  readonly tone?: 'fg';
}

/** Where things went: from the ends on the left to those on the right. */
export interface FlowPicture {
  readonly label: string;
  readonly left: readonly FlowEnd[];
  readonly right: readonly FlowEnd[];
  readonly flows: readonly {
    readonly from: string;
    readonly to: string;
    readonly count: number;
    readonly tone: '' | 'good' | 'bad' | 'gr';
    readonly title: string;
    /** What it is made of; left out where nothing moved. */
    readonly href?: string;
  }[];
}

interface Node extends FlowEnd {
  readonly count: number;
  readonly y: number;
  readonly height: number;
}

const [width, height] = [382, 262];
const [leftX, rightX, thick] = [112, 262, 4];
const gap = 10;
/** Two labels need so much between them. */
const labelHeight = 13;
const thinnest = 1.5;

/** A flow picture (Sankey) between two points in time. By hand for the same reason as `seriesSvg`; both sides have one scale. */
export function flowSvg({ label, left, right, flows }: FlowPicture): string {
  const total = (side: 'from' | 'to', name: string) =>
    flows.filter((flow) => flow[side] === name).reduce((sum, { count }) => sum + count, 0);
  const held = (ends: readonly FlowEnd[], side: 'from' | 'to') =>
    ends.map((end) => ({ ...end, count: total(side, end.name) })).filter(({ count }) => count > 0);
  const sides = [held(left, 'from'), held(right, 'to')] as const;
  const all = flows.reduce((sum, { count }) => sum + count, 0);
  const room = Math.max(...sides.map((side) => (side.length - 1) * gap));
  const perCase = all === 0 ? 0 : (height - 12 - room) / all;
  const [from, to] = [placed(sides[0], perCase), placed(sides[1], perCase)];
  const out = new Map(from.map(({ name, y }) => [name, y]));
  const into = new Map(to.map(({ name, y }) => [name, y]));
  const order = (nodes: readonly Node[]) => new Map(nodes.map(({ name }, i) => [name, i]));
  const [fromOrder, toOrder] = [order(from), order(to)];
  const sorted = flows.toSorted(
    (a, b) => (fromOrder.get(a.from) ?? 0) - (fromOrder.get(b.from) ?? 0) || (toOrder.get(a.to) ?? 0) - (toOrder.get(b.to) ?? 0),
  );
  const ribbons = sorted.map(({ from: source, to: target, count, tone, title, href }) => {
    const tall = count * perCase;
    const [y0, y1] = [out.get(source) ?? 0, into.get(target) ?? 0];
    out.set(source, y0 + tall);
    into.set(target, y1 + tall);
    const path = `<path class="flow ${tone}" d="${ribbon(y0, y1, Math.max(thinnest, tall))}"><title>${escapeHtml(title)}</title></path>`;
    return href === undefined ? path : `<a href="${escapeHtml(href)}" aria-label="${escapeHtml(title)}">${path}</a>`;
  });
  const names = [...from.map((node) => named(node, 'left')), ...to.map((node) => named(node, 'right'))];
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" role="group" aria-label="${escapeHtml(label)}">${[...ribbons, ...names].join('')}</svg>`;
}

/** One below the other, no nearer than their labels allow, and none below the edge. */
function placed(ends: readonly (FlowEnd & { count: number })[], perCase: number): Node[] {
  const nodes: Node[] = [];
  let y = 6;
  for (const end of ends) {
    const before = nodes.at(-1);
    const tall = Math.max(thinnest, end.count * perCase);
    if (before) y = Math.max(y, before.y + before.height / 2 + labelHeight - tall / 2);
    nodes.push({ ...end, y, height: tall });
    y += tall + gap;
  }
  const beyond = (nodes.at(-1)?.y ?? 0) + (nodes.at(-1)?.height ?? 0) - (height - 4);
  return beyond <= 0 ? nodes : nodes.map((node, i) => ({ ...node, y: node.y - (beyond * i) / Math.max(1, nodes.length - 1) }));
}

function ribbon(y0: number, y1: number, tall: number): string {
  const [a, b, middle] = [leftX, rightX, (leftX + rightX) / 2];
  const at = (value: number) => value.toFixed(1);
  return `M${a} ${at(y0)}C${middle} ${at(y0)} ${middle} ${at(y1)} ${b} ${at(y1)}L${b} ${at(y1 + tall)}C${middle} ${at(y1 + tall)} ${middle} ${at(y0 + tall)} ${a} ${at(y0 + tall)}Z`;
}

function named({ label, count, y, height: tall, tone }: Node, side: 'left' | 'right'): string {
  const middle = (y + tall / 2 + 4).toFixed(1);
  const bar = `<rect class="${tone ?? 'node'}" x="${side === 'left' ? leftX - thick : rightX}" y="${y.toFixed(1)}" width="${thick}" height="${tall.toFixed(1)}"/>`;
  const name = escapeHtml(label);
  if (side === 'left')
    return `${bar}<text class="k" x="72" y="${middle}" text-anchor="end">${name}</text><text class="b" x="102" y="${middle}" text-anchor="end">${count}</text>`;
  return `${bar}<text class="b" x="298" y="${middle}" text-anchor="end">${count}</text><text class="k" x="304" y="${middle}">${name}</text>`;
}
