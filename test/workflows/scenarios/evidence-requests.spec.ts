import { describe, expect, it } from '@jest/globals';
import type { CasePlayer } from '../support/case-player.js';
import { accept, attach, badDebtCase, docketedCase, proveInsolvency, resolve, votedCase } from '../support/courses.js';

const requests = (player: CasePlayer) => player.context.evidenceRequests ?? [];
const found = (player: CasePlayer) => player.context.facts.filter(({ kind }) => kind === 'evidence_late');
const told = (player: CasePlayer) => player.effects.filter((effect) => effect.type === 'notify' && effect.kind === 'evidence_overdue');
const asked = (neededBy?: string) =>
  docketedCase().by('finance_director', { type: 'requestEvidence', ground: 'judgment', note: '请补判决书', ...(neededBy && { neededBy }) });

describe('A request to legal', () => {
  it('without a day has the policy’s term in working days', () => {
    // Asked on Friday 1 May 2026, the first of five days off; 9 May is a working Saturday.
    expect(requests(asked())).toMatchObject([
      { id: 1, on: '2026-05-01', by: 'finance_director', neededBy: '2026-05-18', ground: 'judgment' },
    ]);
    expect(requests(asked('2026-05-10'))).toMatchObject([{ neededBy: '2026-05-10' }]);
  });

  it('is answered once all kinds of its ground are attached since, accepted or not', () => {
    const player = attach(asked().on('2026-05-06'), 'j', 'judgment', 'judgment');
    expect(requests(player)[0]).not.toHaveProperty('answeredOn');
    attach(player.on('2026-05-07'), 'r', 'enforcement_ruling', 'judgment');
    expect(requests(player)[0]).toMatchObject({ answeredOn: '2026-05-07' });
    expect(found(player.on('2026-06-30'))).toEqual([]);
    expect(told(player)).toEqual([]);
  });

  it('is not answered by what was there before', () => {
    const player = attach(docketedCase(), 'c', 'contract', 'origin').by('finance_director', { type: 'requestEvidence', ground: 'origin' });
    expect(requests(player)[0]).not.toHaveProperty('answeredOn');
    expect(requests(attach(player, 's', 'statement', 'origin'))[0]).toMatchObject({ answeredOn: '2026-05-01' });
  });

  it('without a ground is answered by whatever a bad debt still lacks', () => {
    const player = docketedCase().by('finance_director', { type: 'requestEvidence' });
    expect(requests(attach(player, 'c', 'contract', 'origin'))[0]).not.toHaveProperty('answeredOn');
    expect(requests(attach(player, 'a', 'agreement', 'restructuring'))[0]).toMatchObject({ answeredOn: '2026-05-01' });
  });

  it('is open again when too much of what answered it is withdrawn', () => {
    const player = docketedCase().by('finance_director', { type: 'requestEvidence', ground: 'origin' });
    attach(player, 'c', 'contract', 'origin').by('legal_officer', { type: 'withdrawEvidence', evidence: 'c', reason: '合同有误' });
    expect(requests(player)[0]).not.toHaveProperty('answeredOn');
    expect(requests(attach(player, 's', 'statement', 'origin'))[0]).toHaveProperty('answeredOn');
  });
});

describe('A request that is not answered by its day', () => {
  it('is a fact for attribution and is told to legal, once, in the night after it', () => {
    const player = asked('2026-05-10').on('2026-05-10');
    expect(found(player)).toEqual([]);
    player.on('2026-05-11');
    const numbers = { request: 1, askedOn: '2026-05-01', neededBy: '2026-05-10' };
    expect(found(player)).toEqual([{ kind: 'evidence_late', on: '2026-05-11', numbers }]);
    expect(told(player)).toMatchObject([
      { to: { role: 'legal_officer' }, dueOn: '2026-05-11', facts: numbers },
      { to: { role: 'legal_manager' }, dueOn: '2026-05-11' },
    ]);
    player.on('2026-06-30');
    expect(found(player)).toHaveLength(1);
    expect(told(player)).toHaveLength(2);
  });

  it('is found in the night that is caught up, dated by it', () => {
    expect(found(asked('2026-05-10').on('2026-05-20'))).toMatchObject([{ numbers: { neededBy: '2026-05-10' } }]);
  });

  it('is a fact each, of several', () => {
    const player = asked('2026-05-10').by('ar_clerk', { type: 'requestEvidence', ground: 'origin', neededBy: '2026-05-12' });
    expect(found(player.on('2026-05-13')).map(({ numbers }) => numbers.request)).toEqual([1, 2]);
  });
});

describe('A board whose resolution is void for want of evidence', () => {
  it('asks for it, with a term that the next meeting does not renew', () => {
    const player = resolve(votedCase(), 'bad_debt');
    const [request] = requests(player);
    expect(request).toMatchObject({ id: 1, by: 'board', on: '2026-05-06', neededBy: '2026-05-19', missing: ['origin', 'any_ground'] });
    resolve(player.on('2026-05-15'), 'bad_debt');
    expect(requests(player)).toEqual([request]);
    expect(player.entries.at(-1)).toMatchObject({ type: 'evidenceRequested', by: 'board', request: 1, neededBy: '2026-05-19' });
  });

  it('asks for nothing more where all is attached and waits to be accepted', () => {
    const player = attach(attach(votedCase(), 'c', 'contract', 'origin'), 'a', 'agreement', 'restructuring');
    expect(requests(resolve(player, 'bad_debt'))).toMatchObject([{ by: 'board', answeredOn: '2026-05-06' }]);
  });
});

describe('Withdrawing a document that a bad debt was resolved on', () => {
  const withdraw = (player: CasePlayer, evidence: string) =>
    player.by('legal_officer', { type: 'withdrawEvidence', evidence, reason: '与本案无关' }).entries.at(-1);

  it('names the decision and what it lacks now', () => {
    expect(withdraw(badDebtCase(), 'court')).toMatchObject({
      type: 'evidenceWithdrawn',
      evidence: 'court',
      reason: '与本案无关',
      decision: 'bad_debt',
      lacks: ['insolvency_ground'],
    });
  });

  it('names the decision also where it still stands on the rest', () => {
    const player = accept(attach(proveInsolvency(docketedCase().on('2026-05-06')), 's', 'statement', 'origin'), 's');
    expect(withdraw(resolve(player, 'bad_debt'), 'origin')).toMatchObject({ decision: 'bad_debt', lacks: [] });
  });

  it('names none where it was never accepted, or nothing is decided', () => {
    expect(withdraw(attach(badDebtCase(), 'x', 'other', 'origin'), 'x')).not.toHaveProperty('decision');
    expect(withdraw(attach(docketedCase(), 'c', 'contract', 'origin'), 'c')).not.toHaveProperty('decision');
  });
});
