import { describe, expect, it } from '@jest/globals';
import { badDebtCase, escalatedCase, newCase, posted, resolve, votedCase, writeOffReversed, writtenOffCase } from '../support/courses.js';

describe('A write-off', () => {
  it('up to the limit is approved by the finance director, posted by the clerk', () => {
    const player = posted(badDebtCase({ amount: '500000.00' }));
    expect([player.collection, player.balance, player.context.writtenOffCents]).toEqual(['writtenOff', '0.00', 500_000_00]);
  });

  it('above the limit by the general manager, a first time as well as after a rejection', () => {
    const player = badDebtCase({ amount: '500000.01' });
    expect(player.effects.at(-1)).toMatchObject({ kind: 'write_off_waiting', to: { role: 'general_manager' } });
    expect(player.refused('finance_director', { type: 'rejectWriteOff', reason: 'x' }).key).toBe('writeoff.approver');
    player.by('general_manager', { type: 'rejectWriteOff', reason: '缺少资产调查' });
    expect(player.collection).toBe('boardReview.docketed');
    expect(posted(resolve(player.on('2026-06-02'), 'bad_debt'), 'V2', 'general_manager').collection).toBe('writtenOff');
  });

  it.each([
    ['a receipt', 'receipt'],
    ['a credit', 'credit'],
  ] as const)('goes back to approval when %s changes the balance', (_what, money) => {
    const player = badDebtCase().by('finance_director', { type: 'approveWriteOff' });
    expect(player[money]('X1', '0.01').collection).toBe('writeOff.awaitingApproval');
    expect(player.refused('ar_clerk', { type: 'postWriteOff', voucherNo: 'V1' }).key).toBe('state.not_possible');
    expect(posted(player).context.writtenOffCents).toBe(999_99);
  });

  it('goes back to approval when a bill bounces; who must approve now is told', () => {
    const player = badDebtCase({ amount: '500000.01' }).receipt('B1', '100.00').by('finance_director', { type: 'approveWriteOff' });
    expect(player.reversal('B1', '100.00').collection).toBe('writeOff.awaitingApproval');
    expect(player.effects.at(-1)).toEqual({ type: 'notify', kind: 'write_off_waiting', to: { role: 'general_manager' } });
  });

  it('stays approved when only the owner is corrected, not when the debt is', () => {
    const player = badDebtCase().by('finance_director', { type: 'approveWriteOff' });
    player.by('ar_clerk', { type: 'correctFacts', changes: { owner: 'sales0002' }, reason: '离职' });
    player.by('finance_director', { type: 'confirmCorrection', correction: 1 });
    expect(player.collection).toBe('writeOff.awaitingPosting');
    player.by('ar_clerk', { type: 'correctFacts', changes: { amountCents: 900_00 }, reason: '开票有误' });
    player.by('finance_director', { type: 'confirmCorrection', correction: 2 });
    expect(player.collection).toBe('writeOff.awaitingApproval');
  });

  it('is not approved on evidence that was withdrawn since the vote', () => {
    const player = badDebtCase().by('legal_officer', { type: 'withdrawEvidence', evidence: 'court', reason: '公告撤销' });
    expect(player.refused('finance_director', { type: 'approveWriteOff' })).toMatchObject({
      key: 'evidence.required',
      facts: { missing: ['insolvency_ground'], lacks: 'insolvency_ground' },
    });
  });

  it('without a proposal of responsibility is told to the chair after 10 working days', () => {
    const player = writtenOffCase();
    expect(player.next).toBe('2026-05-20');
    expect(player.on('2026-05-20').effects.at(-1)).toMatchObject({ kind: 'proposal_missing', to: { role: 'finance_director' } });
    expect(player.next).toBeUndefined();
  });
});

