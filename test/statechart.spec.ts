import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { setup } from 'xstate';
import { arrowsOf, descendants, regionsOf } from '../src/cases/statechart/drawn-transitions.js';
import { picture } from '../src/cases/statechart/picture.js';
import { type ChartWords, statechartDot } from '../src/cases/statechart/statechart-dot.js';
import { languages } from '../src/platform/i18n/language.js';
import { Texts } from '../src/platform/i18n/texts.js';
import { collectionCase } from '../workflows/collection-case/machine.js';

const root = join(import.meta.dirname, '..');
const texts = new Texts();

/** Draws the machine's own names. */
const names: ChartWords = {
  title: 'title',
  region: (key) => key,
  state: (_region, path) => path,
  event: (type) => type,
  guard: (name) => name,
  otherwise: 'otherwise',
  anyOf: 'any of',
};

describe('The picture of the statechart', () => {
  it('in docs/ is what the machine draws: npm run chart', async () => {
    const drawn = await picture(texts, 'en');
    // The difference of two pictures would tell nobody anything.
    expect(readFileSync(join(root, 'docs/statechart.svg'), 'utf8') === drawn).toBe(true);
  });

  it.each(languages)('has words for every state, event and condition in %s', (language) => {
    const regions = regionsOf(collectionCase);
    const states = regions.flatMap((region) => descendants(region).map((node) => node.path.join('.')));
    const transitions = regions.flatMap(arrowsOf).flatMap((arrow) => arrow.transitions);
    const known = (key: string) => texts.has(language, `cases:${key}`);
    const unnamed = [
      ...regions.filter(({ key }) => !known(`region.${key}`)).map(({ key }) => key),
      ...states.filter((path) => !known(`state.${path}`) && !known(`state.${path}.itself`)),
      ...transitions.map(({ event }) => event).filter((event) => !known(`command.${event}`)),
      ...transitions.flatMap(({ guards }) => guards).filter((guard) => !known(`guard.${guard}`)),
    ];
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it('is well-formed and carries no script', async () => {
    const svg = await picture(texts, 'zh-CN');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(svg).toContain('>销售跟进</text>');
    expect(svg).not.toMatch(/<script|<!DOCTYPE|<!--/);
  });
});

describe('What is drawn', () => {
  const guards = { permitted: () => true, isBig: () => true };
  const machine = setup({ guards }).createMachine({
    id: 'm',
    type: 'parallel',
    states: {
      region: {
        initial: 'a',
        states: {
          a: { on: { stay: {}, go: [{ guard: 'isBig', target: 'b' }, { target: 'c' }], end: { guard: 'permitted', target: 'd' } } },
          b: {
            initial: 'in',
            on: { end: { guard: 'permitted', target: 'd' }, again: '.in' },
            states: { in: { on: { next: 'out' } }, out: {} },
          },
          c: { on: { end: { guard: 'permitted', target: 'd' } } },
          d: {},
        },
      },
    },
  });
  const [region] = regionsOf(machine);
  const said = (region ? arrowsOf(region) : []).map(
    ({ from, to, transitions }) =>
      `${from.map(({ key }) => key).join('+')} → ${to.key}: ${transitions
        .map(({ event, guards: named, otherwise }) => [event, ...named, ...(otherwise ? ['otherwise'] : [])].join(' '))
        .join(', ')}`,
  );

  it('are the ways from state to state with their conditions; what leaves the state as it is, is not', () => {
    expect(said).toContain('a → b: go isBig');
    expect(said).toContain('a → c: go otherwise');
    expect(said.join()).not.toContain('stay');
  });

  it('is once the way that three states or more share', () => {
    expect(said).toContain('a+b+c → d: end');
  });

  it('is a way from a state into its own inside as one between its inner states', () => {
    expect(said).toContain('out → in: again');
  });

  it('names everything quoted', () => {
    expect(statechartDot(machine, { ...names, region: () => 'a "b"\\' })).toContain('label="a \\"b\\"\\\\"');
  });
});
