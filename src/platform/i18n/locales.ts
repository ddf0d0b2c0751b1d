import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../root.js';
import { type Language, languages } from './language.js';

/** A room's sentences: nested objects with sentences at the leaves. */
export interface Sentences {
  [key: string]: string | Sentences;
}

const folder = join(projectRoot, 'templates/locales');

/** All sentences by language and room, from `templates/locales/<language>/<room>.json`. */
export function readLocales(): Record<Language, Record<string, Sentences>> {
  return Object.fromEntries(languages.map((language) => [language, readRooms(language)])) as Record<Language, Record<string, Sentences>>;
}

function readRooms(language: Language): Record<string, Sentences> {
  const files = readdirSync(join(folder, language)).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Sentences]),
  );
}
