import { describe, expect, it } from '@jest/globals';
import { attach, confirmed, docketedCase, plan, resolve, vote, votedCase } from '../support/courses.js';

describe('A meeting', () => {
  it('resolves by more than half of the seats', () => {
    expect(vote(votedCase(), { sales_director: 'legal_action', legal_manager: 'legal_action' }).close().collection).toBe('legalAction');
  });

  it('defers for the next meeting without a quorum, and says why', () => {
    const player = vote(votedCase(), { sales_director: 'legal_action' }).close();
    expect(player.collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({ type: 'votingClosed', outcome: 'deferred', why: 'no_quorum' });
  });

  it('defers without a majority; deferred twice, the general manager is told', () => {
    const player = vote(votedCase(), { sales_director: 'legal_action', legal_manager: 'bad_debt' }).close();
    expect(player.entries.at(-1)).toMatchObject({ outcome: 'deferred', why: 'no_majority' });
    expect(toldManager(player.effects)).toBe(0);
    vote(player.on('2026-06-02').open(), { sales_director: 'legal_action', legal_manager: 'bad_debt' }).close();
    expect(toldManager(player.effects)).toBe(1);
    expect(toldManager(player.on('2026-07-02').open().close().effects)).toBe(1);
  });

  it('counts its deferrals anew after a resolution', () => {
    const player = confirmed(resolve(votedCase().close(), 'continue').on('2026-06-08'));
    expect(toldManager(player.open().close().effects)).toBe(0);
  });

  it('counts its deferrals anew for a case that was settled and opened again', () => {
    const player = votedCase().close().receipt('B1', '1000.00').reversal('B1', '1000.00').on('2026-05-07');
    expect(toldManager(confirmed(player).open().close().effects)).toBe(0);
  });

  it('is closed by the night, 5 working days after it was opened', () => {
    const player = vote(votedCase(), { sales_director: 'legal_action', legal_manager: 'legal_action' });
    expect(player.on('2026-05-12').collection).toBe('boardReview.voting');
    expect(player.on('2026-05-13').collection).toBe('legalAction');
  });

  it('closes its own votes only', () => {
    const player = votedCase();
    expect(player.refused('finance_director', { type: 'closeVoting', meeting: 'M9' })).toMatchObject({
      key: 'meeting.another',
      facts: { meeting: 'M9', voting: 'M1' },
    });
    expect(player.close().collection).toBe('boardReview.docketed');
  });
});

describe('A vote', () => {
  it('may be changed until the close: the last counts, all stay on record', () => {
    const player = vote(votedCase(), { sales_director: 'bad_debt', finance_director: 'legal_action' });
    player.by('sales_director', { type: 'castVote', choice: 'legal_action', reason: '改变意见' }).close();
    expect(player.collection).toBe('legalAction');
    expect(player.entries.filter(({ type }) => type === 'voteCast').map(({ person, choice }) => [person, choice])).toEqual([
      ['sales_director', 'bad_debt'],
      ['finance_director', 'legal_action'],
      ['sales_director', 'legal_action'],
    ]);
  });

  it('carries the shortest grace that was voted', () => {
    const player = plan(votedCase(), [['2026-05-20', '1000.00']]);
    player.by('sales_director', { type: 'castVote', choice: 'grace', reason: 'a', graceMonths: 2 });
    player.by('legal_manager', { type: 'castVote', choice: 'grace', reason: 'b' });
    expect(player.close().context.grace).toMatchObject({ months: 1, endsOn: '2026-06-06' });
  });

  it('carries the earliest review that was voted', () => {
    const player = votedCase();
    player.by('sales_director', { type: 'castVote', choice: 'continue', reason: 'a', nextReviewOn: '2026-08-06' });
    player.by('legal_manager', { type: 'castVote', choice: 'continue', reason: 'b' });
    expect(player.close().context.nextReviewOn).toBe('2026-06-06');
  });
});

describe('An interest', () => {
  it('that a member declares seats the deputy, and voids what the member voted', () => {
    const player = vote(votedCase(), { legal_manager: 'legal_action', sales_director: 'legal_action' });
    player.by('legal_manager', { type: 'recuse', reason: '亲属在对方任职' });
    vote(player, { legal_officer: 'bad_debt' }).close();
    expect(player.entries.at(-1)).toMatchObject({ outcome: 'deferred', why: 'no_majority', tally: { of: 3 } });
  });

  it.each([
    ['the owner of the case', { owner: 'sales_director' }, 'sales_director', 'owner'],
    ['who attached its evidence', {}, 'legal_manager', 'attached_evidence'],
  ])('is known of %s', (_who, beginning, login, why) => {
    const player = attach(docketedCase(beginning), 'origin', 'contract', 'origin', 'legal_manager').on('2026-05-06').open();
    expect(player.refused(login, { type: 'castVote', choice: 'continue', reason: 'x' })).toMatchObject({
      key: 'vote.recused',
      facts: { person: login, why },
    });
  });

  it('is known of the owner’s direct manager, who so does not sit for the sales director', () => {
    const player = votedCase().by('sales_director', { type: 'recuse', reason: '持有对方股份' });
    expect(player.refused('sales_manager', { type: 'castVote', choice: 'continue', reason: 'x' })).toMatchObject({
      key: 'vote.recused',
      facts: { why: 'owners_manager' },
    });
    vote(player, { finance_director: 'legal_action', legal_manager: 'continue' }).close();
    expect(player.entries.at(-1)).toMatchObject({ why: 'no_majority', tally: { of: 2 } });
  });

  it('that shows after the vote voids it at the close', () => {
    const player = vote(votedCase(), { legal_manager: 'legal_action', sales_director: 'legal_action' });
    attach(player, 'origin', 'contract', 'origin', 'legal_manager').close();
    expect(player.entries.at(-1)).toMatchObject({ outcome: 'deferred', why: 'no_quorum' });
  });

  it('ends with evidence that was withdrawn', () => {
    const player = attach(votedCase(), 'origin', 'contract', 'origin', 'legal_manager');
    player.by('legal_officer', { type: 'withdrawEvidence', evidence: 'origin', reason: '传错' });
    expect(vote(player, { legal_manager: 'legal_action' }).context.round?.votes).toHaveLength(1);
  });
});

describe('A member who is away', () => {
  it('is sat for by the deputy', () => {
    const player = votedCase({ office: { away: ['legal_manager'] } });
    expect(vote(player, { legal_officer: 'legal_action', sales_director: 'legal_action' }).close().collection).toBe('legalAction');
  });

  it('chairs by the deputy, too', () => {
    const player = docketedCase({ office: { away: ['finance_director'] } })
      .on('2026-05-06')
      .call();
    player.by('general_manager', {
      type: 'openVoting',
      meeting: 'M1',
      roll: [{ seat: 'finance_director', member: 'finance_director', deputy: 'general_manager' }],
    });
    expect(player.collection).toBe('boardReview.voting');
  });
});

describe('Where fewer than two seats can be filled', () => {
  const twoRecused = () =>
    votedCase()
      .by('sales_director', { type: 'recuse', reason: '利害关系' })
      .by('legal_manager', { type: 'recuse', reason: '利害关系' })
      .by('legal_officer', { type: 'recuse', reason: '利害关系' });

  it('the general manager names who sits, and the board resolves', () => {
    const player = twoRecused().by('general_manager', { type: 'nameSeat', seat: 'legal_manager', person: 'hr' });
    vote(player, { hr: 'legal_action', finance_director: 'legal_action' }).close();
    expect(player.collection).toBe('legalAction');
    expect(player.entries.find(({ type }) => type === 'votingClosed')).toMatchObject({ tally: { for: 2, of: 2 } });
  });

  it('nobody named means no quorum, however the one seat votes', () => {
    expect(vote(twoRecused(), { finance_director: 'legal_action' }).close().entries.at(-1)).toMatchObject({ why: 'no_quorum' });
  });

  it('nobody is named who sits already, or has an interest', () => {
    const player = twoRecused();
    const name = (person: string) => player.refused('general_manager', { type: 'nameSeat', seat: 'legal_manager', person });
    expect(name('finance_director')).toMatchObject({
      key: 'seat.sits_already',
      facts: { person: 'finance_director', seat: 'finance_director' },
    });
    expect(name('sales0001')).toMatchObject({ key: 'vote.recused', facts: { why: 'owner' } });
  });

  it('a person sits in one seat', () => {
    const player = twoRecused().by('general_manager', { type: 'nameSeat', seat: 'legal_manager', person: 'hr' });
    expect(player.refused('general_manager', { type: 'nameSeat', seat: 'sales_director', person: 'hr' }).key).toBe('seat.sits_already');
  });
});

describe('Evidence', () => {
  it('that is missing voids a bad debt and is asked for; once legal accepted it, the vote carries', () => {
    const player = resolve(votedCase(), 'bad_debt');
    expect(player.collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({ type: 'evidenceRequested', missing: ['origin', 'any_ground'] });
    attach(player, 'c', 'contract', 'origin').by('legal_manager', { type: 'acceptEvidence', evidence: 'c' });
    attach(player, 'a', 'agreement', 'restructuring');
    expect(resolve(player.on('2026-06-02'), 'bad_debt').collection).toBe('boardReview.docketed');
    expect(player.entries.at(-1)).toMatchObject({ missing: ['any_ground'] });
    player.by('legal_manager', { type: 'acceptEvidence', evidence: 'a' });
    expect(resolve(player.on('2026-07-02'), 'bad_debt').collection).toBe('writeOff.awaitingApproval');
  });
});

function toldManager(effects: readonly object[]): number {
  return effects.filter((effect) => 'kind' in effect && effect.kind === 'deferred_twice').length;
}
