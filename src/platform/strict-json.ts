import { Problem } from './errors/problem.js';

/** More than any form of ours needs. */
const deepest = 20;
/** In one list or object, and in all: five hundred commands with forty fields each. More would keep everybody else waiting while they are looked at. */
const mostEntries = 1_000;
const mostValues = 20_000;
/** As many digits as it takes to tell any two of JavaScript's numbers apart: with more, something would be lost in reading. */
const mostDigits = 17;

const forbiddenKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a JSON body. Stricter than JSON.parse where that would silently choose: of a key given twice, a key
 * that reaches into JavaScript itself, or a number that would be read as another one.
 * @returns undefined for an empty body
 * @throws Problem 400 `request.json` with the line and column, `request.json_key` with the key, `request.json_number`, `request.json_depth`,
 *   `request.json_entries`, `request.json_values`; `request.malformed` for what is not UTF-8
 */
export function strictJson(body: Buffer): unknown {
  const text = decoded(body);
  if (text.trim() === '') return undefined;
  new Check(text).body();
  return parsed(text);
}

function decoded(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Problem(400, 'request.malformed');
  }
}

/** What escapes mean is left to JSON.parse; where one is wrong, it says so. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, at = '0'] = /at position (\d+)/.exec((error as Error).message) ?? [];
    throw new Problem(400, 'request.json', placeOf(text, Number(at)));
  }
}

/** Walks through a text once. A tree of it, as parsers with positions make one, takes a second for a megabyte of ones, and nobody is served meanwhile. */
class Check {
  private at = 0;
  private values = 0;

  constructor(private readonly text: string) {}

  body(): void {
    this.blanks();
    this.value(0);
    this.blanks();
    if (this.at < this.text.length) this.fail();
  }

  private value(depth: number): void {
    this.values += 1;
    if (this.values > mostValues) throw new Problem(400, 'request.json_values', { most: mostValues });
    const first = this.text[this.at];
    if (first === '{') this.members('}', depth + 1, this.member.bind(this, new Set()));
    else if (first === '[') this.members(']', depth + 1, this.value);
    else if (first === '"') this.string();
    else this.literal();
  }

  private members(end: string, depth: number, member: (this: Check, depth: number) => void): void {
    if (depth > deepest) throw new Problem(400, 'request.json_depth', { deepest });
    this.at += 1;
    this.blanks();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (let entries = 1; ; entries += 1) {
      if (entries > mostEntries) throw new Problem(400, 'request.json_entries', { most: mostEntries });
      member.call(this, depth);
      this.blanks();
      const next = this.text[this.at];
      if (next !== ',' && next !== end) this.fail();
      this.at += 1;
      if (next === end) return;
      this.blanks();
    }
  }

  private member(seen: Set<string>, depth: number): void {
    const start = this.at;
    if (this.text[start] !== '"') this.fail();
    this.string();
    const key = String(parsed(this.text.slice(start, this.at)));
    if (seen.has(key) || forbiddenKeys.includes(key))
      throw new Problem(400, 'request.json_key', { key: key.slice(0, 100), line: placeOf(this.text, start).line });
    seen.add(key);
    this.blanks();
    if (this.text[this.at] !== ':') this.fail();
    this.at += 1;
    this.blanks();
    this.value(depth);
  }

  private string(): void {
    for (this.at += 1; ; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x22) break;
      // Not a number behind the end.
      if (!(code >= 0x20)) this.fail();
      if (code === 0x5c) this.at += 1;
    }
    this.at += 1;
  }

  private literal(): void {
    const word = /[\w.+-]*/y;
    word.lastIndex = this.at;
    const [written = ''] = word.exec(this.text) ?? [];
    const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(written);
    if (!isNumber && !['true', 'false', 'null'].includes(written)) this.fail();
    if (isNumber && !isExact(written)) throw new Problem(400, 'request.json_number', placeOf(this.text, this.at));
    this.at += written.length;
  }

  private blanks(): void {
    for (let code = this.text.charCodeAt(this.at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; ) {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
    }
  }

  private fail(): never {
    throw new Problem(400, 'request.json', placeOf(this.text, this.at));
  }
}

/** Plain digits, as a person writes them: 1e2, -0 and 0.30000000000000000001 say one thing and are read as another. */
function isExact(written: string): boolean {
  const digits = written.replace(/\D/g, '').replace(/^0+/, '');
  return !/e/i.test(written) && !/^-0(\.0*)?$/.test(written) && digits.length <= mostDigits;
}

/** As an editor counts. */
function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
