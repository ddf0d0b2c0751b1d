import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type Arrow, arrowsOf, type DrawnTransition, descendants, regionsOf } from './drawn-transitions.js';

/** How the machine's names read to people. */
export interface ChartWords {
  readonly title: string;
  region(key: string): string;
  /** @param path from the region on: `boardReview.voting` */
  state(region: string, path: string): string;
  event(type: string): string;
  guard(name: string): string;
  readonly otherwise: string;
  /** Above the states that share a way. */
  readonly anyOf: string;
}

const ink = '#1f2937';
const line = '#9ca3af';
const accent = '#0f766e';
const tint = '#f0fdfa';
const statePoints = 12;
const wayPoints = 9;
const pointsPerInch = 72;

/** The machine as a Graphviz drawing: states with their inner ones as boxes in their regions, every way to another state as an arrow. */
export function statechartDot(machine: AnyStateMachine, words: ChartWords): string {
  const [first, ...others] = regionsOf(machine);
  if (!first) throw new Error(`${machine.id} has no regions`);
  return [
    'digraph statechart {',
    `graph [compound=true nodesep=0.3 ranksep=0.22 pad=0.15 bgcolor=white fontname=Arial fontsize=${statePoints}]`,
    `node [shape=box style="rounded,filled" fillcolor=white color="${accent}" fontname=Arial fontsize=${statePoints} fontcolor="${ink}"]`,
    `edge [color="${line}" arrowsize=0.6]`,
    ...[first, ...others].flatMap((region) => drawnRegion(region, words)),
    ...others.flatMap((region) => below(first, region)),
    '}',
    '',
  ].join('\n');
}

/** The class of a state's box in the picture. @param path from the region on: `boardReview.voting` */
export function stateClass(region: string, path: string): string {
  return `state at_${region}_${path.replaceAll('.', '_')}`;
}

/** The class of a way's line and words. @param index of the region's arrows */
export function wayClass(region: string, index: number): string {
  return `way way_${region}_${index}`;
}

function drawnRegion(region: AnyStateNode, words: ChartWords): string[] {
  const arrows = arrowsOf(region);
  return [
    `subgraph ${quoted(`cluster ${region.id}`)} {`,
    `graph [label=${quoted(words.region(region.key))} labeljust=l style=rounded color="${line}" fontcolor="${accent}" margin=14]`,
    ...beginning(region),
    ...hubs(arrows, region, words),
    ...inside(region, region, arrows, words),
    '}',
  ];
}

function beginning(region: AnyStateNode): string[] {
  const [first] = region.initial.target;
  const dot = beginningOf(region);
  return [`${dot} [shape=circle fillcolor="${ink}" color="${ink}" label="" width=0.12]`, edge(dot, quoted(first.id), [])];
}

function beginningOf(region: AnyStateNode): string {
  return quoted(`begin ${region.id}`);
}

/** Side by side, the regions would make a picture too wide for a page. */
function below(upper: AnyStateNode, lower: AnyStateNode): string[] {
  const last = descendants(upper).at(-1);
  return last ? [edge(quoted(last.id), beginningOf(lower), ['style=invis', 'weight=0', 'minlen=6'])] : [];
}

/** The states in a state, and the arrows that do not leave it. */
function inside(parent: AnyStateNode, region: AnyStateNode, arrows: readonly Arrow[], words: ChartWords): string[] {
  const children: AnyStateNode[] = Object.values(parent.states);
  const own = arrows.filter((arrow) => isWithin(parent, arrow) && !children.some((child) => isWithin(child, arrow)));
  return [
    ...children.flatMap((node) => {
      const name = words.state(region.key, pathIn(region, node));
      const mark = `class=${quoted(stateClass(region.key, pathIn(region, node)))}`;
      if (descendants(node).length === 0) return [`${quoted(node.id)} [${mark} ${lines([name], statePoints)}]`];
      return [
        `subgraph ${quoted(`cluster ${node.id}`)} {`,
        `graph [${mark} label=${quoted(name)} labeljust=c style="rounded,filled" fillcolor="${tint}" color="${accent}" fontcolor="${ink}" margin=10]`,
        ...inside(node, region, arrows, words),
        '}',
      ];
    }),
    ...own.flatMap((arrow) => drawnArrow(arrow, wayClass(region.key, arrows.indexOf(arrow)), region, words)),
  ];
}

