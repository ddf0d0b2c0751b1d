import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MigrationInterface } from 'typeorm';

type MigrationClass = new () => MigrationInterface;

const folder = join(import.meta.dirname, '../../../migrations');

/** The migrations beside this build (compiled) or in the project (tests run the sources), oldest first. */
export async function migrationClasses(): Promise<MigrationClass[]> {
  const files = readdirSync(folder)
    .filter((file) => /^\d+-.+\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
    .sort();
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(folder, file)).href) as Promise<Record<string, MigrationClass>>),
  );
  return modules.flatMap((module) => Object.values(module));
}
