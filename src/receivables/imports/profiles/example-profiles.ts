import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../platform/root.js';

// Not compiled, and so not beside this file in dist/.
const folder = join(projectRoot, 'src/receivables/imports/profiles/examples');

/** Of the exports of usual systems, by name. */
export async function exampleNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export function exampleFile(name: string): string {
  return join(folder, `${name}.json`);
}