describe('What comes in for a written-off item', () => {
  it('is a recovery, the balance stays 0', () => {
    const player = writtenOffCase().receipt('R1', '300.00');
    expect(player.context).toMatchObject({ balanceCents: 0, receivedCents: 0, recoveredCents: 300_00 });
    expect(player.entries.at(-1)).toMatchObject({ type: 'recoveryReceived', recoveredCents: 300_00, writtenOffCents: 1000_00 });
  });

  it('is taken back when it bounces', () => {
    const player = writtenOffCase().receipt('R1', '300.00').receipt('R2', '300.00').reversal('R1', '300.00');
    expect([player.collection, player.context.recoveredCents]).toEqual(['writtenOff', 300_00]);
    expect(player.context.recoveries.map(({ receipt }) => receipt)).toEqual(['R2']);
  });
});

describe('A write-off that is reversed', () => {
  it('puts its amount back on the docket', () => {
    const player = writeOffReversed(writtenOffCase());
    expect([player.collection, player.balance]).toEqual(['boardReview.docketed', '1000.00']);
  });

  it('puts it back less the recoveries, which are receipts from then on', () => {
    const player = writeOffReversed(writtenOffCase().receipt('R1', '300.00'));
    expect(player.context).toMatchObject({ balanceCents: 700_00, receivedCents: 300_00, writtenOffCents: 0, recoveredCents: 0 });
    expect(player.reversal('R1', '300.00').balance).toBe('1000.00');
  });

  it('is settled when all was recovered', () => {
    const player = writeOffReversed(writtenOffCase().receipt('R1', '300.00').receipt('R2', '700.00'));
    expect([player.collection, player.balance, player.context.receivedCents]).toEqual(['settled', '0.00', 1000_00]);
  });
});

describe('A small balance', () => {
  const policy = { smallBalanceCents: 5_00 };

  it('is waived without a board, then posted', () => {
    const player = newCase({ policy }).receipt('R1', '995.00').by('finance_director', { type: 'waiveSmallBalance', reason: '尾差' });
    expect(player.collection).toBe('writeOff.awaitingPosting');
    expect(player.by('ar_clerk', { type: 'postWriteOff', voucherNo: 'V1' }).collection).toBe('writtenOff');
  });

  it('is waived anywhere but in a vote', () => {
    expect(escalatedCase({ policy, amount: '5.00' }).by('finance_director', { type: 'waiveSmallBalance', reason: '尾差' }).collection).toBe(
      'writeOff.awaitingPosting',
    );
    expect(votedCase({ policy, amount: '5.00' }).refused('finance_director', { type: 'waiveSmallBalance', reason: '尾差' }).key).toBe(
      'state.not_possible',
    );
  });

  it('that grows meanwhile is the board’s, whoever would approve it', () => {
    const player = newCase({ policy })
      .receipt('B1', '900.00')
      .receipt('R1', '95.00')
      .by('finance_director', { type: 'waiveSmallBalance', reason: '尾差' });
    player.reversal('B1', '900.00');
    expect(player.refused('finance_director', { type: 'approveWriteOff' })).toMatchObject({
      key: 'waive.too_large',
      facts: { balance: '905.00', atMost: '5.00' },
    });
    expect(player.by('finance_director', { type: 'rejectWriteOff', reason: '票据退回' }).collection).toBe('boardReview.docketed');
  });

  it('that only shrinks is approved again', () => {
    const player = newCase({ policy })
      .receipt('R1', '995.00')
      .by('finance_director', { type: 'waiveSmallBalance', reason: '尾差' })
      .receipt('R2', '1.00');
    expect(posted(player).context.writtenOffCents).toBe(4_00);
  });

  it('can be attributed once it is written off, though it never was on a docket', () => {
    const player = posted(
      newCase({ policy })
        .receipt('R1', '995.00')
        .by('finance_director', { type: 'waiveSmallBalance', reason: '尾差' })
        .receipt('R2', '1.00'),
    );
    player.by('hr', { type: 'proposeAttribution', shares: [{ party: 'customer', cause: 'customer_insolvent', shareHundredths: 100_00 }] });
    expect(player.value.attribution).toBe('final');
  });
});
