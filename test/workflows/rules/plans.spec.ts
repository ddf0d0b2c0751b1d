import { describe, expect, it } from '@jest/globals';
import { reducePlan, splitPlan } from '../../../workflows/payment-plan/plan.js';

const plan = (...instalments: [dueOn: string, amountCents: number][]) =>
  instalments.map(([dueOn, amountCents]) => ({ dueOn, amountCents }));
const may = '2026-05-20';
const june = '2026-06-20';
const july = '2026-07-20';

describe('What came in since a plan was accepted', () => {
  it.each([
    [0, plan([may, 300], [june, 400], [july, 300])],
    [299, plan([may, 300], [june, 400], [july, 1])],
    [300, plan([may, 300], [june, 400])],
    [500, plan([may, 300], [june, 200])],
    [1000, plan()],
    [1200, plan()],
  ])('of %d reduces its last instalments', (cents, left) => {
    expect(reducePlan(plan([may, 300], [june, 400], [july, 300]), cents)).toEqual(left);
  });
});

describe('One plan for several cases of a customer', () => {
  it('fills the oldest first', () => {
    expect(splitPlan(plan([may, 500], [june, 500]), [300, 700])).toEqual([plan([may, 300]), plan([may, 200], [june, 500])]);
  });

  it('leaves out a case that has no balance', () => {
    expect(splitPlan(plan([may, 500]), [300, 0, 200])).toEqual([plan([may, 300]), [], plan([may, 200])]);
  });

  it('leaves with the last what exceeds them all, and without a part what it does not reach', () => {
    expect(splitPlan(plan([may, 600]), [300, 200])).toEqual([plan([may, 300]), plan([may, 300])]);
    expect(splitPlan(plan([may, 300]), [300, 200])).toEqual([plan([may, 300]), []]);
  });
});
