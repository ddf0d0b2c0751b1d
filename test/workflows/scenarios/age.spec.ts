import { describe, expect, it } from '@jest/globals';
import { confirmed, docketedCase, escalatedCase, newCase } from '../support/courses.js';

describe('A case is the board’s when it is over 90 days overdue', () => {
  it('90 is not over 90', () => {
    const player = newCase({ dueOn: '2026-01-30' }).on('2026-04-30');
    expect(player.collection).toBe('salesFollowUp');
    expect(player.next).toBe('2026-05-01');
  });

  it('91 is: the night takes it to finance, marked escalated, and finance sends it to the docket', () => {
    const player = escalatedCase();
    expect(player.collection).toBe('financeConfirmation');
    expect(player.context.escalated).toEqual({ on: '2026-05-01', because: 'overdue', unconfirmedOn: '2026-05-12' });
    expect(confirmed(player).collection).toBe('boardReview.docketed');
    expect(player.context).toMatchObject({ unconfirmed: false, firstDocketed: { on: '2026-05-01', balanceCents: 1000_00 } });
  });

  it('in a leap year, too: due on 2027-12-01, with finance on 2028-03-01, docketed unconfirmed after 5 working days', () => {
    const player = newCase({ dueOn: '2027-12-01', issuedOn: '2027-09-01' }).on('2028-02-29');
    expect(player.collection).toBe('salesFollowUp');
    expect(player.on('2028-03-01').collection).toBe('financeConfirmation');
    expect(player.on('2028-03-08').collection).toBe('financeConfirmation');
    expect(player.on('2028-03-09').collection).toBe('boardReview.docketed');
    expect(player.context.unconfirmed).toBe(true);
    expect(player.factsOf('confirmation_late')).toMatchObject([{ on: '2028-03-09' }]);
  });

  it('finance keeps its 5 working days when sales reported the evening before', () => {
    const player = newCase().on('2026-04-30').by('sales0001', { type: 'reportPosition', position: 'will_pay', note: '月底付' });
    expect(player.on('2026-05-01').context.escalated?.unconfirmedOn).toBe('2026-05-12');
  });
});

describe('Up to 90 days finance gives the case back to sales', () => {
  it.each(['confirm', 'returnToSales'] as const)('by %s on day 90', (type) => {
    const player = newCase().on('2026-04-30').by('sales0001', { type: 'reportPosition', position: 'cannot_pay', note: '资金困难' });
    player.by('ar_clerk', type === 'confirm' ? { type, view: 'collectable', amountCents: 1000_00 } : { type, reason: '请补充' });
    expect(player.collection).toBe('salesFollowUp');
    expect(player.on('2026-05-01').collection).toBe('financeConfirmation');
  });

  it('and puts on record that sales and finance disagree', () => {
    const player = newCase().on('2026-03-02').by('sales0001', { type: 'reportPosition', position: 'will_pay', note: '会付' });
    player.by('ar_clerk', { type: 'confirm', view: 'bad', amountCents: 1000_00 });
    expect(player.entries.at(-1)).toMatchObject({ type: 'confirmed', disagrees: true });
  });
});

describe('Calling a meeting', () => {
  it('dockets the rest of the escalated, without a fact against finance', () => {
    const player = escalatedCase().on('2026-05-06').call();
    expect(player.collection).toBe('boardReview.docketed');
    expect(player.context.unconfirmed).toBe(true);
    expect(player.factsOf('confirmation_late')).toEqual([]);
  });

  it('happens by itself in the night of the 20th', () => {
    const player = newCase({ dueOn: '2026-02-17' }).on('2026-05-19');
    expect([player.collection, player.context.escalated?.unconfirmedOn]).toEqual(['financeConfirmation', '2026-05-27']);
    expect(player.on('2026-05-20').collection).toBe('boardReview.docketed');
  });

  it('leaves with finance what sales merely reported', () => {
    const player = newCase().on('2026-03-02').by('sales0001', { type: 'reportPosition', position: 'will_pay', note: '会付' });
    expect(player.call().collection).toBe('financeConfirmation');
  });
});

describe('Insolvency does not wait', () => {
  it.each(['sales_director', 'finance_director', 'legal_manager'])('%s dockets on day 10 with a reason', (login) => {
    const player = newCase().on('2026-02-09').by(login, { type: 'docket', reason: '客户进入破产程序' });
    expect(player.collection).toBe('boardReview.docketed');
  });
});

describe('The night', () => {
  it('has nothing to do a second time', () => {
    const player = escalatedCase();
    const before = player.state;
    player.repeatNight();
    expect(player.state).toEqual(before);
    expect(player.entries.at(-1)?.type).toBe('escalated');
  });

  it('has nothing to do on the docket: the board meets', () => {
    expect(docketedCase().next).toBeUndefined();
  });
});

describe('The night of a closed case', () => {
  it.each(['settled', 'cancelled'])('passes without anything to do: %s', (closed) => {
    const player = closed === 'settled' ? newCase().receipt('R1', '1000.00') : newCase().credit('C1', '1000.00');
    const before = player.entries.length;
    expect(player.repeatNight().entries).toHaveLength(before);
  });
});

describe('An attempt', () => {
  const attempt = (on: string) => ({ type: 'logAttempt', channel: 'visit', on, outcome: 'reached' }) as const;

  it('that is entered late says so, and is a fact', () => {
    const player = newCase().on('2026-03-10').by('sales0001', attempt('2026-03-09'));
    expect(player.entries.at(-1)).toMatchObject({ type: 'attemptLogged', on: '2026-03-09', recordedOn: '2026-03-10', enteredLate: true });
    expect(player.factsOf('attempt_late_entry')).toEqual([
      { kind: 'attempt_late_entry', on: '2026-03-10', numbers: { madeOn: '2026-03-09' } },
    ]);
  });

  it('of today is none; the last one is by its own date', () => {
    const player = newCase().on('2026-03-10').by('sales0001', attempt('2026-03-10')).by('ar_clerk', attempt('2026-03-10'));
    expect(player.context.attempts).toEqual({ count: 2, lastOn: '2026-03-10' });
    expect(player.factsOf('attempt_late_entry')).toEqual([]);
    expect(player.by('sales0001', attempt('2026-03-06')).context.attempts).toEqual({ count: 3, lastOn: '2026-03-10' });
  });
});

describe('A corrected due date', () => {
  it('takes a case that is young again off the way to the board until it is over 90 days', () => {
    const player = escalatedCase().on('2026-05-06');
    player.by('ar_clerk', { type: 'correctFacts', changes: { dueOn: '2026-03-01' }, reason: '账期录错' });
    player.by('finance_director', { type: 'confirmCorrection', correction: 1 });
    expect(player.on('2026-05-19').collection).toBe('financeConfirmation');
    expect(player.call().collection).toBe('financeConfirmation');
    expect(player.on('2026-05-31').context.escalated).toEqual({ on: '2026-05-31', because: 'overdue', unconfirmedOn: '2026-06-06' });
    expect(player.on('2026-06-06').collection).toBe('boardReview.docketed');
  });

  it('takes a case that is older than thought to finance in the next night', () => {
    const player = newCase()
      .on('2026-03-02')
      .by('ar_clerk', { type: 'correctFacts', changes: { dueOn: '2025-11-30' }, reason: '账期录错' });
    player.by('finance_director', { type: 'confirmCorrection', correction: 1 });
    expect(player.next).toBe('2026-03-01');
    expect(player.on('2026-03-03').collection).toBe('financeConfirmation');
  });
});