function isWithin(node: AnyStateNode, { from, to }: Arrow): boolean {
  const inner = descendants(node);
  return [...from, to].every((end) => inner.includes(end));
}

/**
 * The words stand in the line, as a node: Graphviz lets labels of lines leave the box they belong to. An arrow back to an earlier
 * state is laid out the other way round, so that the course reads from top to bottom.
 */
function drawnArrow({ from, to, transitions }: Arrow, mark: string, region: AnyStateNode, words: ChartWords): string[] {
  const marked = `class=${quoted(mark)}`;
  const label = quoted(`${from.map(({ id }) => id).join(' ')} to ${to.id}`);
  const said = transitions.map((transition) => sayTransition(transition, words));
  const text = `${label} [${marked} shape=none style="" margin=0.02 height=0 fontsize=${wayPoints} ${lines(said, wayPoints)}]`;
  const [only] = from;
  if (!only || from.length > 1)
    return [text, edge(hub(from), label, [marked, 'dir=none']), edge(label, end(to), [marked, ...cutOff('lhead', to)])];
  const order = descendants(region);
  if (order.indexOf(to) > order.indexOf(only))
    return [
      text,
      edge(end(only), label, [marked, 'dir=none', ...cutOff('ltail', only)]),
      edge(label, end(to), [marked, ...cutOff('lhead', to)]),
    ];
  return [
    text,
    edge(end(to), label, [marked, 'dir=back', ...cutOff('ltail', to)]),
    edge(label, end(only), [marked, 'dir=none', ...cutOff('lhead', only)]),
  ];
}

function hubs(arrows: readonly Arrow[], region: AnyStateNode, words: ChartWords): string[] {
  const shared = new Map(arrows.filter(({ from }) => from.length > 1).map(({ from }) => [hub(from), from]));
  return [...shared].map(([name, from]) => {
    const sources = from.map((node) => words.state(region.key, pathIn(region, node)));
    return `${name} [style="rounded,dashed" color="${line}" fontsize=${wayPoints} ${lines([words.anyOf, ...sources], wayPoints)}]`;
  });
}

/** The stand-in for several states that share a way. */
function hub(from: readonly AnyStateNode[]): string {
  return quoted(from.map(({ id }) => id).join(' '));
}

function edge(from: string, to: string, attributes: string[]): string {
  return `${from} -> ${to} [${attributes.join(' ')}]`;
}

/** Lines of Graphviz hold on to nodes: of a state with inner ones that is its first one, and the line is cut off at the box. */
function end(node: AnyStateNode): string {
  return quoted(innermost(node).id);
}

function innermost(node: AnyStateNode): AnyStateNode {
  const first = node.initial?.target?.[0];
  return first ? innermost(first) : node;
}

function cutOff(side: 'lhead' | 'ltail', node: AnyStateNode): string[] {
  return descendants(node).length > 0 ? [`${side}=${quoted(`cluster ${node.id}`)}`] : [];
}

function sayTransition({ event, guards, otherwise }: DrawnTransition, words: ChartWords): string {
  const conditions = [...guards.map((guard) => words.guard(guard)), ...(otherwise ? [words.otherwise] : [])];
  return [words.event(event), ...conditions.map((condition) => `[${condition}]`)].join(' ');
}

function pathIn(region: AnyStateNode, node: AnyStateNode): string {
  return node.path.slice(region.path.length).join('.');
}

/** A label with room of its own: this Graphviz has no fonts and takes a Chinese character for narrower than it is. */
function lines(texts: readonly string[], points: number): string {
  const widest = Math.max(...texts.map(widthInEms));
  return `label=${quoted(texts.join('\n'))} width=${(((widest + 1.5) * points) / pointsPerInch).toFixed(2)}`;
}

/** A Chinese character is one em wide, a Latin one about half of it. */
function widthInEms(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.52), 0);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
