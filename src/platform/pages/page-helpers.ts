import Handlebars from 'handlebars';
import { type BusinessDate, isBusinessDate } from '../../../workflows/calendar/dates.js';
import type { Language } from '../i18n/language.js';
import type { Texts } from '../i18n/texts.js';
import { day, monthDay, shortDay } from '../i18n/written.js';
import { withSeparators } from '../print/figures.js';
import { ageSvg, toneOf } from './age-svg.js';
import { assetsPath } from './assets.js';
import { escapeHtml } from './escape.js';
import { type FlowPicture, flowSvg } from './flow-svg.js';
import { newKey } from './sent-forms.js';
import { type Series, seriesSvg } from './series-svg.js';
import { type Stack, stackSvg } from './stack-svg.js';
import { badgesOf, type SeenState } from './state-badge.js';
import { wholeFigures } from './whole-figures.js';

type Options = Handlebars.HelperOptions;

const thinSpace = '\u2009';
const han = '\\p{Script=Han}';
const beforeLatin = new RegExp(`(${han}) (?=[A-Za-z0-9+\\-#])`, 'gu');
const afterLatin = new RegExp(`([A-Za-z0-9%+)]) (?=${han})`, 'gu');

/** What templates may ask for. Facts in sentences are escaped; the sentences are our own, and may bring `<b>`. */
export function pageHelpers(texts: Texts): Record<string, Handlebars.HelperDelegate> {
  const languageOf = ({ data }: Options): Language => data.root.language;
  return {
    /** A sentence: {{t "worklist:title" count=3}}. */
    t: (key: string, options: Options) => {
      const facts = Object.fromEntries(Object.entries(options.hash).map(([name, value]) => [name, told(value)]));
      return new Handlebars.SafeString(spaced(texts.say(languageOf(options), key, facts)));
    },
    /** '1234567.5' → '1,234,567.50'. */
    money: (amount: string | null | undefined) => (amount === null || amount === undefined ? '' : withSeparators(amount)),
    /** '2.35' → '+2.35', '-3.00' → '−3.00'. */
    signed: (points: string) => (points.startsWith('-') ? `−${points.slice(1)}` : `+${points}`),
    /** 1204 → '1,204'. */
    thousands: (rows: number) => (rows === undefined || rows === null ? '' : rows.toLocaleString('en-US')),
    /** 4.6 → '4.60'. */
    perCent: (value: number | null | undefined) => (value === null || value === undefined ? '' : value.toFixed(2)),
    day: (date: BusinessDate | null, options: Options) => (date && isBusinessDate(date) ? day(date, languageOf(options)) : ''),
    shortDay: (date: BusinessDate | null, options: Options) => (date && isBusinessDate(date) ? shortDay(date, languageOf(options)) : ''),
    /** A date in a sentence that may be broken into lines, but not there: {{t "…" on=(unbroken date)}}. */
    unbroken: (text: string | null | undefined) => new Handlebars.SafeString(text ? `<span class="bit">${escapeHtml(text)}</span>` : ''),
    /** The same for words that bring dates or document numbers with them: {{whole text}}. */
    whole: (text: string | null | undefined) => wholeFigures(text ?? '', 'class="bit"'),
    monthDay: (date: BusinessDate | null, options: Options) => (date && isBusinessDate(date) ? monthDay(date, languageOf(options)) : ''),
    /** An instant in the time of the company whose page it is: 2026-03-02 09:15. */
    moment: (at: Date | string | null | undefined, { data }: Options) =>
      at ? clockTime(new Date(at), data.root.frame?.company?.timeZone as string | undefined) : '',
    /** The age bar, with its number beside it: {{age 118 graceFrom=95}}. */
    age: (days: number, options: Options) => {
      const label = texts.say(languageOf(options), 'pages:overdueDays', { days });
      const tone = toneOf(days);
      const bar = ageSvg(days, label, options.hash.graceFrom as number | undefined);
      return new Handlebars.SafeString(`<span class="aged">${bar}<span class="n${tone && ` ${tone}`}">${days}</span></span>`);
    },
    /** Pictures of figures; each has a table beside it. */
    stack: (stack: Stack) => new Handlebars.SafeString(stackSvg(stack)),
    series: (series: Series) => new Handlebars.SafeString(seriesSvg(series)),
    flow: (picture: FlowPicture) => new Handlebars.SafeString(flowSvg(picture)),
    /** The outlined words of a case's states, for the partial `state`: {{> state value=state}}. */
    badges: (state: SeenState) => badgesOf(state),
    icon: (name: string) => new Handlebars.SafeString(`<svg class="i" aria-hidden="true"><use href="#i-${escapeHtml(name)}"/></svg>`),
    /** A form's hidden key, a new one each time: the same form sent twice is done once. */
    once: () => new Handlebars.SafeString(`<input type="hidden" name="once" value="${newKey()}">`),
    asset: (name: string) => `${assetsPath}${name}`,
    /** A code as a part of an address. */
    uri: (code: string) => encodeURIComponent(code),
    eq: (one: unknown, other: unknown) => one === other,
    or: (...all: unknown[]) => all.slice(0, -1).some(Boolean),
    not: (value: unknown) => !value,
    /** 0 is known, too. */
    known: (value: unknown) => value !== undefined && value !== null,
    choose: (condition: unknown, one: unknown, other: unknown) => (condition ? one : other),
    /** A value in a list written in the template: {{#if (in status "open" "called")}}. */
    in: (value: unknown, ...all: unknown[]) => all.slice(0, -1).includes(value),
    /** Words written in the template: {{#each (list "one" "other")}}. */
    list: (...all: unknown[]) => all.slice(0, -1),
    /** 'cases:state.' + value. */
    concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
  };
}

function clockTime(at: Date, timeZone = 'Asia/Shanghai'): string {
  // The Swedish way to write a time is ISO's.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

/** Chinese and Latin are separated by a thin space where a sentence has a blank. */
export function spaced(sentence: string): string {
  return sentence.replace(beforeLatin, `$1${thinSpace}`).replace(afterLatin, `$1${thinSpace}`);
}

function told(value: unknown): unknown {
  if (value instanceof Handlebars.SafeString) return value.toHTML();
  return typeof value === 'string' ? escapeHtml(value) : value;
}
