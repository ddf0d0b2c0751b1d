import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessed } from '../../src/assessment/measures/assessed.js';
import { type Measured, Measures } from '../../src/assessment/measures/measures.js';
import { defaultPolicy, type Policy } from '../../workflows/policy.js';
import { assessmentPeriod, periodBefore } from '../../workflows/scorecard/assessment-period.js';
import { ratio } from '../../workflows/scorecard/curve.js';
import { loadLedgers, type NamedLedger } from '../support/scorecard/golden-ledger.js';
import { type Sums, sumsOf } from '../support/scorecard/ledger-in-memory.js';
import { randomLedgers, shuffled } from '../support/scorecard/random-ledgers.js';
import { TrainingSystem } from '../support/training-system.js';
import { setPolicy } from '../support/write-offs.js';

const count = process.env.RECOUP_LONG === 'true' ? 500 : 60;
const seed = 20_260_331;
const ledgers = randomLedgers(count, seed).map((ledger, i): NamedLedger => ({ prefix: `L${i + 1}-`, ledger }));
const turned = ledgers.map(({ prefix, ledger }) => ({
  prefix,
  ledger: { ...ledger, receivables: shuffled(ledger.receivables, 1), receipts: shuffled(ledger.receipts, 2) },
}));

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  await setPolicy(system, { smallBalanceCents: 1_000_000_000_00, writeOffLimitCents: 1_000_000_000_00, forgivenTogetherMonths: 0 });
  await loadLedgers(system, shuffled(turned, 3), '2026-06-01');
}, 600_000);

afterAll(() => system?.close());

const owners = ledgers.flatMap(({ prefix, ledger }) => ['li', 'wang'].map((owner) => ({ prefix, ledger, owner })));

async function measured(period: string, policy: Policy, assessed: readonly Assessed[]): Promise<Map<string, Measured>> {
  const days = assessmentPeriod(period);
  if (!days) throw new Error(`no period ${period}`);
  const at = { company: 'C01', days, before: periodBefore(days), policy };
  const calendar = { version: 0, exceptions: new Map(), publishedYears: new Set<number>() };
  return system.server.app.get(Measures).of(at, calendar, assessed, new Set());
}

const cases = [
  { period: '2026Q1', weighs: true, more: {} },
  { period: '2026Q1', weighs: false, more: { countAcceptanceBills: 'on_receipt', overdueMetricFromDay: 31 } },
  { period: '2026-02', weighs: true, more: { countAcceptanceBills: 'never' } },
  { period: '2026', weighs: false, more: { overdueMetricFromDay: 8 } },
] as const satisfies { period: string; weighs: boolean; more: Partial<Policy> }[];

describe(`${count} random ledgers are summed by the database as by hand`, () => {
  it.each(cases)('in $period, weighed: $weighs, by $more', async ({ period, weighs, more }) => {
    const policy = { ...defaultPolicy, ...more };
    const everybody: Assessed[] = owners.map(({ prefix, owner }) => ({ key: prefix + owner, logins: [prefix + owner], weighs }));
    const looked = new Map<string, Measured>();
    for (let from = 0; from < everybody.length; from += 50)
      for (const [key, one] of await measured(period, policy, everybody.slice(from, from + 50))) looked.set(key, one);
    const all = await measured(period, policy, [...everybody, { key: 'all', logins: null, weighs }]);
    for (const { prefix, ledger, owner } of owners) {
      const key = prefix + owner;
      const byHand = expected(ledger, owner, period, { weighs, policy });
      expect([key, sumsIn(looked.get(key))]).toEqual([key, byHand]);
      expect([key, sumsIn(all.get(key))]).toEqual([key, byHand]);
    }
    expect(sumsIn(all.get('all'))).toEqual(together(owners.map((one) => expected(one.ledger, one.owner, period, { weighs, policy }))));
  });
});

type Numbers = Record<string, readonly [number | bigint, number | bigint]>;

function expected(
  ledger: NamedLedger['ledger'],
  owner: string,
  period: string,
  { weighs, policy }: { weighs: boolean; policy: Policy },
): Numbers {
  const days = assessmentPeriod(period);
  if (!days) throw new Error(`no period ${period}`);
  const { countAcceptanceBills: bills, overdueMetricFromDay: overdueFromDay } = policy;
  const {
    receipts,
    goodReceipts,
    overdue_share: share,
    bad_debt_rate: bad,
    ...weighed
  } = sumsOf(ledger, owner, days, {
    coefficient: weighs,
    bills,
    overdueFromDay,
  });
  // Weighed sums are in tenths of a cent.
  const tenths = ([n, d]: Sums) => [n * 10n, d * 10n] as const;
  return { receipts: [receipts * 10n, goodReceipts * 10n], overdue_share: tenths(share), bad_debt_rate: tenths(bad), ...weighed };
}

function sumsIn(measured: Measured | undefined): Numbers {
  if (!measured) return {};
  const { values, sums } = measured;
  const keys = [
    'overdue_share',
    'bad_debt_rate',
    'actual_recovery_rate',
    'term_recovery_rate',
    'new_quality_recovery_rate',
    'overdue_recovery_rate',
  ] as const;
  const pairs = keys.map((key) => {
    const value = values[key];
    if (!value || 'none' in value) return [key, [0n, 0n]] as const;
    return [key, [thousandths(value.numerator), thousandths(value.denominator)]] as const;
  });
  return { receipts: [thousandths(sums.receipts), thousandths(sums.receiptsOfGood)], ...Object.fromEntries(pairs) };
}

function thousandths(decimal: string): bigint {
  const { n, d } = ratio(decimal);
  if ((n * 1000n) % d !== 0n) throw new Error(`more decimals than there can be: ${decimal}`);
  return (n * 1000n) / d;
}

function together(all: readonly Numbers[]): Numbers {
  const sums: Record<string, [bigint, bigint]> = {};
  for (const one of all)
    for (const [key, [n, d]] of Object.entries(one)) {
      const [a, b] = sums[key] ?? [0n, 0n];
      sums[key] = [a + BigInt(n), b + BigInt(d)];
    }
  return sums;
}
