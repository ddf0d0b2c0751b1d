import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type ContractHold, type Sale, saleFacts } from '../../../workflows/attribution/sale-facts.js';
import { type CreditReason, checkAtSigning, uncoveredCents } from '../../../workflows/credit/check.js';
import { approverOf, refuseAsking, refuseDeciding } from '../../../workflows/credit/exceptions.js';
import { type ExposurePart, exposureOf } from '../../../workflows/credit/exposure.js';
import { suggestGrade } from '../../../workflows/credit/suggestion.js';
import { type CreditStanding, creditTerms } from '../../../workflows/credit/terms.js';
import { cents } from '../../../workflows/money.js';
import { type CreditGrade, defaultPolicy } from '../../../workflows/policy.js';

const on = '2026-06-30';
const old = '2020-01-01';
const policy = { ...defaultPolicy, gradeCreditLimits: [500, 300, 200, 100, 20, 0], gradeTermDays: [90, 60, 60, 30, 30, 0] };

const checked = (result: string, checkedOn: string): CreditStanding => ({
  grade: 'A',
  firstSignedOn: old,
  lastCheck: { on: checkedOn, result },
});

describe('A customer’s terms', () => {
  const cases: [rule: string, standing: CreditStanding, limit: string | undefined, term: number | undefined, weaknesses: string[]][] = [
    ['are those of the grade', { grade: 'AAA', firstSignedOn: old }, '500.00', 90, []],
    ['are the customer’s own before', { grade: 'A', limitCents: cents('950.00'), termDays: 15, firstSignedOn: old }, '950.00', 15, []],
    ['are one’s own one by one', { grade: 'B', limitCents: 0, firstSignedOn: old }, '0.00', 30, []],
    ['are none without a grade', { firstSignedOn: old }, undefined, undefined, ['no_grade']],
    ['need no grade where somebody set a limit', { limitCents: 100, firstSignedOn: old }, '1.00', undefined, []],
    ['are weak from C on', { grade: 'C', firstSignedOn: old }, '20.00', 30, ['weak_grade']],
    ['are weak for D also with a limit of one’s own', { grade: 'D', limitCents: 100, firstSignedOn: old }, '1.00', 0, ['weak_grade']],
    ['are new on the last day of six months', { grade: 'A', firstSignedOn: '2026-01-01' }, '200.00', 60, ['new_customer']],
    ['are not new when six months are over', { grade: 'A', firstSignedOn: '2025-12-31' }, '200.00', 60, []],
    ['are new where nothing is known', { grade: 'A' }, '200.00', 60, ['new_customer']],
    ['are good where the last check was passed', checked('passed', on), '200.00', 60, []],
    ['are weak where it failed', checked('failed', on), '200.00', 60, ['check_failed']],
    ['are weak where it was passed with security', checked('passed_with_security', '2025-06-30'), '200.00', 60, ['check_asks_security']],
    ['are not touched by a check that is too old', checked('failed', '2025-06-29'), '200.00', 60, []],
  ];

  test.each(cases)('%s', (_rule, standing, limit, term, weaknesses) => {
    const found = creditTerms(standing, on, { ...policy, creditCheckMonthsAtMost: 12 });
    expect([found.limitCents, found.termDays, found.weaknesses]).toEqual([limit && cents(limit), term, weaknesses]);
  });

  test('being new is no reason where the policy says 0 months', () => {
    expect(creditTerms({ grade: 'A' }, on, { ...policy, newCustomerMonths: 0 }).weaknesses).toEqual([]);
  });
});

