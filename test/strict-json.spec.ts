import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { strictJson } from '../src/platform/strict-json.js';

const read = (text: string) => strictJson(Buffer.from(text));

function refusal(text: string): unknown {
  try {
    return ['read as', read(text)];
  } catch (error) {
    const { code, facts } = error as { code: string; facts: object };
    return [code, facts];
  }
}

describe('A JSON body', () => {
  it('is read as JSON.parse reads it, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 })),
        fc.integer({ min: 0, max: 3 }),
        (value, space) => {
          const text = JSON.stringify(value, null, space);
          fc.pre(!/[\d.]e[+-]?\d|-0\b|\d{18,}|"(__proto__|constructor|prototype)":/.test(text));
          expect(read(text)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused wherever JSON.parse refuses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ u0019-.eEtrufalsn\n\t\u0001a') }), (text) => {
        const body = `{"a": ${text}}`;
        const isJson = (() => {
          try {
            JSON.parse(body);
            return true;
          } catch {
            return false;
          }
        })();
        if (!isJson) expect(() => read(body)).toThrow();
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[text: string, code: string, facts: object]>([
    ['{"a": 1', 'request.json', { line: 1, column: 8 }],
    ['{\n  "a": 1,\n}', 'request.json', { line: 3, column: 1 }],
    ['{"a": NaN}', 'request.json', { line: 1, column: 7 }],
    ['{"a": 01}', 'request.json', { line: 1, column: 7 }],
    ['{"a": +1}', 'request.json', { line: 1, column: 7 }],
    ['{"a": .5}', 'request.json', { line: 1, column: 7 }],
    ['{"a": 1.}', 'request.json', { line: 1, column: 7 }],
    ['{"a": 0x10}', 'request.json', { line: 1, column: 7 }],
    ['{"a": "\\x41"}', 'request.json', { line: 1, column: 9 }],
    ['{"a": "b\tc"}', 'request.json', { line: 1, column: 9 }],
    ['{"a" 1}', 'request.json', { line: 1, column: 6 }],
    ['{a: 1}', 'request.json', { line: 1, column: 2 }],
    ['{"a": [1 2]}', 'request.json', { line: 1, column: 10 }],
    ['{"a": 1} x', 'request.json', { line: 1, column: 10 }],
    ['{"a": undefined}', 'request.json', { line: 1, column: 7 }],
    ['\u00a0{}', 'request.json', { line: 1, column: 1 }],
    ['{"a": 1,\n "\\u0061": 2}', 'request.json_key', { key: 'a', line: 2 }],
    ['{"a": {"__proto__": 1}}', 'request.json_key', { key: '__proto__', line: 1 }],
    ['{"a": {"\\u005f_proto__": 1}}', 'request.json_key', { key: '__proto__', line: 1 }],
    ['{"a": 1E2}', 'request.json_number', { line: 1, column: 7 }],
    ['{"a": -0}', 'request.json_number', { line: 1, column: 7 }],
    ['{"a": 0.30000000000000000001}', 'request.json_number', { line: 1, column: 7 }],
    [`${'{"a":'.repeat(21)}1${'}'.repeat(21)}`, 'request.json_depth', { deepest: 20 }],
    [`{"a": [${'1,'.repeat(1_000)}1]}`, 'request.json_entries', { most: 1_000 }],
    [`{${Array.from({ length: 1_001 }, (_, n) => `"k${n}": ${n}`).join()}}`, 'request.json_entries', { most: 1_000 }],
    [`{"a": [${Array.from({ length: 21 }, () => `[${'1,'.repeat(999)}1]`).join()}]}`, 'request.json_values', { most: 20_000 }],
  ])('%s is refused', (text, code, facts) => {
    expect(refusal(text)).toEqual([code, facts]);
  });

  test.each<[text: string, value: unknown]>([
    ['', undefined],
    [' \r\n\t', undefined],
    ['\ufeff{"a": 1}', { a: 1 }],
    ['{}', {}],
    ['[1, "x"]', [1, 'x']],
    ['null', null],
    ['{"a": {"b": 1}, "c": [{"b": 1}, {"b": 2}]}', { a: { b: 1 }, c: [{ b: 1 }, { b: 2 }] }],
    ['{"a": 33.33, "b": -1.50, "c": 0, "d": 66.67000000000002, "e": -0.5}', { a: 33.33, b: -1.5, c: 0, d: 66.67000000000002, e: -0.5 }],
    [`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`, expect.any(Object)],
    ['{"a": "\\"\\\\\\u0000\\ud83d\\ude00"}', { a: '"\\\0😀' }],
  ])('%s is read', (text, value) => {
    expect(read(text)).toEqual(value);
  });
});
