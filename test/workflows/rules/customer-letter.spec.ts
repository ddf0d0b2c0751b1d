import { describe, expect, it, test } from '@jest/globals';
import {
  type CaseOfItem,
  contestedOf,
  letterBasis,
  letterReleasers,
  type OpenItem,
  partOf,
  waitingCases,
} from '../../../workflows/collection-case/customer-letter.js';
import { defaultPolicy } from '../../../workflows/policy.js';

const on = '2026-04-01';
const terms = { policy: defaultPolicy, calendar: { version: 0, exceptions: new Map(), publishedYears: new Set<number>() } };
const calm: CaseOfItem = { id: '1', collection: 'salesFollowUp', promises: [], pauses: [], withdrawn: false };
const due = (level: number, more: Partial<CaseOfItem> = {}): OpenItem => item({ letterDue: { level, on: '2026-03-30' }, ...more });
const paused = { pauses: [{ from: '2026-03-31', until: '2026-04-10' }] };
const dispute = { reason: 'price', contestedCents: 300_00, raisedOn: '2026-03-31', raisedBy: 'sales0001' } as const;

function item(more: Partial<CaseOfItem> = {}, dueOn = '2026-02-01'): OpenItem {
  return { dueOn, openCents: 1000_00, case: { ...calm, ...more } };
}

describe('One letter per customer', () => {
  test.each<[rule: string, items: OpenItem[], level: number | undefined, cases: number, paused: number]>([
    ['is of the highest level that is due', [due(1), due(3), due(2)], 3, 3, 0],
    ['leaves out a case that is paused', [due(1), due(3, paused)], 1, 1, 1],
    ['leaves out a case in other hands', [due(2), due(3, { collection: 'legalAction' })], 2, 1, 0],
    ['leaves out what was withdrawn', [due(2, { withdrawn: true })], undefined, 0, 0],
    ['does not go while all are paused', [due(2, paused)], undefined, 0, 1],
    ['is none where none is due', [item()], undefined, 0, 0],
  ])('%s', (_rule, items, level, cases, stopped) => {
    const basis = letterBasis(items, on, terms);
    expect([basis.level, basis.cases.length, basis.paused]).toEqual([level, cases, stopped]);
  });

  it('that was handed over all the same counts for paused cases as well', () => {
    expect(waitingCases([due(2, paused), item()])).toHaveLength(1);
  });
});

describe('An open item', () => {
  test.each<[part: string, what: string, item: OpenItem]>([
    ['overdue', 'past its date', item()],
    ['overdue', 'past its date without a case yet', { dueOn: '2026-03-31', openCents: 1 }],
    ['notDue', 'due today', { dueOn: on, openCents: 1 }],
    ['apart', 'paused', item(paused)],
    ['apart', 'in a disputed case', item({ dispute })],
    ['apart', 'in grace', item({ collection: 'gracePeriod' })],
    ['apart', 'being written off', item({ collection: 'writeOff.awaitingApproval' })],
  ])('is %s: %s', (part, _what, one) => {
    expect(partOf(one, on, terms)).toBe(part);
  });

  it('is demanded less what is contested, once the dispute no longer stops letters', () => {
    const long = item({ dispute: { ...dispute, raisedOn: '2026-01-05' } });
    expect([partOf(long, on, terms), contestedOf(long)]).toEqual(['overdue', 300_00]);
    expect(contestedOf({ ...long, openCents: 100_00 })).toBe(100_00);
    expect(contestedOf(item())).toBe(0);
  });
});

test('finance releases levels 1 to 3, legal the lawyer’s letter', () => {
  expect([1, 2, 3, 4].map(letterReleasers)).toEqual([['ar_clerk'], ['ar_clerk'], ['ar_clerk'], ['legal_officer', 'legal_manager']]);
});
