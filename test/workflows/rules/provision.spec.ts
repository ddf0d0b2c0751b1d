import { describe, expect, test } from '@jest/globals';
import {
  allowanceKinds,
  type Booked,
  changeOf,
  heldCents,
  monthEnd,
  type ProvisionAsked,
  refuseProposing,
  refuseProvisionDecision,
} from '../../../workflows/allowance.js';
import { defaultPolicy } from '../../../workflows/policy.js';
import { type Impaired, type MonthsAging, provisionOf } from '../../../workflows/provision.js';
import { type Aging, agingBuckets } from '../../../workflows/scorecard/aging.js';
import { multiply, ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import { refuseErpNumber, vouchersOfProvision } from '../../../workflows/vouchers.js';

/** From not due to over 180 days; what is left out is 0. */
const aging = (...amounts: string[]) => Object.fromEntries(agingBuckets.map((bucket, i) => [bucket, amounts[i] ?? '0.00'])) as Aging;
const month = (before: Aging, after: Aging): MonthsAging => ({ from: '2026-02-28', to: '2026-03-31', before, after });
const perCent = (rate: { n: bigint; d: bigint } | undefined) => rate && rounded(multiply(rate, ratio('100')), 4);

describe('A loss rate is the product of the mean roll rates up to the last bucket', () => {
  // One month: 50 % of each bucket stands in the next one a month later.
  const halves = month(
    aging('3200.00', '1600.00', '800.00', '400.00', '200.00', '100.00', '50.00', '0.00'),
    aging('64000.00', '1600.00', '800.00', '400.00', '200.00', '100.00', '50.00', '25.00'),
  );
  // The month after it, with 100 % from 1–30 to 31–60: the mean of it is 75 %.
  const later = month(halves.after, aging('100.00', '32000.00', '1600.00', '400.00', '200.00', '100.00', '50.00', '25.00'));

  test.each<[what: string, months: MonthsAging[], policy: object, losses: string[]]>([
    ['of one month', [halves], {}, ['0.7813', '1.5625', '3.1250', '6.2500', '12.5000', '25.0000', '50.0000', '100.0000']],
    [
      'of two months their mean',
      [halves, later],
      {},
      ['1.1719', '2.3438', '3.1250', '6.2500', '12.5000', '25.0000', '50.0000', '100.0000'],
    ],
    [
      'times the forward factor, at most 100 %',
      [halves],
      { provisionForwardFactorHundredths: 250_00 },
      ['1.9531', '3.9063', '7.8125', '15.6250', '31.2500', '62.5000', '100.0000', '100.0000'],
    ],
    [
      'times what the last bucket loses',
      [halves],
      { provisionOldestLossHundredths: 80_00 },
      ['0.6250', '1.2500', '2.5000', '5.0000', '10.0000', '20.0000', '40.0000', '80.0000'],
    ],
    [
      'a bucket that never had anything rolls on in whole, and more than all cannot',
      [
        month(
          aging('1000.00', '400.00', '0.00', '0.00', '0.00', '0.00', '50.00', '900.00'),
          aging('0.00', '100.00', '100.00', '0.00', '0.00', '0.00', '0.00', '950.00'),
        ),
      ],
      {},
      ['2.5000', '25.0000', '100.0000', '100.0000', '100.0000', '100.0000', '100.0000', '100.0000'],
    ],
    [
      'where nothing rolled on, nothing is lost',
      [month(aging('1000.00', '400.00'), aging('1000.00', '0.00', '0.00'))],
      {},
      ['0.0000', '0.0000', ...Array(6).fill('100.0000')],
    ],
  ])('%s', (_what, months, policy, losses) => {
    const { buckets } = provisionOf(months, [], { ...defaultPolicy, ...policy });
    expect(buckets.map(({ loss }) => perCent(loss))).toEqual(losses);
  });

  test('is shown with each month’s roll and their mean', () => {
    const [, second, , , , , , last] = provisionOf([halves, later], [], defaultPolicy).buckets;
    expect([second?.rolls.map(perCent), perCent(second?.roll)]).toEqual([['50.0000', '100.0000'], '75.0000']);
    expect([last?.rolls, last?.roll]).toEqual([[undefined, undefined], undefined]);
  });
});

describe('The provision', () => {
  const thirds = month(aging('300.00', '300.00'), aging('1000.00', '100.00', '100.00'));

  test.each<[what: string, impaired: Impaired[], policy: object, provisions: string[], apart: string, required: string]>([
    // 1/3 × 1/3 of 1,000.00, 1/3 of 100.00, all of 100.00.
    ['is rounded half up once per bucket', [], {}, ['111.11', '33.33', '100.00'], '0.00', '244.44'],
    [
      'takes impaired cases out of their bucket',
      [{ bucket: 'up_to_60', amount: '60.00' }],
      {},
      ['111.11', '33.33', '40.00'],
      '60.00',
      '244.44',
    ],
    [
      'provides for them at their own rate',
      [
        { bucket: 'up_to_60', amount: '60.05' },
        { bucket: 'up_to_30', amount: '40.00' },
      ],
      { provisionImpairedLossHundredths: 50_00 },
      ['111.11', '20.00', '39.95'],
      '50.03',
      '221.09',
    ],
    [
      'never falls under nothing where a rate made a case larger than its bucket',
      [{ bucket: 'up_to_60', amount: '100.01' }],
      {},
      ['111.11', '33.33', '0.00'],
      '100.01',
      '244.45',
    ],
  ])('%s', (_what, impaired, policy, provisions, apart, required) => {
    const found = provisionOf([thirds], impaired, { ...defaultPolicy, ...policy });
    expect(found.buckets.slice(0, 3).map(({ provision }) => provision)).toEqual(provisions);
    expect([found.impaired.provision, found.required]).toEqual([apart, required]);
  });

  test('of half a cent is a cent', () => {
    const half = month(aging('2.00', '0.00', '0.00', '0.00', '0.00', '0.00', '0.00', '0.00'), aging('0.01', '1.00'));
    expect(provisionOf([half], [], defaultPolicy).buckets[0]?.provision).toBe('0.01');
  });
});

describe('The allowance holds what the last provision left it with', () => {
  test.each<[what: string, last: string, booked: Booked[], held: number, change: string]>([
    ['at first nothing', '0.00', [], 0, '1000.00'],
    ['less what was written off', '600.00', [{ kind: 'write_off', amount: '900.00' }], -300_00, '1300.00'],
    [
      'plus what came back of it, less what bounced',
      '1500.00',
      [
        { kind: 'write_off', amount: '900.00' },
        { kind: 'recovery', amount: '500.00' },
        { kind: 'recovery_receipt', amount: '500.00' },
        { kind: 'recovery_reversed', amount: '100.00' },
        { kind: 'recovery_receipt_reversed', amount: '100.00' },
        { kind: 'write_off_reversed', amount: '50.00' },
      ],
      1050_00,
      '-50.00',
    ],
    ['which may be just enough', '1000.00', [], 1000_00, '0.00'],
  ])('%s', (_what, last, booked, held, change) => {
    expect(heldCents(last, booked)).toBe(held);
    expect(changeOf('1000.00', held)).toBe(change);
  });

  test('and money accounts do not move it', () => {
    expect(allowanceKinds).toEqual(['write_off', 'recovery', 'recovery_reversed', 'write_off_reversed']);
  });
});

describe('The voucher of a provision', () => {
  test.each([
    ['debits the loss', 100_00, [{ kind: 'provision', debit: '6702', credit: '1231', amountCents: 100_00 }]],
    [
      'has its accounts swapped for a release',
      -100_00,
      [{ kind: 'provision_release', debit: '1231', credit: '6702', amountCents: 100_00 }],
    ],
    ['is none where nothing changes', 0, []],
  ])('%s', (_what, change, vouchers) => {
    expect(vouchersOfProvision(change, defaultPolicy)).toEqual(vouchers);
  });
});

describe('A provision is proposed', () => {
  const asked: ProvisionAsked = { month: '2026-02', today: '2026-03-01', months: 1 };
  test.each<[when: string, change: Partial<ProvisionAsked>, key: string | undefined]>([
    ['on the day after its month', {}, undefined],
    ['not on its last day', { today: '2026-02-28' }, 'provision.month_open'],
    ['not before a month has rolled', { months: 0 }, 'provision.no_history'],
    ['not while another one waits', { waiting: { month: '2026-01', by: 'ar_clerk' } }, 'provision.waiting'],
    ['after the last one', { last: '2026-01' }, undefined],
    ['also with months between', { last: '2025-10' }, undefined],
    ['not for the same month again', { last: '2026-02' }, 'provision.order'],
    ['not for an earlier one', { last: '2026-03' }, 'provision.order'],
    ['with an opening amount, the first', { opening: '5.00' }, undefined],
    ['with an opening amount, no later one', { opening: '5.00', last: '2026-01' }, 'provision.opening_known'],
  ])('%s', (_when, change, key) => {
    expect(refuseProposing({ ...asked, ...change })?.key).toBe(key);
  });

  test.each([
    ['2026-02', '2026-02-28'],
    ['2028-02', '2028-02-29'],
    ['2026-12', '2026-12-31'],
  ])('as of the end of %s: %s', (of, end) => {
    expect(monthEnd(of)).toBe(end);
  });

  test.each<[who: string, by: { login: string; standsInFor: string[] }, decidedBy: string | undefined, key: string | undefined]>([
    ['somebody else', { login: 'finance_director', standsInFor: [] }, undefined, undefined],
    ['not who proposed it', { login: 'ar_clerk', standsInFor: [] }, undefined, 'provision.same_person'],
    ['not who stands in for them', { login: 'finance_director', standsInFor: ['ar_clerk'] }, undefined, 'provision.same_person'],
    ['nobody twice', { login: 'finance_director', standsInFor: [] }, 'finance_director', 'provision.decided'],
  ])('and decided on by %s', (_who, by, decidedBy, key) => {
    expect(refuseProvisionDecision({ month: '2026-02', proposedBy: 'ar_clerk', decidedBy }, by)?.key).toBe(key);
  });
});

describe('The ERP’s number of a voucher', () => {
  test.each<[when: string, named: string | null, entered: string | null, reason: string | undefined, key: string | undefined]>([
    ['is entered where nobody named one', null, null, undefined, undefined],
    ['is not entered over what was named at posting', 'V-1', null, '误', 'voucher.named'],
    ['is not entered twice', null, 'E-1', undefined, 'voucher.erp_entered'],
    ['is corrected with a reason', null, 'E-1', '录错', undefined],
    ['is not corrected into itself', null, 'E-2', '录错', 'voucher.erp_same'],
  ])('%s', (_when, named, entered, reason, key) => {
    expect(refuseErpNumber({ number: '7', named, entered }, 'E-2', reason)?.key).toBe(key);
  });
});
