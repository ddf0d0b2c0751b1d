import { type OverviewAnswer, placesFrom, placesTo } from '../../analysis/overview/overview.shapes.js';
import type { FlowPicture } from '../../platform/pages/flow-svg.js';
import { movesAddress, type Telling } from './telling.js';

/** What is better is told by money in, what is worse by red; a grace is hatched, as everywhere. */
const worse: readonly string[] = ['boardReview', 'legalAction', 'writeOff', 'writtenOff'];
/** From top to bottom, as a case gets worse; what has settled above all. */
const rightOrder: readonly string[] = ['settled', ...placesTo.filter((place) => place !== 'settled')];

export function flowPicture({ company, currency, from, on, flows }: OverviewAnswer, { texts, language }: Telling): FlowPicture {
  const word = (place: string) => texts.say(language, `overview:place.${place}`);
  return {
    label: texts.say(language, 'overview:flow.label', { cases: flows.reduce((sum, { cases }) => sum + cases, 0) }),
    left: placesFrom.map((name) => ({ name, label: word(name) })),
    right: rightOrder.map((name) => ({ name, label: word(name), ...(name === 'settled' && { tone: 'fg' as const }) })),
    flows: flows.map((flow) => ({
      from: flow.from,
      to: flow.to,
      count: flow.cases,
      tone: toneOf(flow.from, flow.to),
      title: texts.say(language, flow.from === flow.to ? 'overview:flow.stayed' : 'overview:flow.went', {
        from: word(flow.from),
        to: word(flow.to),
        cases: flow.cases,
      }),
      ...(flow.from !== flow.to && { href: movesAddress({ company, currency, from, until: on, before: flow.from, after: flow.to }) }),
    })),
  };
}

function toneOf(from: string, to: string): FlowPicture['flows'][number]['tone'] {
  if (to === 'settled') return 'good';
  if (to === 'gracePeriod') return 'gr';
  return from !== to && worse.includes(to) ? 'bad' : '';
}
