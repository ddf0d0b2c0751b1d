import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** `src/audit/README.md`, which tells strangers how to check the record. */
export const recordReadme = readFileSync(join(import.meta.dirname, '../../src/audit/README.md'), 'utf8');

/** Its first block in that language. */
export function block(language: string): string {
  const [, found] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(recordReadme) ?? [];
  if (found === undefined) throw new Error(`src/audit/README.md has no block of ${language}`);
  return found;
}

/** Runs its check over journal entries as its query gives them, and seal files. @returns the exit code and what is said */
export async function strangersCheck(entries: readonly object[], seals: readonly string[] = []): Promise<[code: number, said: string]> {
  const script = ['--input-type=module', '--eval', block('js'), 'check.mjs'];
  const node = spawn(process.execPath, [...script, ...seals], { stdio: ['pipe', 'pipe', 'inherit'] });
  node.stdin.end(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const said = text(node.stdout);
  const [code] = (await once(node, 'close')) as [number];
  return [code, await said];
}
