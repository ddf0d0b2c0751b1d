import { describe, expect, it } from '@jest/globals';
import type { Effect } from '../../../workflows/collection-case/entries.js';
import type { CasePlayer } from '../support/case-player.js';
import { badDebtCase, docketedCase, newCase, posted } from '../support/courses.js';

describe('A customer who contests a part', () => {
  it('leaves the rest aging: day 91 comes as it would have', () => {
    const player = contested(newCase().on('2026-03-02'), '2026-03-02');
    expect(player.value.customerDispute).toBe('open');
    expect(player.on('2026-05-01').collection).toBe('financeConfirmation');
  });

  it('is told to the sales manager after 15 working days, to both directors after 30', () => {
    const player = contested(newCase().on('2026-03-02'), '2026-03-02');
    expect(player.context.dispute).toMatchObject({ remindOn: '2026-03-24', escalateOn: '2026-04-15' });
    expect(told(player.on('2026-03-23').effects)).toEqual([]);
    expect(told(player.on('2026-03-24').effects)).toEqual(['sales_manager']);
    expect(told(player.on('2026-04-14').effects)).toEqual(['sales_manager']);
    expect(told(player.on('2026-04-15').effects)).toEqual(['sales_manager', 'sales_director', 'finance_director']);
  });

  it.each([
    ['upheld', undefined],
    ['partly_upheld', 150_00],
    ['rejected', undefined],
  ] as const)('is %s, which moves no balance, and may contest again', (outcome, creditedCents) => {
    const player = contested(newCase().on('2026-03-02'), '2026-03-02').by('sales_manager', {
      type: 'resolveDispute',
      outcome,
      creditedCents,
      note: '核对完毕',
    });
    expect([player.value.customerDispute, player.balance]).toEqual([outcome, '1000.00']);
    expect(told(player.on('2026-04-30').effects)).toEqual([]);
    expect(contested(player, player.date).value.customerDispute).toBe('open');
  });
});

describe('A closed case', () => {
  it.each([
    ['settled', () => newCase().receipt('R1', '1000.00')],
    ['cancelled', () => newCase().credit('C1', '1000.00')],
    ['written off', () => posted(badDebtCase())],
  ])('that is %s is not contested', (_what, begin) => {
    const dispute = { type: 'raiseDispute', reason: 'quality', contestedCents: 0, note: '返工' } as const;
    expect(begin().refused('sales0001', dispute)).toMatchObject({ key: 'state.not_possible', facts: { command: 'raiseDispute' } });
  });
});

describe('An open dispute lapses', () => {
  it.each([
    ['when the case is settled', (player: CasePlayer) => player.receipt('R1', '1000.00'), 'settled'],
    ['when it is credited in full', (player: CasePlayer) => player.credit('C1', '1000.00'), 'cancelled'],
    [
      'when it is cancelled',
      (player: CasePlayer) =>
        player.by('ar_clerk', { type: 'cancel', reason: '重复立案' }).by('finance_director', { type: 'cancel', reason: '重复立案' }),
      'cancelled',
    ],
    [
      'when its amount is corrected to what was paid',
      (player: CasePlayer) =>
        player
          .receipt('R1', '700.00')
          .by('ar_clerk', { type: 'correctFacts', changes: { amountCents: 700_00 }, reason: '开票有误' })
          .by('finance_director', { type: 'confirmCorrection', correction: 1 }),
      'settled',
    ],
  ])('%s', (_when, end, closed) => {
    const player = end(contested(newCase().on('2026-03-02'), '2026-03-02'));
    expect(player.value).toMatchObject({ collection: closed, customerDispute: 'none' });
  });

  it('when the case is written off', () => {
    const player = contested(badDebtCase(), '2026-05-06');
    expect(posted(player).value).toMatchObject({ collection: 'writtenOff', customerDispute: 'none' });
  });

  it('but not by a posting where there is nothing to post', () => {
    const player = contested(newCase(), '2026-03-02');
    expect(player.refused('ar_clerk', { type: 'postWriteOff', voucherNo: 'V1' }).key).toBe('state.not_possible');
    expect(player.value.customerDispute).toBe('open');
  });

  it('but not by the first of two persons who cancel', () => {
    const player = contested(docketedCase(), '2026-05-01').by('ar_clerk', { type: 'cancel', reason: '重复立案' });
    expect(player.value.customerDispute).toBe('open');
  });
});

function contested(player: CasePlayer, on: string): CasePlayer {
  return player.on(on).by('sales0001', { type: 'raiseDispute', reason: 'quality', contestedCents: 300_00, note: '部分返工' });
}

/** Roles that were told of a dispute, in order. */
function told(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.type === 'notify' && effect.kind.startsWith('dispute') && 'role' in effect.to ? [effect.to.role] : [],
  );
}
