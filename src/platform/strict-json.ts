import { type AnyNode, evaluate, parse, type ValueNode } from '@humanwhocodes/momoa';
import { Problem } from './errors/problem.js';

/** More than any form of ours needs. */
const deepest = 20;

const forbiddenKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a JSON body. Stricter than JSON.parse where that would silently choose: of a key given twice, or a key that
 * reaches into JavaScript itself.
 * @returns undefined for an empty body
 * @throws Problem 400 `request.json` with the line and column, `request.json_key` with the key, `request.json_depth`; `request.malformed` for what is not UTF-8
 */
export function strictJson(body: Buffer): unknown {
  const text = decoded(body);
  if (text.trim() === '') return undefined;
  const tree = readTree(text);
  check(tree, 1);
  return evaluate(tree);
}

function decoded(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Problem(400, 'request.malformed');
  }
}

function readTree(text: string): ValueNode {
  try {
    return parse(text, { mode: 'json' }).body;
  } catch (error) {
    const { line, column } = error as { line?: number; column?: number };
    if (error instanceof RangeError) throw new Problem(400, 'request.json_depth', { deepest });
    throw new Problem(400, 'request.json', { line: line ?? 1, column: column ?? 1 });
  }
}

function check(node: AnyNode, depth: number): void {
  if (depth > deepest) throw new Problem(400, 'request.json_depth', { deepest });
  if (node.type === 'Array') for (const { value } of node.elements) check(value, depth + 1);
  if (node.type !== 'Object') return;
  const seen = new Set<string>();
  for (const { name, value } of node.members) {
    const key = name.type === 'String' ? name.value : name.name;
    if (seen.has(key) || forbiddenKeys.includes(key)) throw new Problem(400, 'request.json_key', { key, line: name.loc.start.line });
    seen.add(key);
    check(value, depth + 1);
  }
}
