import { describe, expect, it } from '@jest/globals';
import {
  badDebtCase,
  docketedCase,
  escalatedCase,
  graceCase,
  newCase,
  posted,
  proveInsolvency,
  resolve,
  vote,
  votedCase,
  writeOffReversed,
} from '../support/courses.js';

describe('A receipt', () => {
  it('of a part keeps the case and its age', () => {
    const player = newCase().on('2026-04-30').receipt('R1', '999.99');
    expect([player.collection, player.balance]).toEqual(['salesFollowUp', '0.01']);
    expect(player.on('2026-05-01').collection).toBe('financeConfirmation');
  });

  it('of one fen resets nothing', () => {
    const player = escalatedCase().on('2026-05-11').receipt('R1', '0.01');
    expect(player.context.escalated).toEqual({ on: '2026-05-01', because: 'overdue', unconfirmedOn: '2026-05-12' });
    expect(player.on('2026-05-12').collection).toBe('boardReview.docketed');
  });

  it('that settles in mid-vote closes the case, and the agenda item lapses', () => {
    const player = vote(votedCase(), { sales_director: 'legal_action', finance_director: 'legal_action' }).receipt('R1', '1000.00');
    expect(player.collection).toBe('settled');
    expect(player.effects).toContainEqual({ type: 'resolveAgendaItem', meeting: 'M1', outcome: 'lapsed', tally: null });
    expect(player.refused('legal_manager', { type: 'castVote', choice: 'continue', reason: 'x' }).key).toBe('vote.closed');
    expect(player.close().collection).toBe('settled');
  });

  it.each([
    ['with sales', () => newCase()],
    ['with finance', () => escalatedCase()],
    ['on the docket', () => docketedCase()],
    ['in grace', () => graceCase()],
    ['whose grace was broken', () => graceCase().on('2026-05-26')],
    ['in legal action', () => resolve(votedCase(), 'legal_action')],
    ['before approval', () => badDebtCase()],
    ['before posting', () => badDebtCase().by('finance_director', { type: 'approveWriteOff' })],
  ])('of all settles a case %s', (_where, begin) => {
    const player = begin().receipt('R1', '1000.00');
    expect([player.collection, player.balance, player.next]).toEqual(['settled', '0.00', undefined]);
  });
});

describe('A dishonoured bill', () => {
  it('opens a settled case again, with the age it has', () => {
    const player = newCase().on('2026-05-06').receipt('B1', '1000.00', '2026-05-06', 'acceptance_bill');
    expect(player.collection).toBe('settled');
    expect(player.on('2026-08-06').reversal('B1', '1000.00').collection).toBe('salesFollowUp');
    expect(player.on('2026-08-07').context.escalated).toMatchObject({ on: '2026-08-07', because: 'overdue' });
  });

  it('of an earlier part puts a written-off case back on the docket with that part', () => {
    const player = writtenOffAfterBill();
    expect(player.reversal('B1', '400.00').collection).toBe('boardReview.docketed');
    expect([player.balance, player.context.writtenOffCents]).toEqual(['400.00', 600_00]);
  });
});

describe('A case with a part written off', () => {
  it('is written off again, not settled, when the rest is paid: what comes later is a recovery', () => {
    const player = writtenOffAfterBill().reversal('B1', '400.00').receipt('R2', '400.00');
    expect(player.collection).toBe('writtenOff');
    expect(player.receipt('R3', '600.00').context).toMatchObject({ receivedCents: 400_00, recoveredCents: 600_00 });
  });

  it('can have that write-off reversed', () => {
    const player = writtenOffAfterBill().reversal('B1', '400.00').receipt('R2', '400.00');
    expect(writeOffReversed(player).collection).toBe('boardReview.docketed');
    expect(player.balance).toBe('600.00');
  });

  it('takes back a recovery that bounces as a recovery', () => {
    const player = writtenOffAfterBill().receipt('R2', '100.00').reversal('B1', '400.00').reversal('R2', '100.00');
    expect(player.context).toMatchObject({ balanceCents: 400_00, receivedCents: 0, writtenOffCents: 600_00, recoveredCents: 0 });
  });

  it('is written off as a whole by a second resolution', () => {
    const player = posted(resolve(writtenOffAfterBill().reversal('B1', '400.00'), 'bad_debt'), 'V2');
    expect([player.collection, player.context.writtenOffCents]).toEqual(['writtenOff', 1000_00]);
  });
});

describe('A credit', () => {
  it('in full without any receipt cancels the case', () => {
    expect(newCase().credit('C1', '1000.00').collection).toBe('cancelled');
  });

  it('of what a receipt left settles it', () => {
    expect(newCase().receipt('R1', '600.00').credit('C1', '400.00').collection).toBe('settled');
  });

  it.each(['cancelled', 'settled'])('that is reversed opens a %s case again', (closed) => {
    const player =
      closed === 'settled'
        ? newCase().receipt('R1', '600.00').credit('C1', '400.00')
        : newCase().credit('C1', '600.00').credit('C2', '400.00');
    expect(player.collection).toBe(closed);
    expect(player.creditReversal('C9', '400.00').collection).toBe('salesFollowUp');
    expect(player.balance).toBe('400.00');
  });

  it('that is reversed puts a written-off case back on the docket', () => {
    const player = docketedCase().credit('C1', '100.00');
    const writtenOff = posted(resolve(proveInsolvency(player), 'bad_debt'));
    expect(writtenOff.creditReversal('C1', '100.00').collection).toBe('boardReview.docketed');
  });
});

describe('A reversal', () => {
  it('of more than was received is no reversal of this case', () => {
    const player = newCase().receipt('R1', '400.00');
    expect(player.refusedImport({ type: 'reverseReceipt', receipt: 'R1', amountCents: 400_01, reversedOn: player.date })).toMatchObject({
      key: 'receipt.reversal_beyond',
      facts: { amount: '400.01', booked: '400.00' },
    });
    expect(player.reversal('R1', '400.00').balance).toBe('1000.00');
  });
});

/** 400.00 came by a bill, 600.00 were written off. */
function writtenOffAfterBill() {
  return posted(
    resolve(proveInsolvency(docketedCase().on('2026-05-06').receipt('B1', '400.00', '2026-05-06', 'acceptance_bill')), 'bad_debt'),
  );
}
