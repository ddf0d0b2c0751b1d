import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder. Templates and locales are not compiled, so they are read from here both from `src/` and from `dist/`. */
export const projectRoot = nearestWithPackageJson(import.meta.dirname);

function nearestWithPackageJson(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}`);
  return nearestWithPackageJson(parent);
}
