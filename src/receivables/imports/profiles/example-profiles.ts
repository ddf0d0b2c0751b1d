import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../platform/root.js';
import { canonical, type ImportProfile } from './import-profile.js';

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

/** As they would be kept. */
export async function exampleProfiles(): Promise<{ name: string; definition: ImportProfile }[]> {
  return Promise.all(
    (await exampleNames()).map(async (name) => {
      const written = JSON.parse(await readFile(exampleFile(name), 'utf8')) as Partial<ImportProfile>;
      return { name, definition: { ...canonical, constants: {}, ...written } as ImportProfile };
    }),
  );
}
