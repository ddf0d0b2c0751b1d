import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Language, languages } from '../src/platform/i18n/language.js';
import { readLocales, type Sentences } from '../src/platform/i18n/locales.js';

const root = join(import.meta.dirname, '..');
const locales = readLocales();
const chinese = flattened(locales['zh-CN']);
const english = flattened(locales.en);

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

/** Every key that workflows/ refuses with: refusal('some.key', …). */
function refusalKeys(): string[] {
  const sources = globSync('workflows/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
  return [...new Set(sources.flatMap((source) => [...source.matchAll(/\brefusal\(\s*'([^']+)'/g)].map(([, key = '']) => key)))].sort();
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
  return [...new Set([...sentence.matchAll(/{{\s*(\w+)\s*}}/g)].map(([, name = '']) => name))].sort();
}
