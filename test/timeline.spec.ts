import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { entrySentence, keyOf, type Telling } from '../src/cases/timeline/entry-sentence.js';
import { mailMarks, pageMarks, plainMarks } from '../src/cases/timeline/marks.js';
import { languages } from '../src/platform/i18n/language.js';
import { Texts } from '../src/platform/i18n/texts.js';
import type { Entry } from '../workflows/collection-case/entries.js';
import { explore } from './workflows/model/exploration.js';
import { newReceivable } from './workflows/model/opening.js';
import { rulesWith } from './workflows/support/calendar.js';

const texts = new Texts();
const telling: Telling = {
  texts,
  language: 'zh-CN',
  marks: plainMarks,
  on: '2026-09-17',
  name: (login) => login,
  document: (id) => id,
};

const to = [{ person: 'p' }, { role: 'ar_clerk' }];
const numbers = {
  overdueDays: 30,
  workingDays: 5,
  amountCents: 1,
  promisedOn: '2026-09-15',
  instalmentOn: '2026-09-15',
  endsOn: '2029-01-01',
  neededBy: '2026-09-10',
};
const reminders = [
  ...['overdue_reminder', 'attempt_missing', 'position_missing', 'promise_due', 'instalment_due', 'confirmation_overdue'],
  ...['vote_missing', 'limitation_ending', 'evidence_overdue'],
];
const fromTheNight: Entry[] = [
  ...reminders.map((kind) => ({ type: 'reminderDue', kind, dueOn: '2026-09-15', to, facts: numbers })),
  { type: 'letterDue', level: 2, on: '2026-09-15' },
  { type: 'factFound', fact: 'credit_check_missing', on: '2026-09-15', contract: 'HT-1', signedOn: '2026-01-05' },
  { type: 'factFound', fact: 'credit_check_ignored', on: '2026-09-15', contract: 'HT-1', signedOn: '2026-01-05', checkedOn: '2026-01-04' },
  { type: 'factFound', fact: 'credit_policy_breached', issuedOn: '2026-01-01', dueOn: '2026-04-01', givenDays: 90, termDays: 60 },
  { type: 'factFound', fact: 'dunning_notice_late', level: 2, letterOn: '2026-09-10', workingDays: 2 },
  { type: 'factFound', fact: 'evidence_late', request: 1, askedOn: '2026-08-20', neededBy: '2026-09-10' },
  { type: 'factFound', fact: 'follow_up_neglected', since: '2026-08-10', workingDays: 20 },
];
const told = written();

describe('Every entry that the machine writes', () => {
  it('is found by the model, some seventy types of them', () => {
    expect(new Set(told.map(({ type }) => type)).size).toBeGreaterThan(60);
  });

  it.each(languages)('has a sentence in %s', (language) => {
    const missing = told.map((entry) => keyOf(entry)).filter((key) => !texts.has(language, `timeline:${key}`));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('is known by the type that it is written with', () => {
    const changes = globSync('workflows/collection-case/changes/*.ts').map((file) => readFileSync(file, 'utf8'));
    // What is asked of the shell is of other types.
    const effects = ['notify', 'deduct', 'putOnAgenda', 'resolveAgendaItem'];
    const types = changes.flatMap((text) => [...text.matchAll(/\btype: '(\w+)'/g)].map(([, type = '']) => type));
    const known = new Set(told.map(({ type }) => type));
    expect([...new Set(types)].filter((type) => !known.has(type) && !effects.includes(type))).toEqual([]);
  });

  it.each(languages)('is told in %s on the page, by mail and as text, with all its facts', (language) => {
    for (const entry of told)
      for (const marks of [pageMarks, mailMarks, plainMarks]) {
        const { text } = entrySentence(entry, { ...telling, language, marks });
        expect(text).not.toMatch(/undefined|\{\{|\[object|NaN/);
      }
  });
});

describe('A sentence', () => {
  it('of an attempt says channel, outcome and with whom, and quotes the note', () => {
    const entry = { type: 'attemptLogged', channel: 'visit', on: '2026-09-15', outcome: 'reached', with: '郑海', note: '先付 40 万' };
    expect(entrySentence(entry, telling)).toEqual({ text: '拜访，已联系上，联系人 郑海', quotes: ['“先付 40 万”'] });
  });

  it('marks money and documents on the page, and what came in as that', () => {
    const entry = {
      type: 'receiptApplied',
      receipt: 'SK-1',
      amountCents: 10_000_000,
      valueDate: '2026-09-03',
      instrument: 'cash',
      balanceCents: 5,
    };
    const { text } = entrySentence(entry, { ...telling, marks: pageMarks });
    expect(text).toContain('<b class="money in">100,000.00</b>');
    expect(text).toContain('<b class="money">0.05</b>');
    expect(text).toMatch(/<span class="chip">.*SK-1<\/span>/);
  });

  it.each([
    { type: 'attemptLogged', channel: 'phone', on: '2026-09-15', outcome: 'reached', with: '<img src=x>', note: '<script>x</script>' },
    { type: 'receiptApplied', receipt: '<b>x', amountCents: 1, valueDate: '2026-09-03', instrument: '<i>', balanceCents: 5 },
    { type: 'reassigned', from: '<a>', to: '<u>', reason: '<s>' },
    { type: '<svg>' },
  ] as Entry[])('of $type takes what people wrote as text', (entry) => {
    const { text, quotes } = entrySentence(entry, { ...telling, marks: pageMarks });
    expect([text, ...quotes].join('')).not.toMatch(/<(?!\/?(b|span|svg|use)\b(?! ?src))|<svg>|<b>x/);
  });

  it('of a hidden vote tells who voted, and not what', () => {
    const entry = { type: 'voteCast', meeting: '1', seat: 'legal_manager', person: 'p', on: '2026-09-15', hidden: true };
    expect(entrySentence(entry, telling).text).toBe('法务经理席位 p 已投票，表决结束前不公开');
  });
});

/** One of each kind that the model comes across; the night's reminders and facts it does not look for. */
function written(): Entry[] {
  const found = new Map<string, Entry>();
  const keep = (entry: Entry) => {
    // Recorded by hand there, without the numbers that the search for facts gives.
    if (entry.type === 'factFound' && entry.fact === 'credit_check_missing' && entry.contract === undefined) return;
    const facts = Object.entries(entry).filter(([, value]) => value !== undefined);
    const key = `${keyOf(entry)} ${facts.map(([fact]) => fact).join()}`;
    if (!found.has(key)) found.set(key, JSON.parse(JSON.stringify(entry)) as Entry);
  };
  explore(newReceivable, rulesWith({ smallBalanceCents: 600_00 }), (_before, _move, { entries }) => entries.forEach(keep));
  for (const file of globSync('test/fixtures/histories/*.jsonl'))
    for (const line of readFileSync(file, 'utf8').trim().split('\n'))
      ((JSON.parse(line) as { entries?: Entry[] }).entries ?? []).forEach(keep);
  fromTheNight.forEach(keep);
  return [...found.values()];
}
