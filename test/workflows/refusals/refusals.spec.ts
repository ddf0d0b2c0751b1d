import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { examples } from './examples.js';

describe('A rule refuses, and takes what satisfies it:', () => {
  it.each(examples)('$rule ($key)', ({ key, facts, begin, refused, accepted }) => {
    const player = begin();
    const refusal = refused(player);
    expect({ key: refusal.key, facts: refusal.facts }).toEqual({ key, facts });
    const closed = accepted(player).entries.findLast(({ type }) => type === 'votingClosed');
    expect(closed?.outcome).not.toBe('void');
  });

  it('and none of its rules goes without an example', () => {
    const shown = new Set(examples.map(({ key }) => key));
    expect(refusalKeys().filter((key) => !shown.has(key))).toEqual([]);
  });
});

/** Every key that workflows/ refuses with; those of overdue lists, scores, credit, provisions and vouchers have their examples in rules/. */
function refusalKeys(): string[] {
  const root = join(import.meta.dirname, '../../..');
  const apart = ['overdue-list/', 'scorecard/', 'credit/', 'allowance.ts', 'provision.ts', 'vouchers.ts'].map(
    (room) => `workflows/${room}`,
  );
  const ofCases = globSync('workflows/**/*.ts', { cwd: root }).filter((file) => !apart.some((room) => file.startsWith(room)));
  const sources = ofCases.map((file) => readFileSync(join(root, file), 'utf8'));
  const byRule = sources.flatMap((source) => [...source.matchAll(/\brefusal\(\s*'([^']+)'/g)]);
  const byRoleAndState = sources.flatMap((source) => [...source.matchAll(/\bkey: '([^']+)'/g)]);
  return [...new Set([...byRule, ...byRoleAndState].map(([, key = '']) => key))].sort();
}
