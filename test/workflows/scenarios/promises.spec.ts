import { describe, expect, it } from '@jest/globals';
import type { CasePlayer } from '../support/case-player.js';
import { newCase } from '../support/courses.js';

const promised = (player: CasePlayer) => player.by('sales0001', { type: 'recordPromise', amountCents: 600_00, dueOn: '2026-03-10' });
const stateOf = (player: CasePlayer) => player.context.promises.map(({ state }) => state);

describe('A promise to pay', () => {
  it('is kept when the amount is there by its date', () => {
    const player = promised(newCase().on('2026-03-02')).receipt('R1', '400.00');
    expect(stateOf(player)).toEqual(['live']);
    expect(stateOf(player.on('2026-03-10').receipt('R2', '200.00'))).toEqual(['kept']);
    expect(player.on('2026-03-11').entries.map(({ type }) => type)).not.toContain('promiseBroken');
  });

  it('is broken in the night after its date', () => {
    const player = promised(newCase().on('2026-03-02')).on('2026-03-10').receipt('R1', '599.99');
    expect(player.next).toBe('2026-03-11');
    expect(stateOf(player.on('2026-03-11'))).toEqual(['broken']);
    expect(player.effects.at(-1)).toMatchObject({ kind: 'promise_broken', to: { person: 'sales0001' } });
  });

  it('is mended by a late bank file, by value date', () => {
    const player = promised(newCase().on('2026-03-02')).on('2026-03-12');
    expect(stateOf(player.receipt('R1', '600.00', '2026-03-10'))).toEqual(['kept']);
    const late = promised(newCase().on('2026-03-02')).on('2026-03-12');
    expect(stateOf(late.receipt('R1', '600.00', '2026-03-11'))).toEqual(['broken']);
  });

  it('that a bill kept is broken after all when the bill bounces', () => {
    const player = promised(newCase().on('2026-03-02')).on('2026-03-09').receipt('B1', '1000.00', '2026-03-09', 'acceptance_bill');
    expect([player.collection, ...stateOf(player)]).toEqual(['settled', 'kept']);
    expect(stateOf(player.on('2026-04-09').reversal('B1', '1000.00'))).toEqual(['live']);
    expect(stateOf(player.on('2026-04-10'))).toEqual(['broken']);
  });

  it('does not mind another receipt that bounces', () => {
    const player = newCase().on('2026-03-02').receipt('R0', '100.00');
    expect(stateOf(promised(player).receipt('R1', '600.00').reversal('R0', '100.00'))).toEqual(['kept']);
  });

  it('is withdrawn and then neither kept nor broken', () => {
    const player = promised(newCase().on('2026-03-02')).by('sales0001', { type: 'withdrawPromise', reason: '客户改口' });
    expect(stateOf(player.receipt('R1', '600.00').on('2026-03-11'))).toEqual(['withdrawn']);
  });

  it('is not broken on its very date, whatever else the night does', () => {
    expect(stateOf(promised(newCase().on('2026-03-02')).on('2026-03-10').repeatNight())).toEqual(['live']);
  });

  it('is forgotten with a case that is closed', () => {
    expect(promised(newCase().on('2026-03-02')).credit('C1', '1000.00').next).toBeUndefined();
  });

  it('is watched wherever the case is', () => {
    const player = newCase().on('2026-04-30').by('sales0001', { type: 'recordPromise', amountCents: 600_00, dueOn: '2026-05-06' });
    player.on('2026-05-04').by('finance_director', { type: 'docket' });
    expect(player.next).toBe('2026-05-07');
    expect(stateOf(player.on('2026-05-07'))).toEqual(['broken']);
  });
});