describe('Exposure', () => {
  const part = (currency: string, open: string, ordered = '0'): ExposurePart => ({
    currency,
    openCents: cents(open),
    orderedCents: cents(ordered),
  });
  const rates = new Map([['USD', '7.12345678']]);

  test.each<[string, ExposurePart[], object]>([
    ['is nothing without anything', [], { openCents: 0, orderedCents: 0, totalCents: 0 }],
    ['is what is open and what is ordered', [part('CNY', '10.00', '2.50')], { openCents: 1000, orderedCents: 250, totalCents: 1250 }],
    [
      'is converted, each amount to the cent',
      [part('CNY', '1.00'), part('USD', '0.01', '0.11')],
      { openCents: 107, orderedCents: 78, totalCents: 185 },
    ],
    ['cannot be summed without a rate', [part('CNY', '1.00'), part('EUR', '0.01')], { unrated: 'EUR' }],
    ['needs no rate for nothing', [part('EUR', '0')], { openCents: 0, orderedCents: 0, totalCents: 0 }],
    [
      'is exact for very large amounts',
      [part('USD', '9999999999.99')],
      { openCents: 7123456779993, orderedCents: 0, totalCents: 7123456779993 },
    ],
  ])('%s', (_rule, parts, expected) => {
    expect(exposureOf(parts, 'CNY', rates)).toEqual(expected);
  });
});

describe('The check at signing', () => {
  const good: CreditStanding = { grade: 'A', firstSignedOn: old };
  const exposed = (total: string) => ({ openCents: cents(total), orderedCents: 0, totalCents: cents(total) });
  const limit = (exposure: string, gap: string): CreditReason => ({
    key: 'limit_exceeded',
    limitCents: cents('200.00'),
    exposureCents: cents(exposure),
    gapCents: cents(gap),
  });

  const table: [
    rule: string,
    amount: string,
    days: number | undefined,
    customer: CreditStanding,
    before: string,
    secured: string,
    CreditReason[],
  ][] = [
    ['allows up to the limit', '50.00', 60, good, '150.00', '0', []],
    ['holds a cent beyond it', '50.01', 60, good, '150.00', '0', [limit('200.01', '0.01')]],
    ['takes what is secured out', '80.00', 60, good, '150.00', '30.00', []],
    ['holds what too little secures', '80.00', 60, good, '150.00', '29.99', [limit('230.00', '0.01')]],
    ['holds a term beyond the customer’s', '1.00', 61, good, '0', '0', [{ key: 'term_exceeded', termDays: 60, askedDays: 61 }]],
    ['asks no term of an order', '1.00', undefined, good, '0', '0', []],
    [
      'has weak customers secure everything',
      '10.00',
      30,
      { grade: 'C', firstSignedOn: old },
      '0',
      '4.00',
      [{ key: 'security_required', why: ['weak_grade'], neededCents: 1000, securedCents: 400, gapCents: 600 }],
    ],
    [
      'has whoever failed a check secure everything',
      '10.00',
      30,
      checked('failed', on),
      '0',
      '4.00',
      [{ key: 'security_required', why: ['check_failed'], neededCents: 1000, securedCents: 400, gapCents: 600 }],
    ],
    ['lets them sign with it', '10.00', 30, { grade: 'C', firstSignedOn: old }, '0', '10.00', []],
    [
      'names every reason',
      '300.00',
      90,
      { grade: 'A' },
      '0',
      '0',
      [
        limit('300.00', '100.00'),
        { key: 'term_exceeded', termDays: 60, askedDays: 90 },
        { key: 'security_required', why: ['new_customer'], neededCents: 30000, securedCents: 0, gapCents: 30000 },
      ],
    ],
  ];

  test.each(table)('%s', (_rule, amount, termDays, customer, before, secured, reasons) => {
    const deal = { on, addedCents: cents(amount), amountCents: cents(amount), termDays, securedCents: cents(secured) };
    const found = checkAtSigning(deal, customer, exposed(before), policy);
    expect([found.result, found.reasons]).toEqual([reasons.length === 0 ? 'allowed' : 'hold', reasons]);
  });

  test('a part may be enough security; it is rounded up', () => {
    const deal = { on, addedCents: 0, amountCents: cents('0.05'), securedCents: 0 };
    const [reason] = checkAtSigning(deal, { grade: 'D', firstSignedOn: old }, exposed('0'), { ...policy, securityPercent: 30 }).reasons;
    expect(reason).toMatchObject({ neededCents: 2 });
    const [failed] = checkAtSigning(deal, checked('failed', on), exposed('0'), { ...policy, securityPercent: 30 }).reasons;
    expect(failed).toMatchObject({ neededCents: 5 });
  });

  test('without a rate nothing is judged', () => {
    const deal = { on, addedCents: 0, amountCents: 1, securedCents: 0 };
    expect(checkAtSigning(deal, good, { unrated: 'EUR' }, policy).reasons).toEqual([{ key: 'rate_missing', currency: 'EUR' }]);
  });

  test.each<[string, CreditReason[], string]>([
    ['the largest gap', [limit('300.00', '100.00')], '100.00'],
    ['the whole where only the term is too long', [{ key: 'term_exceeded', termDays: 60, askedDays: 90 }], '500.00'],
    ['nothing', [], '0.00'],
  ])('an exception bears %s', (_rule, reasons, expected) => {
    expect(uncoveredCents(reasons, cents('500.00'))).toBe(cents(expected));
  });
});

