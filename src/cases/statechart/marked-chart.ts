import type { AnyStateNode } from 'xstate';
import { type CaseValue, collectionPath } from '../../../workflows/collection-case/decide.js';
import { collectionCase } from '../../../workflows/collection-case/machine.js';
import { arrowsOf, regionsOf } from './drawn-transitions.js';
import { stateClass, wayClass } from './statechart-dot.js';

/** A case's way through the picture: its states are lit, those that it came by and the ways that it took are marked. */
export function markedChart(svg: string, reached: readonly CaseValue[]): string {
  const now = reached.at(-1);
  const marks = new Map<string, string>();
  for (const region of regionsOf(collectionCase)) {
    const paths = reached.map((value) => pathIn(region, value));
    paths.forEach((path, i) => {
      for (const part of [path, ...outer(path)]) marks.set(stateClass(region.key, part), 'been');
      const before = paths[i - 1];
      if (before !== undefined && before !== path)
        for (const index of waysBetween(region, before, path)) marks.set(wayClass(region.key, index), 'taken');
    });
    if (now) marks.set(stateClass(region.key, pathIn(region, now)), 'now');
  }
  return svg.replace(/(class="(?:node|cluster|edge) )((?:state at|way way)_\w+)"/g, (whole, begin: string, name: string) =>
    marks.has(name) ? `${begin}${name} ${marks.get(name)}"` : whole,
  );
}

function pathIn(region: AnyStateNode, value: CaseValue): string {
  return region.key === 'collection' ? collectionPath(value) : (value[region.key as 'customerDispute' | 'attribution'] ?? '');
}

function outer(path: string): string[] {
  const [state] = path.split('.', 1);
  return state === undefined || state === path ? [] : [state];
}

/** Drawn between states, or from and to the box around them. */
function waysBetween(region: AnyStateNode, from: string, to: string): number[] {
  const isAt = (node: AnyStateNode, path: string) => {
    const drawn = node.path.slice(region.path.length).join('.');
    return path === drawn || path.startsWith(`${drawn}.`);
  };
  return arrowsOf(region).flatMap((arrow, index) => (isAt(arrow.to, to) && arrow.from.some((node) => isAt(node, from)) ? [index] : []));
}
