import { describe, expect, it } from '@jest/globals';
import { docketedCase, graceCase, newCase, plan, posted, proveInsolvency, resolve, writeOffReversed } from '../support/courses.js';

describe('Grace', () => {
  it('of one month from 31 January ends on the last of February', () => {
    const player = newCase({ dueOn: '2026-10-31' }).on('2027-01-31').by('finance_director', { type: 'docket' });
    expect(resolve(plan(player, [['2027-02-28', '1000.00']]), 'grace').context.grace).toMatchObject({
      from: '2027-01-31',
      endsOn: '2027-02-28',
      months: 1,
    });
  });

  it('of one month with a plan until 1 March is void, because that is after its end', () => {
    const player = newCase({ dueOn: '2026-10-31' }).on('2027-01-31').by('finance_director', { type: 'docket' });
    expect(resolve(plan(player, [['2027-03-01', '1000.00']]), 'grace').collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({
      outcome: 'void',
      why: 'plan.required',
      lacks: { why: 'too_late', lastOn: '2027-03-01', graceEndsOn: '2027-02-28' },
    });
  });

  it('is kept when each instalment is there by the third working day after its date', () => {
    const player = graceCase().on('2026-05-25').receipt('R1', '500.00');
    expect(player.on('2026-05-26').collection).toBe('gracePeriod');
    expect(player.on('2026-06-24').receipt('R2', '500.00').collection).toBe('settled');
  });

  it('is broken by an instalment that is a fen short', () => {
    const player = graceCase().on('2026-05-25').receipt('R1', '499.99').on('2026-05-26');
    expect(player.collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({
      type: 'graceBroken',
      dueOn: '2026-05-20',
      countedUntil: '2026-05-25',
      expectedCents: 500_00,
      receivedCents: 499_99,
    });
  });

  it('is broken by money whose value date is a day late', () => {
    const player = graceCase().on('2026-05-26').receipt('R1', '500.00', '2026-05-26');
    expect(player.collection).toBe('boardReview.docketed');
  });

  it('counts together what was paid ahead', () => {
    const player = graceCase().on('2026-05-07').receipt('R1', '700.00').on('2026-06-24').receipt('R2', '300.00');
    expect(player.collection).toBe('settled');
  });

  it('is broken by any balance after its end, a fen of it', () => {
    const player = docketedCase().on('2026-05-06').receipt('B1', '100.00');
    resolve(plan(player, [['2026-05-20', '900.00']]), 'grace');
    player.on('2026-05-20').receipt('R1', '899.99').reversal('B1', '100.00', '2026-05-30').receipt('R2', '100.00');
    expect([player.on('2026-06-10').collection, player.balance]).toEqual(['gracePeriod', '0.01']);
    expect(player.on('2026-06-11').collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({ type: 'graceBroken', dueOn: '2026-06-06', countedUntil: '2026-06-10' });
  });

  it('reduces its last instalments by what came in since the plan was accepted', () => {
    const player = plan(docketedCase().on('2026-05-06'), [
      ['2026-05-20', '500.00'],
      ['2026-06-20', '500.00'],
    ]);
    resolve(player.receipt('R1', '600.00'), 'grace', { graceMonths: 2 });
    expect(player.context.grace?.instalments).toEqual([{ dueOn: '2026-05-20', amountCents: 400_00 }]);
  });
});

describe('A plan', () => {
  it('whose last date is before the grace is none', () => {
    const player = resolve(plan(docketedCase().on('2026-05-06'), [['2026-05-20', '1000.00']]).on('2026-05-21'), 'grace');
    expect(player.collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({
      why: 'plan.required',
      lacks: { why: 'passed', lastOn: '2026-05-20', from: '2026-05-21' },
    });
  });

  it('whose first instalment was paid before the grace stands', () => {
    const player = plan(docketedCase().on('2026-05-06'), [
      ['2026-05-20', '500.00'],
      ['2026-06-01', '500.00'],
    ]);
    resolve(player.on('2026-05-20').receipt('R1', '500.00').on('2026-05-28'), 'grace');
    expect(player.on('2026-06-02').receipt('R2', '500.00').collection).toBe('settled');
  });

  it('does not outlive a write-off', () => {
    const player = writeOffReversed(
      posted(resolve(proveInsolvency(plan(docketedCase().on('2026-05-06'), [['2026-06-05', '1000.00']])), 'bad_debt')),
    );
    expect(resolve(player, 'grace').entries.at(-1)).toMatchObject({ why: 'plan.required', lacks: { why: 'not_accepted' } });
  });
});

describe('A receipt that turns out to be in time', () => {
  it('restores the grace from a late bank file', () => {
    const player = graceCase().on('2026-05-26');
    expect(player.receipt('R1', '300.00', '2026-05-22').collection).toBe('boardReview.docketed');
    expect(player.receipt('R2', '200.00', '2026-05-25').collection).toBe('gracePeriod');
    expect(player.next).toBe('2026-06-25');
  });

  it('and pays all settles the case', () => {
    expect(graceCase().on('2026-05-27').receipt('R1', '1000.00', '2026-05-20').collection).toBe('settled');
  });

  it('does not when it was late', () => {
    expect(graceCase().on('2026-05-27').receipt('R1', '500.00', '2026-05-26').collection).toBe('boardReview.docketed');
  });

  it('does not when it is a fen short of what was due', () => {
    expect(graceCase().on('2026-05-27').receipt('R1', '499.99', '2026-05-20').collection).toBe('boardReview.docketed');
  });

  it('does not once voting has opened', () => {
    const player = graceCase().on('2026-05-27').open();
    expect(player.receipt('R1', '500.00', '2026-05-20').collection).toBe('boardReview.voting');
    expect(player.close().collection).toBe('boardReview.docketed');
  });

  it('does, whatever an instalment that was due before the grace began lacks', () => {
    const player = plan(docketedCase().on('2026-05-06'), [
      ['2026-05-07', '300.00'],
      ['2026-06-01', '300.00'],
      ['2026-06-15', '400.00'],
    ]);
    resolve(player.on('2026-05-20'), 'grace');
    expect(player.on('2026-06-05').entries.at(-1)).toMatchObject({ type: 'graceBroken', dueOn: '2026-06-01', expectedCents: 600_00 });
    expect(player.receipt('R1', '600.00', '2026-06-01').collection).toBe('gracePeriod');
  });
});

describe('The months of grace granted to a case', () => {
  it('add up: one, broken, and one more', () => {
    const player = docketedCase().on('2026-05-06');
    resolve(plan(player, [['2026-05-20', '1000.00']]), 'grace').on('2026-05-26');
    expect(player.collection).toBe('boardReview.docketed');
    resolve(plan(player, [['2026-06-20', '1000.00']]), 'grace');
    expect(player.context).toMatchObject({ graceMonthsGranted: 2, grace: { from: '2026-05-26', endsOn: '2026-06-26' } });
    player.on('2026-06-25').receipt('R1', '0.01');
    expect(player.open().refused('legal_manager', { type: 'castVote', choice: 'grace', reason: '再给一个月' })).toMatchObject({
      key: 'grace.too_long',
      facts: { months: 1, granted: 2, atMost: 2, left: 0 },
    });
  });
});
