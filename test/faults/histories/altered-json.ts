import type { Picks } from './picks.js';

/** The value with one thing in it changed, added or left out. */
export function altered(value: unknown, picks: Picks): unknown {
  if (Array.isArray(value)) return picks.next() % 4 === 0 ? [...value, '#'] : inOnePlace([...value], picks);
  if (typeof value === 'object' && value !== null) return picks.next() % 4 === 0 ? { ...value, '#': 1 } : inOnePlace({ ...value }, picks);
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return `${value}#`;
}

function inOnePlace(members: unknown[] | Record<string, unknown>, picks: Picks): unknown {
  const all = members as Record<string, unknown>;
  const place = picks.of(Object.keys(members));
  if (place === undefined) return ['#'];
  if (Array.isArray(members) || picks.next() % 5 > 0) all[place] = altered(all[place], picks);
  else delete all[place];
  return all;
}
