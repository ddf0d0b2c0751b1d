import { describe, expect, it } from '@jest/globals';
import type { Share } from '../../../workflows/attribution/causes.js';
import type { CasePlayer } from '../support/case-player.js';
import { docketedCase } from '../support/courses.js';

const customer: Share = { party: 'customer', cause: 'customer_insolvent', shareHundredths: 100_00 };
const sales: Share = { party: 'sales', person: 'sales0001', cause: 'follow_up_neglected', shareHundredths: 100_00 };
const both: readonly Share[] = [
  { party: 'sales', person: 'sales0001', cause: 'over_promised', shareHundredths: 66_67 },
  { party: 'finance', person: 'ar_clerk', cause: 'dunning_notice_late', shareHundredths: 33_33 },
];

function proposed(shares: readonly Share[], by = 'sales_director'): CasePlayer {
  return docketedCase().by(by, { type: 'proposeAttribution', shares });
}

const contested = (player: CasePlayer) => player.by('sales0001', { type: 'contestAttribution', reason: '不属实' });
const decided = (player: CasePlayer, by: string, shares: readonly Share[]) =>
  player.by(by, { type: 'decideAttribution', shares, reason: '查明' });
const refusesToDecide = (player: CasePlayer, by: string, shares: readonly Share[] = [customer]) =>
  player.refused(by, { type: 'decideAttribution', shares });

describe('A proposed attribution', () => {
  it('that names nobody is final at once', () => {
    expect(proposed([customer]).value.attribution).toBe('final');
  });

  it('is final when the last of the named accepts', () => {
    const player = proposed(both).by('ar_clerk', { type: 'acceptAttribution' });
    expect(player.value.attribution).toBe('proposed');
    expect(player.by('sales0001', { type: 'acceptAttribution' }).value.attribution).toBe('final');
  });

  it('is final after 5 working days of silence, which is put on record', () => {
    const player = proposed(both).by('ar_clerk', { type: 'acceptAttribution' });
    expect(player.on('2026-05-11').value.attribution).toBe('proposed');
    expect(player.on('2026-05-12').value.attribution).toBe('final');
    expect(player.entries.find(({ type }) => type === 'attributionFinal')).toMatchObject({ silent: ['sales0001'] });
  });

  it('goes on when the case is settled', () => {
    const player = proposed([sales]).receipt('R1', '1000.00');
    expect(player.value).toMatchObject({ collection: 'settled', attribution: 'proposed' });
    expect(player.on('2026-05-12').value.attribution).toBe('final');
  });
});

describe('What is contested', () => {
  it('is decided by the chair, whose shares replace the proposal', () => {
    const player = decided(contested(proposed([sales])), 'finance_director', [customer]);
    expect(player.value.attribution).toBe('final');
    expect(player.context.attribution?.shares).toEqual([customer]);
  });

  it('stops the silence of the others', () => {
    expect(contested(proposed(both)).on('2026-05-12').value.attribution).toBe('contested');
  });

  it('is late after 10 working days, of which the chair is told once', () => {
    const player = contested(proposed([sales]));
    expect(player.next).toBe('2026-05-19');
    expect(player.on('2026-05-19').effects.at(-1)).toMatchObject({ kind: 'decision_late', to: { role: 'finance_director' } });
    expect([player.next, player.value.attribution]).toEqual([undefined, 'contested']);
  });

  it('is decided by the general manager where the chair proposed it', () => {
    const player = contested(proposed([sales], 'finance_director'));
    expect(refusesToDecide(player, 'finance_director')).toMatchObject({ key: 'attribution.self', facts: { why: 'proposed' } });
    expect(decided(player, 'general_manager', [customer]).value.attribution).toBe('final');
  });

  it('is decided by the general manager where the chair is named', () => {
    const named: Share = { party: 'finance', person: 'finance_director', cause: 'evidence_late', shareHundredths: 50_00 };
    const player = contested(proposed([{ ...sales, shareHundredths: 50_00 }, named]));
    expect(refusesToDecide(player, 'finance_director')).toMatchObject({ key: 'attribution.self', facts: { why: 'named' } });
    expect(refusesToDecide(player, 'hr').key).toBe('attribution.decider');
    expect(decided(player, 'general_manager', [customer]).value.attribution).toBe('final');
  });

  it('is not decided with the decider in it', () => {
    const himself: Share = { party: 'finance', person: 'general_manager', cause: 'evidence_late', shareHundredths: 100_00 };
    expect(refusesToDecide(contested(proposed([sales])), 'general_manager', [himself])).toMatchObject({
      key: 'attribution.self',
      facts: { why: 'named' },
    });
  });
});

describe('An appeal', () => {
  const appealed = (player: CasePlayer) => player.by('sales0001', { type: 'appealAttribution', reason: '有新证据' });
  const accepted = () => proposed([sales]).by('sales0001', { type: 'acceptAttribution' });

  it('is decided by hr, and made once', () => {
    const player = decided(appealed(accepted()), 'hr', [sales]);
    expect(player.value.attribution).toBe('final');
    expect(player.refused('sales0001', { type: 'appealAttribution', reason: '再次' })).toMatchObject({ key: 'attribution.appealed_once' });
  });

  it('is not decided by the chair, nor by hr who proposed', () => {
    expect(refusesToDecide(appealed(accepted()), 'finance_director')).toMatchObject({
      key: 'attribution.decider',
      facts: { decider: 'hr' },
    });
    const player = appealed(proposed([sales], 'hr').by('sales0001', { type: 'acceptAttribution' }));
    expect(refusesToDecide(player, 'hr')).toMatchObject({ key: 'attribution.self', facts: { why: 'proposed' } });
    expect(decided(player, 'general_manager', [customer]).value.attribution).toBe('final');
  });

  it('is not decided by who decided before', () => {
    const player = appealed(decided(contested(proposed([sales], 'finance_director')), 'general_manager', [sales]));
    expect(refusesToDecide(player, 'general_manager')).toMatchObject({ key: 'attribution.self', facts: { why: 'decided' } });
    expect(decided(player, 'hr', [customer]).value.attribution).toBe('final');
  });
});
