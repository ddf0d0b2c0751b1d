import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../fixtures/golden');

/** Worked examples, made by programs that know nothing of this one. */
export function golden<Example>(name: string): Example[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Example[];
}