describe('An exception', () => {
  const limitCents = policy.creditExceptionLimitCents;
  const by = (login: string, ...roles: string[]) => ({ login, roles, standsInFor: [] as string[] });
  const asked = { askedBy: 'sales_director', uncoveredCents: limitCents, endsOn: '2026-07-31', held: true };

  test('is the finance director’s up to the limit, the general manager’s above it', () => {
    expect([approverOf(limitCents, policy), approverOf(limitCents + 1, policy)]).toEqual(['finance_director', 'general_manager']);
  });

  test.each<[string, Parameters<typeof refuseAsking>[0], { held: boolean; waiting: boolean }, string | undefined]>([
    ['may be asked for', { on, endsOn: '2026-07-31' }, { held: true, waiting: false }, undefined],
    ['may last until its last month', { on, endsOn: '2026-12-30' }, { held: true, waiting: false }, undefined],
    ['not longer', { on, endsOn: '2026-12-31' }, { held: true, waiting: false }, 'credit.ends'],
    ['not for the past', { on, endsOn: '2026-06-29' }, { held: true, waiting: false }, 'credit.ends'],
    ['not twice', { on, endsOn: on }, { held: true, waiting: true }, 'credit.waiting'],
    ['not where nothing is held', { on, endsOn: on }, { held: false, waiting: false }, 'credit.released'],
  ])('%s', (_rule, form, state, key) => {
    expect(refuseAsking(form, state, policy)?.key).toBe(key);
  });

  test.each<[string, object, ReturnType<typeof by>, boolean, string | undefined]>([
    ['is approved by the finance director', {}, by('finance_director', 'finance_director'), true, undefined],
    ['not by the general manager below the limit', {}, by('general_manager', 'general_manager'), true, 'credit.approver'],
    [
      'not by the finance director above it',
      { uncoveredCents: limitCents + 1 },
      by('finance_director', 'finance_director'),
      true,
      'credit.approver',
    ],
    ['above it by the general manager', { uncoveredCents: limitCents + 1 }, by('general_manager', 'general_manager'), true, undefined],
    ['never by who asked', { askedBy: 'boss' }, by('boss', 'finance_director'), true, 'credit.same_person'],
    ['nor by who stands in for them', {}, { ...by('x', 'finance_director'), standsInFor: ['sales_director'] }, true, 'credit.same_person'],
    ['once', { decidedBy: 'y' }, by('finance_director', 'finance_director'), true, 'credit.decided'],
    ['not after its end', { endsOn: '2026-06-29' }, by('finance_director', 'finance_director'), true, 'credit.ended'],
    ['rejected also after its end', { endsOn: '2026-06-29' }, by('finance_director', 'finance_director'), false, undefined],
    ['not where nothing is held any more', { held: false }, by('finance_director', 'finance_director'), true, 'credit.released'],
  ])('%s', (_rule, change, who, approves, key) => {
    expect(refuseDeciding({ ...asked, ...change }, who, { on, approves }, policy)?.key).toBe(key);
  });
});

