import { describe, expect, it } from '@jest/globals';
import type { FactChanges } from '../../../workflows/collection-case/commands.js';
import type { CasePlayer } from '../support/case-player.js';
import { docketedCase, newCase, resolve, votedCase } from '../support/courses.js';

function corrected(player: CasePlayer, changes: FactChanges): CasePlayer {
  player.by('ar_clerk', { type: 'correctFacts', changes, reason: '录入有误' });
  return player.by('finance_director', { type: 'confirmCorrection', correction: player.context.correctionsAsked });
}

describe('Nobody hides a case: a corrected fact', () => {
  it('changes nothing before the second person has confirmed it', () => {
    const player = newCase().by('ar_clerk', { type: 'correctFacts', changes: { amountCents: 900_00 }, reason: '开票有误' });
    expect(player.balance).toBe('1000.00');
    expect(player.by('finance_director', { type: 'confirmCorrection', correction: 1 }).balance).toBe('900.00');
    expect(player.entries.at(-1)).toMatchObject({
      type: 'factsCorrected',
      from: { amountCents: 1000_00 },
      to: { amountCents: 900_00 },
      askedBy: 'ar_clerk',
    });
  });

  it.each([
    [{ dueOn: '2026-02-10' }],
    [{ owner: 'sales0002' }],
    [{ customer: 'K2' }],
    [{ amountCents: 1200_00, dueOn: '2026-02-10' }],
  ] as FactChanges[][])('is on record: %j', (changes) => {
    expect(corrected(newCase(), changes ?? {}).context).toMatchObject(changes ?? {});
  });

  it('that leaves nothing open settles what was paid', () => {
    expect(corrected(newCase().receipt('R1', '400.00'), { amountCents: 400_00 }).collection).toBe('settled');
  });

  it('that leaves nothing open cancels what was only credited', () => {
    expect(corrected(newCase().credit('C1', '400.00'), { amountCents: 400_00 }).collection).toBe('cancelled');
  });

  it('that leaves nothing open ends a vote, too', () => {
    const player = corrected(votedCase().receipt('R1', '400.00'), { amountCents: 400_00 });
    expect(player.collection).toBe('settled');
    expect(player.effects).toContainEqual({ type: 'resolveAgendaItem', meeting: 'M1', outcome: 'lapsed', tally: null });
  });
});

describe('A case is reassigned', () => {
  it('at once inside the team before the docket', () => {
    const player = newCase().by('sales_manager', { type: 'reassign', owner: 'sales0002', reason: '区域调整', withinTeam: true });
    expect(player.context.owner).toBe('sales0002');
  });

  it.each([
    ['outside the team', () => newCase(), false],
    ['on the docket', () => docketedCase(), true],
    ['after the docket, with sales again', () => resolve(votedCase(), 'continue'), true],
  ])('%s only with the finance director’s word', (_when, begin, withinTeam) => {
    const player = begin().by('sales_director', { type: 'reassign', owner: 'sales0002', reason: '区域调整', withinTeam });
    expect(player.context.owner).toBe('sales0001');
    expect(player.by('finance_director', { type: 'confirmCorrection', correction: 1 }).context.owner).toBe('sales0002');
  });
});

describe('A case opened in error', () => {
  it('is cancelled by two persons', () => {
    const player = newCase().by('ar_clerk', { type: 'cancel', reason: '重复立案' });
    expect(player.collection).toBe('salesFollowUp');
    expect(player.by('finance_director', { type: 'cancel', reason: '重复立案' }).collection).toBe('cancelled');
    expect(
      player.refusedImport({ type: 'applyReceipt', receipt: 'R1', amountCents: 1, valueDate: player.date, instrument: 'cash' }).key,
    ).toBe('state.not_possible');
  });

  it('needs both again after it was settled and opened once more', () => {
    const player = newCase().by('ar_clerk', { type: 'cancel', reason: '重复立案' }).receipt('R1', '1000.00').reversal('R1', '1000.00');
    expect(player.refused('finance_director', { type: 'cancel', reason: '重复立案' }).key).toBe('cancel.not_asked');
  });
});
