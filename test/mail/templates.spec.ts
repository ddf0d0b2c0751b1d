import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ageBar, ageScale } from '../../src/mail/age-bar.js';
import { Links } from '../../src/mail/links.js';
import { MailWriter, type ToldOfCase, type ToldWithoutCase } from '../../src/mail/mail-writer.js';
import { exampleFacts } from '../../src/mail/notices/example-facts.js';
import { noticeOf, notices } from '../../src/mail/notices/notices.js';
import { MailTemplates } from '../../src/mail/templates.js';
import { Config } from '../../src/platform/config.js';
import { type Language, languages } from '../../src/platform/i18n/language.js';
import { Texts } from '../../src/platform/i18n/texts.js';
import { Startup } from '../../src/platform/startup.js';
import { defaultPolicy } from '../../workflows/policy.js';
import { scoreNoticeKinds } from '../../workflows/scorecard/notices.js';

const root = join(import.meta.dirname, '../..');
const texts = new Texts();
const templates = new MailTemplates(texts);
const writer = new MailWriter(templates, texts, new Links(new Config({ RECOUP_URL: 'https://recoup.hengchuan.example/' }), new Startup()));
const day = { company: '恒川精密（苏州）', today: '2026-09-16', policy: defaultPolicy };
const reader = (language: Language) => ({ login: 'min.zhou', name: '周敏', language });

function told(kind: string, changes: Partial<ToldOfCase> = {}): ToldOfCase {
  return {
    noticeId: '7',
    kind,
    noticeOn: '2026-09-16',
    facts: exampleFacts(noticeOf(kind), '2026-09-16'),
    caseId: '31',
    customer: '嘉兴欣荣<纺织> & "机械"',
    document: 'XS-2606-0771',
    dueOn: '2026-06-23',
    currency: 'CNY',
    balanceCents: 25_470_000,
    collection: 'salesFollowUp',
    lastAttemptOn: '2026-09-11',
    absent: null,
    about: null,
    ...changes,
  };
}

function toldOfScores(kind: string): ToldWithoutCase {
  const facts = exampleFacts(noticeOf(kind), '2026-09-16');
  return {
    noticeId: '8',
    kind,
    noticeOn: '2026-09-16',
    facts: { ...facts, person: '陈<晓>东' },
    absent: null,
    about: 'cards/C01.2026Q3.min',
  };
}

