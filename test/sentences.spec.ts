import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Language, languages } from '../src/platform/i18n/language.js';
import { readLocales, type Sentences } from '../src/platform/i18n/locales.js';

const root = join(import.meta.dirname, '..');
const locales = readLocales();
const chinese = flattened(locales['zh-CN']);
const english = flattened(locales.en);

/** Types, names and marks that stand in a request. */
const ofPrograms = /as text|\btexts\b|JSON|\bobjects?\b|\ba list\b|\ban? id\b|`|"\d|\btrue\b|YYYY-MM|allowed|文本|对象|列表/;

describe('The sentences of both languages', () => {
  it('are the same ones', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it.each(languages)('are never empty in %s', (language) => {
    const empty = [...flattened(locales[language])].filter(([, sentence]) => sentence.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });

  it('use the same facts', () => {
    const different = [...english].filter(([key, sentence]) => `${factsOf(sentence)}` !== `${factsOf(chinese.get(key) ?? '')}`);
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it.each(languages)('explain every refusal in %s', (language) => {
    const known = flattened({ refusals: locales[language].refusals ?? {} });
    expect(refusalKeys().filter((key) => !known.has(`refusals:${key}`))).toEqual([]);
  });
});

describe('The problems that the doors tell of', () => {
  it.each(languages)('are all explained in %s', (language) => {
    const known = flattened({ refusals: locales[language].refusals ?? {}, problems: locales[language].problems ?? {} });
    const missing = problems().filter(({ code }) => !known.has(`refusals:${code}`) && !known.has(`problems:${code}`));
    expect(missing.map(({ code, file }) => `${code} of ${file}`)).toEqual([]);
  });

  it('give their sentence all the facts that it names', () => {
    const lacking = problems().flatMap(({ code, facts, file }) => {
      const sentence = english.get(`refusals:${code}`) ?? english.get(`problems:${code}`) ?? '';
      const missing = facts === undefined ? [] : factsOf(sentence).filter((fact) => !facts.includes(fact));
      return missing.map((fact) => `${code} of ${file} lacks ${fact}`);
    });
    expect(lacking).toEqual([]);
  });

  it.each(languages)('are explained field by field in %s', (language) => {
    const known = flattened({ problems: locales[language].problems ?? {} });
    expect(fieldCodes().filter((code) => !known.has(`problems:field.${code}`))).toEqual([]);
  });

  it.each(languages)('say beside a field of a form what to type, not what a program sends, in %s', (language) => {
    const known = flattened({ problems: locales[language].problems ?? {} });
    const told = fieldCodes().map((code) => known.get(`problems:typed.${code}`) ?? known.get(`problems:field.${code}`) ?? '');
    expect(told.filter((sentence) => ofPrograms.test(sentence))).toEqual([]);
  });

  it('are worded for forms only where a program is told, too', () => {
    const forms = [...english.keys()].flatMap((key) => (key.startsWith('problems:typed.') ? [key.replace('typed', 'field')] : []));
    expect(forms.filter((key) => !english.has(key))).toEqual([]);
  });

  it('have a title for every status', () => {
    const statuses = new Set(
      sourceFiles('src').flatMap(({ text }) => [...text.matchAll(/new Problem\(\s*(\d{3})/g)].map(([, status]) => status)),
    );
    expect([...statuses].filter((status) => !chinese.has(`problems:title.${status}`))).toEqual([]);
  });
});

/** Every code that src/ makes a problem of, with the names of the facts given beside it where they stand there in so many words. */
function problems(): { code: string; facts: string[] | undefined; file: string }[] {
  const made = /new Problem\(\s*[\w.]+,\s*'([^']+)'\s*(?:\)|,\s*(\{[^{}]*\}))?/g;
  const notReached = /\bkey: '([a-z_]+\.[a-z_]+)'(?:,\s*facts: (\{[^{}]*\}))?/g;
  return sourceFiles('src').flatMap(({ file, text }) =>
    [...text.matchAll(made), ...text.matchAll(notReached)].map(([whole, code = '', object]) => ({
      code,
      facts: whole.endsWith(')') ? [] : namesIn(object),
      file,
    })),
  );
}

/** Undefined for an object that is put together from others. */
function namesIn(object: string | undefined): string[] | undefined {
  if (object === undefined || object.includes('...')) return undefined;
  return [...object.matchAll(/[{,]\s*(\w+)/g)].map(([, name = '']) => name);
}

/** Every code of a field's error: those of forms, of the shapes' decorators, and those thrown by hand. */
function fieldCodes(): string[] {
  const patterns = [/field: [^,{}]+, code: '([^']+)'/g, /context: \{ code: '([^']+)'/g, /\binvalid\([^,()]+, '([^']+)'\)/g];
  const found = sourceFiles('src').flatMap(({ text }) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code = '']) => code)),
  );
  return [...new Set(found)].sort();
}

function sourceFiles(room: string): { file: string; text: string }[] {
  return globSync(`${room}/**/*.ts`, { cwd: root }).map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** Every key that workflows/ refuses with: refusal('some.key', …). */
function refusalKeys(): string[] {
  const keys = sourceFiles('workflows').flatMap(({ text }) =>
    [...text.matchAll(/(?:\brefusal\(\s*|\bkey: )'([a-z_]+\.[a-z_]+)'/g)].map(([, key = '']) => key),
  );
  return [...new Set(keys)].sort();
}

function flattened(rooms: (typeof locales)[Language]): Map<string, string> {
  return new Map(
    Object.entries(rooms).flatMap(([room, sentences]) =>
      leaves(sentences).map(([path, sentence]) => [`${room}:${path}`, sentence] as const),
    ),
  );
}

function leaves(sentences: Sentences): [path: string, sentence: string][] {
  return Object.entries(sentences).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[key, value] as [string, string]]
      : leaves(value).map(([path, sentence]) => [`${key}.${path}`, sentence] as [string, string]),
  );
}

function factsOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/{{\s*(\w+)\s*(?:,\s*\w+\s*(?:\([^)]*\)\s*)?)?}}/g)].map(([, name = '']) => name))].sort();
}
