import { describe, expect, it } from '@jest/globals';
import { resolve, votedCase } from '../support/courses.js';

const inLegalAction = () => resolve(votedCase(), 'legal_action');

describe('Legal action', () => {
  it('is reviewed every 90 days', () => {
    const player = inLegalAction();
    expect(player.next).toBe('2026-08-04');
    expect(player.on('2026-08-04').effects.at(-1)).toMatchObject({ kind: 'legal_review_due', to: { role: 'legal_officer' } });
    expect(player.next).toBe('2026-11-02');
    expect(player.collection).toBe('legalAction');
  });

  it('is reviewed 90 days after a review that legal recorded', () => {
    const player = inLegalAction().on('2026-07-01').by('legal_officer', { type: 'recordLegalStep', step: 'review', on: '2026-07-01' });
    expect(player.next).toBe('2026-09-29');
  });

  it('is not put off by any other step', () => {
    const player = inLegalAction()
      .on('2026-07-01')
      .by('legal_officer', { type: 'recordLegalStep', step: 'suit', on: '2026-06-30', agency: '某律师事务所' });
    expect(player.next).toBe('2026-08-04');
  });

  it('whose means are exhausted goes back to the board', () => {
    const player = inLegalAction().on('2026-09-01').by('legal_manager', { type: 'exhaustLegalAction', reason: '终结本次执行' });
    expect([player.collection, player.next]).toEqual(['boardReview.docketed', undefined]);
  });

  it('lets legal follow up, which is not its business before', () => {
    const attempt = { type: 'logAttempt', channel: 'letter', on: '2026-05-06', outcome: 'no_answer' } as const;
    expect(inLegalAction().by('legal_officer', attempt).context.attempts.count).toBe(1);
    expect(votedCase().refused('legal_officer', attempt).key).toBe('role.not_allowed');
  });
});