describe('Payments speak for a grade', () => {
  const paid = (averageDaysLate: number, shareLateHundredths: number, payments = 10, longOverdue = false) => ({
    payments,
    averageDaysLate,
    shareLateHundredths,
    longOverdue,
  });

  test.each<[string, ReturnType<typeof paid>, CreditGrade | undefined, CreditGrade | undefined, string | undefined]>([
    ['always in time', paid(-3, 0), 'B', 'AAA', 'better'],
    ['a few days', paid(5, 15_00), 'AA', 'AA', 'same'],
    ['few days, but often', paid(5, 15_01), 'AA', 'A', 'worse'],
    ['a month', paid(30, 50_00), undefined, 'B', undefined],
    ['two months', paid(60, 80_00), 'A', 'C', 'worse'],
    ['longer', paid(61, 0), 'D', 'D', 'same'],
    ['in time, but something has been owed for long', paid(0, 0, 10, true), 'AAA', 'C', 'worse'],
    ['too few payments', paid(0, 0, 2), 'B', undefined, undefined],
  ])('%s', (_rule, behaviour, now, grade, move) => {
    const found = suggestGrade(behaviour, now, policy);
    expect([found?.grade, found?.move]).toEqual([grade, move]);
  });
});

describe('A breach of the credit policy becomes a fact', () => {
  const sale: Sale = { issuedOn: '2026-06-10', dueOn: '2026-07-10', termDays: 30, contract: { number: 'V1', signedOn: '2026-06-01' } };
  const hold: ContractHold = { placedOn: '2026-06-02', limitCents: 100, exposureCents: 150 };
  const check = { on: '2026-05-01', result: 'passed' };

  test.each<[string, Partial<Sale>, object[]]>([
    ['nothing was held', {}, []],
    ['held until today', { hold }, [{ contract: 'V1', heldOn: '2026-06-02', limitCents: 100, exposureCents: 150 }]],
    ['released before it was delivered', { hold: { ...hold, releasedOn: '2026-06-10' } }, []],
    [
      'released after it was delivered',
      { hold: { ...hold, releasedOn: '2026-06-11' } },
      [{ contract: 'V1', heldOn: '2026-06-02', limitCents: 100, exposureCents: 150 }],
    ],
    ['known late, and put right the same day', { hold: { ...hold, placedOn: '2026-06-20', releasedOn: '2026-06-20' } }, []],
    [
      'with a term beyond the customer’s besides: one fact',
      { dueOn: '2026-07-20', hold: { placedOn: '2026-06-02', termDays: 30, askedDays: 40, gapCents: 7 } },
      [
        {
          issuedOn: '2026-06-10',
          dueOn: '2026-07-20',
          givenDays: 40,
          termDays: 30,
          contract: 'V1',
          heldOn: '2026-06-02',
          askedDays: 40,
          allowedDays: 30,
          gapCents: 7,
        },
      ],
    ],
  ])('%s', (_rule, change, numbers) => {
    expect(saleFacts({ ...sale, check, ...change }, policy)).toEqual(
      numbers.map((one) => ({ kind: 'credit_policy_breached', numbers: one })),
    );
  });
});

test('No rule of credit goes without an example', () => {
  const root = join(import.meta.dirname, '../../..');
  const sources = globSync('workflows/credit/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
  const keys = sources.flatMap((source) => [...source.matchAll(/\bkey: '([^']+)'/g)].map(([, key = '']) => key));
  const here = readFileSync(import.meta.filename, 'utf8');
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((key) => !here.includes(`'${key}'`))).toEqual([]);
});
