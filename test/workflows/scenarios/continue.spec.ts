import { describe, expect, it } from '@jest/globals';
import { confirmed, docketedCase, newCase, plan, resolve, vote, votedCase } from '../support/courses.js';

describe('A resolution to continue', () => {
  it('sends the case to sales until its review, a month on unless another day was voted', () => {
    const player = resolve(votedCase(), 'continue');
    expect([player.collection, player.next]).toEqual(['salesFollowUp', '2026-06-06']);
  });

  it('comes back to finance on the review date, whose 5 working days run from then', () => {
    const player = resolve(votedCase(), 'continue').on('2026-06-06');
    expect(player.context.escalated).toEqual({ on: '2026-06-06', because: 'next_review', unconfirmedOn: '2026-06-13' });
    expect(player.on('2026-06-13').collection).toBe('boardReview.docketed');
  });

  it('is confirmed back to sales before the review date, over 90 days as it is', () => {
    const player = resolve(votedCase(), 'continue')
      .on('2026-06-05')
      .by('sales0001', { type: 'reportPosition', position: 'will_pay', note: '会付' });
    expect(confirmed(player).collection).toBe('salesFollowUp');
    expect(player.next).toBe('2026-06-06');
  });

  it('of a case that was docketed early is reviewed on its date, not on day 91', () => {
    const player = newCase().on('2026-04-20').by('finance_director', { type: 'docket', reason: '客户停业' });
    resolve(player, 'continue', { nextReviewOn: '2026-07-17' });
    expect(player.on('2026-07-16').collection).toBe('salesFollowUp');
    expect(player.on('2026-07-17').collection).toBe('financeConfirmation');
  });

  it('of a case that is still young goes back to the board from its review, too', () => {
    const player = newCase().on('2026-02-18').by('finance_director', { type: 'docket', reason: '客户停业' });
    resolve(player, 'continue').on('2026-03-18');
    expect(confirmed(player).collection).toBe('boardReview.docketed');
  });
});

describe('A third resolution to continue', () => {
  const continuedTwice = () => {
    const player = resolve(confirmed(resolve(votedCase(), 'continue').on('2026-06-08')), 'continue');
    return confirmed(player.on('2026-07-08'));
  };

  it('is void', () => {
    const player = resolve(continuedTwice(), 'continue');
    expect(player.collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({ outcome: 'void', why: 'continue.too_often', lacks: { times: 2, atMost: 2 } });
  });

  it('is not refused as a vote', () => {
    expect(vote(continuedTwice().open(), { sales_director: 'continue' }).context.round?.votes).toHaveLength(1);
  });

  it('is carried when another resolution lies between', () => {
    const player = resolve(continuedTwice(), 'legal_action').by('legal_officer', { type: 'exhaustLegalAction', reason: '执行终结' });
    expect(resolve(player.on('2026-07-09'), 'continue').collection).toBe('salesFollowUp');
  });

  it('is not made possible by a void or a deferred one', () => {
    const player = resolve(continuedTwice(), 'grace').on('2026-07-09').open().close();
    expect(resolve(player.on('2026-07-10'), 'continue').collection).toBe('boardReview.docketed');
  });

  it('is carried after the case was settled and opened again', () => {
    const player = continuedTwice().receipt('B1', '1000.00').on('2026-07-10').reversal('B1', '1000.00').on('2026-07-11');
    expect(resolve(confirmed(player), 'continue').collection).toBe('salesFollowUp');
  });

  it('is carried after a grace', () => {
    const player = resolve(plan(continuedTwice(), [['2026-07-15', '1000.00']]), 'grace').on('2026-07-21');
    expect(player.collection).toBe('boardReview.docketed');
    expect(resolve(player, 'continue').collection).toBe('salesFollowUp');
  });
});

describe('The review date', () => {
  it('is at most 3 months on', () => {
    const player = docketedCase().on('2026-05-06').open();
    const voteFor = (nextReviewOn: string) => ({ type: 'castVote', choice: 'continue', reason: 'a', nextReviewOn }) as const;
    expect(player.refused('sales_director', voteFor('2026-08-07'))).toMatchObject({
      key: 'continue.too_far',
      facts: { latest: '2026-08-06', months: 3 },
    });
    expect(player.by('sales_director', voteFor('2026-08-06')).context.round?.votes).toHaveLength(1);
  });
});