/** Every kind that a case's changes and the calendar's reminders tell of. */
function kindsOfTheMachine(): string[] {
  const sources = globSync('workflows/collection-case/changes/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
  const told = sources.flatMap((source) => [...source.matchAll(/type: 'notify'(?: as const)?,\s*kind: '(\w+)'/g)]);
  const reminded = readFileSync(join(root, 'workflows/dunning/reminders.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'/gm);
  return [...new Set([...told, ...reminded].map(([, kind = '']) => kind))].sort();
}

const textOf = (html: string) =>
  html
    .replace(/<title>.*<\/title>/, '')
    .replace(/<\/?span[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#12288;|&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&#x3D;/g, '=')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

const inEach = (some: typeof notices) => some.flatMap(({ kind }) => languages.map((language) => [kind, language] as const));
const all = inEach(notices.filter(({ isWithoutCase }) => !isWithoutCase));
const ofScores = inEach(notices.filter(({ isWithoutCase }) => isWithoutCase));

describe('Mail of a notice', () => {
  test('is declared for every kind that the machine, the assessment and the roles tell of, and for no other', () => {
    expect(kindsOfTheMachine().length).toBeGreaterThan(35);
    expect(notices.map(({ kind }) => kind).sort()).toEqual([...kindsOfTheMachine(), ...scoreNoticeKinds, 'role_to_confirm'].sort());
  });

  test.each(all)('%s in %s says the same as HTML and as text', (kind, language) => {
    const { subject, html, text } = writer.one(told(kind), reader(language), day);
    const words = textOf(html);
    for (const line of text.split(/\n| {2}/).map((one) => one.trim()))
      if (line !== '' && line !== '--' && !line.includes('https://') && !line.includes('85')) expect(words).toContain(line);
    expect(subject).toMatch(language === 'en' ? / \(254,700\.00, 85 days overdue\)$/ : /（254,700\.00，逾期 85 天）$/);
    for (const fact of [
      '254,700.00',
      'XS-2606-0771',
      `${kind} / XS-2606-0771 / 2026-09-16`,
      'https://recoup.hengchuan.example/cases/31',
      '周敏',
    ])
      expect([text.includes(fact), words.includes(fact)]).toEqual([true, true]);
    expect([subject, html, text].join()).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  test.each(all)('%s in %s escapes what others have written, and loads nothing', (kind, language) => {
    const { html } = writer.one(told(kind), reader(language), day);
    expect(html).toContain('嘉兴欣荣&lt;纺织&gt; &amp; &quot;机械&quot;');
    expect(html).not.toMatch(/<纺织>|<img|<link|<script|<style|src=|url\(|class=/);
    expect(html.match(/<a [^>]*inline-block/g)).toHaveLength(1);
  });

  test.each(ofScores)('%s in %s names what it is about, and no case and no figure', (kind, language) => {
    const { subject, html, text } = writer.one(toldOfScores(kind), reader(language), day);
    const words = textOf(html);
    for (const line of text.split(/\n| {2}/).map((one) => one.trim()))
      if (line !== '' && line !== '--' && !line.includes('https://')) expect(words).toContain(line);
    for (const fact of [
      '周敏',
      `${kind} / cards/C01.2026Q3.min / 2026-09-16`,
      'https://recoup.hengchuan.example/score/cards/C01.2026Q3.min',
    ])
      expect([text.includes(fact), words.includes(fact)]).toEqual([true, true]);
    expect([subject, words, text].join()).not.toMatch(/\{\{|undefined|NaN|\[object|overdue|逾期|\b\d+\.\d\d\b/);
    expect(html).not.toMatch(/<晓>|<img|<link|<script|<style|src=|url\(|class=/);
    expect(html.match(/<a [^>]*inline-block/g)).toHaveLength(1);
  });

  test('of a score stands in a digest beside those of cases', () => {
    const { html, text } = writer.digest([told('promise_broken'), toldOfScores('scorecard_ready')], 2, reader('en'), day);
    for (const face of [text, textOf(html)]) expect(face).toMatch(/XS-2606-0771[\s\S]*Your scorecard of … is ready/);
    expect(text).toContain('https://recoup.hengchuan.example/score/cards/C01.2026Q3.min');
    expect(html.match(/bgcolor="#142021"/g)).toHaveLength(1);
  });

  test('fails for a variable that is not there, and for a kind without words', () => {
    expect(() => templates.say('position_missing', 'en', { name: 'Zhou Min' })).toThrow(/not defined/);
    expect(() => templates.say('promise_due', 'en', { name: '', customer: '', today: '2026-09-16', facts: {} })).toThrow(/not defined/);
    expect(() => templates.say('no_such_kind', 'en', {})).toThrow('no mail is written for "no_such_kind"');
  });

  test.each<[language: Language, facts: Record<string, string>, said: string]>([
    ['zh-CN', { until: '2026-09-18' }, '通讯表决的最后一天'],
    ['en', { until: '2026-09-18' }, 'the last day of the circular vote'],
    ['zh-CN', {}, '评审会结束前'],
    ['en', {}, 'before the meeting closes'],
  ])('the call to vote names until when it can be cast: in %s with %j “%s”', (language, facts, said) => {
    const { html, text } = writer.one(told('vote_waiting', { facts }), reader(language), day);
    for (const face of [text, textOf(html)]) expect(face).toContain(said);
  });

  test('keeps document numbers and dates on one line each', () => {
    const { html } = writer.one(told('overdue_reminder'), reader('zh-CN'), day);
    for (const whole of ['XS-2606-0771', '2026-06-23']) expect(html).toContain(`<span style="white-space:nowrap">${whole}</span>`);
  });

  test('shows no fact that its declaration does not name', () => {
    const { html, text } = writer.one(told('vote_waiting', { facts: { meeting: 'M-4711' } }), reader('en'), day);
    expect(html + text).not.toContain('M-4711');
  });

  test('the digest lists the most urgent, counts the rest, and names whom one stands in for', () => {
    const several = [told('position_missing'), told('promise_broken', { document: 'XS-2', absent: '刘雨婷' })];
    const { subject, html, text } = writer.digest(several, 60, reader('zh-CN'), day);
    expect(subject).toBe('今天有 60 件事，最急：今天请报告嘉兴欣荣<纺织> & "机械"的销售意见（254,700.00，逾期 85 天）');
    for (const face of [text, textOf(html)]) {
      expect(face).toContain('这里列出最急的 2 件，另有 58 件');
      expect(face).toContain('（代刘雨婷）');
      expect(face).toContain('digest / min.zhou / 2026-09-16');
    }
    expect(html.match(/bgcolor="#142021"/g)).toHaveLength(2);
  });
});

describe('The age bar', () => {
  test.each([-3, 0, 1, 30, 59, 60, 85, 89, 90, 91, 120, 160, 179, 180, 900])('is 504 wide with its tick at 90, at %s days', (days) => {
    const cells = ageBar(days, false);
    expect(cells.reduce((sum, { width }) => sum + width, 0)).toBe(504);
    const tick = cells.findIndex(({ colour }) => colour === '#142021');
    expect(cells.slice(0, tick).reduce((sum, { width }) => sum + width, 0)).toBe(252);
    expect(ageScale(days).reduce((sum, { width }) => sum + width, 0)).toBe(504);
    expect(ageScale(days).every(({ width }) => width > 0)).toBe(true);
  });

  test.each([
    [59, '#6c7a7c'],
    [60, '#d98a0b'],
    [90, '#d98a0b'],
    [91, '#b3261e'],
  ])('is at %s days %s', (days, colour) => {
    expect(ageBar(days, false)[0]).toMatchObject({ colour });
    expect(ageBar(days, true)[0]?.colour).not.toBe(colour);
  });

  test('fills 238 of its 252 up to the tick on day 85', () => {
    expect(ageBar(85, false)[0]).toEqual({ width: 238, colour: '#d98a0b' });
  });
});
