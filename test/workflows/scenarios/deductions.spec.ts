import { describe, expect, it } from '@jest/globals';
import type { Share } from '../../../workflows/attribution/causes.js';
import type { Cause } from '../../../workflows/policy.js';
import type { CasePlayer } from '../support/case-player.js';
import { type Beginning, docketedCase, posted, proveInsolvency, resolve, writeOffReversed } from '../support/courses.js';

const sharesOf = (shareHundredths: number, cause: Cause = 'credit_check_missing'): Share[] => [
  { party: 'sales', person: 'sales0001', cause, shareHundredths },
  ...(shareHundredths < 100_00
    ? [{ party: 'customer', cause: 'customer_insolvent', shareHundredths: 100_00 - shareHundredths } as const]
    : []),
];

const proposed = (player: CasePlayer, shareHundredths = 100_00) =>
  player.by('sales_director', { type: 'proposeAttribution', shares: sharesOf(shareHundredths) });
const accepted = (player: CasePlayer) => player.by('sales0001', { type: 'acceptAttribution' });
/** Final on 1 May 2026: 10 points at 120,000.00, 5 at less than 100,000.00. */
const blamed = (beginning: Beginning = { amount: '120000.00' }, shareHundredths = 100_00) =>
  accepted(proposed(docketedCase(beginning), shareHundredths));
const writtenOff = (player: CasePlayer) => posted(resolve(proveInsolvency(player.on('2026-05-06')), 'bad_debt'));

/** Every movement of points of sales0001: taken is negative. */
function points(player: CasePlayer): number[] {
  return player.effects.flatMap((effect) =>
    effect.type === 'deduct' ? [effect.pointsHundredths * (effect.kind === 'deduction' ? -1 : 1)] : [],
  );
}

describe('A final attribution takes', () => {
  it('base × band × share, by the balance at first docketing', () => {
    const player = docketedCase({ amount: '120000.00' }).receipt('R1', '60000.00');
    expect(points(accepted(proposed(player, 60_00)))).toEqual([-6_00]);
  });

  it('by that balance still when the case comes to the docket again', () => {
    const player = resolve(proveInsolvency(docketedCase({ amount: '120000.00' }).on('2026-05-06')), 'bad_debt').receipt('R1', '60000.00');
    player.by('finance_director', { type: 'rejectWriteOff', reason: '缺少资产调查' });
    expect(points(accepted(proposed(player, 60_00)))).toEqual([-6_00]);
  });

  it('the whole where the case had settled but is open again', () => {
    const player = proposed(docketedCase({ amount: '120000.00' }))
      .receipt('R1', '120000.00')
      .reversal('R1', '120000.00');
    expect(points(accepted(player))).toEqual([-10_00]);
  });

  it('nothing for a cause that costs nothing', () => {
    const player = docketedCase().by('hr', { type: 'proposeAttribution', shares: sharesOf(100_00, 'customer_insolvent') });
    expect(points(accepted(player))).toEqual([]);
  });

  it('half where the case has settled by then, and gives nothing back for it', () => {
    const player = proposed(docketedCase({ amount: '120000.00' })).receipt('R1', '120000.00');
    expect(points(accepted(player))).toEqual([-5_00]);
  });
});

describe('A case that settles later', () => {
  it('gives back half, and takes it again when it opens again', () => {
    const player = blamed().receipt('R1', '120000.00').on('2026-06-01').reversal('R1', '120000.00');
    expect(points(player)).toEqual([-10_00, 5_00, -5_00]);
    expect(points(player.receipt('R2', '120000.00'))).toEqual([-10_00, 5_00, -5_00, 5_00]);
  });

  it('gives back half rounded half-up: 0.84 of 1.67', () => {
    expect(points(blamed({ amount: '1000.00' }, 33_33).receipt('R1', '1000.00'))).toEqual([-1_67, 84]);
  });
});

describe('A case that had settled before', () => {
  it('gives back nothing, however often it opens and settles again', () => {
    const player = accepted(proposed(docketedCase({ amount: '120000.00' })).receipt('R1', '120000.00'));
    expect(points(player.reversal('R1', '120000.00').receipt('R2', '120000.00'))).toEqual([-5_00]);
  });
});

describe('A recovery', () => {
  it('gives back deduction × recovered ÷ written off, in total never rounded twice', () => {
    const player = writtenOff(blamed({ amount: '300.00' }, 33_33));
    expect(points(player)).toEqual([-1_67]);
    for (const receipt of ['R1', 'R2', 'R3']) player.receipt(receipt, '100.00');
    expect(points(player)).toEqual([-1_67, 56, 55, 56]);
  });

  it('that bounces takes again what it gave back', () => {
    const player = writtenOff(blamed()).receipt('R1', '60000.00').reversal('R1', '60000.00');
    expect(points(player)).toEqual([-10_00, 5_00, -5_00]);
  });

  it('before the attribution became final counts when it does', () => {
    const player = proposed(writtenOff(docketedCase({ amount: '120000.00' }))).receipt('R1', '30000.00');
    expect(points(accepted(player))).toEqual([-10_00, 2_50]);
    expect(points(player.receipt('R2', '30000.00'))).toEqual([-10_00, 2_50, 2_50]);
  });

  it('of a second write-off does not take what the first one’s had given back', () => {
    const player = writeOffReversed(writtenOff(blamed()).receipt('R1', '30000.00'));
    posted(resolve(player, 'bad_debt'), 'V2').receipt('R2', '0.01');
    expect(points(player)).toEqual([-10_00, 2_50]);
    expect(points(player.receipt('R3', '89999.99')).reduce((sum, moved) => sum + moved)).toBe(0);
  });
});

describe('An appeal', () => {
  const appealed = (player: CasePlayer) => player.by('sales0001', { type: 'appealAttribution', reason: '有新证据' });
  const decided = (player: CasePlayer, shares: Share[]) => player.by('hr', { type: 'decideAttribution', shares, reason: '查明' });

  it('replaces what was taken', () => {
    expect(points(decided(appealed(blamed()), sharesOf(50_00)))).toEqual([-10_00, 10_00, -5_00]);
  });

  it('replaces what is left after half was given back', () => {
    expect(points(decided(appealed(blamed()).receipt('R1', '120000.00'), sharesOf(100_00)))).toEqual([-10_00, 5_00, 5_00, -5_00]);
  });

  it('that changes nothing leaves what a recovery gave back', () => {
    const player = appealed(writtenOff(blamed()).receipt('R1', '30000.00'));
    expect(points(decided(player, sharesOf(100_00)))).toEqual([-10_00, 2_50, 7_50, -10_00, 2_50]);
  });
});
