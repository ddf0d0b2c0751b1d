import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { type Language, languages } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { day, money, shortDay } from '../platform/i18n/written.js';
import { mailHelpers } from '../platform/pages/whole-figures.js';
import { projectRoot } from '../platform/root.js';

const parts = ['subject', 'first', 'say', 'button', 'because'] as const;

/** What a mail says: its first sentence is what is wanted by when, `because` ends "You get this because …". Plain text: layouts escape it. */
export type Words = Record<(typeof parts)[number], string>;

type Template = (variables: object) => string;
type Face = 'html' | 'txt';

const folder = join(projectRoot, 'templates/mail');

/**
 * The words of every notice, `templates/mail/<kind>/<language>.hbs` with one line `part: text` for each part, and the layouts
 * they are put into, `templates/mail/layout/`. All are compiled once. A variable that is not there is an error, never a gap.
 */
@Injectable()
export class MailTemplates {
  private readonly words = new Map<string, Record<keyof Words, Template>>();
  private readonly layouts: Record<Face, Record<'one' | 'digest', Template>>;

  constructor(private readonly texts: Texts) {
    const plain = this.environment('txt');
    for (const kind of readdirSync(folder).filter((name) => name !== 'layout'))
      for (const language of languages) this.words.set(`${kind} ${language}`, compiledWords(plain, kind, language));
    this.layouts = { html: layouts(this.environment('html'), 'html'), txt: layouts(plain, 'txt') };
  }

  /** @throws Error for a kind without words, and for a variable that is not there */
  say(kind: string, language: Language, variables: object): Words {
    const templates = this.words.get(`${kind} ${language}`);
    if (!templates) throw new Error(`no mail is written for "${kind}" in ${language}`);
    const all = { ...variables, language };
    return Object.fromEntries(parts.map((part) => [part, templates[part](all)])) as Words;
  }

  layout(name: 'one' | 'digest', face: Face, view: object & { language: Language }): string {
    return this.layouts[face][name](view);
  }

  private environment(face: Face): typeof Handlebars {
    const environment = Handlebars.create();
    environment.registerHelper({
      ...mailHelpers,
      money: (cents: number) => money(given(cents)),
      day: (date: string, { data }: Handlebars.HelperOptions) => day(given(date), data.root.language),
      shortDay: (date: string, { data }: Handlebars.HelperOptions) => shortDay(given(date), data.root.language),
      label: (key: string, { hash, data }: Handlebars.HelperOptions) => {
        for (const value of Object.values(hash)) given(value);
        return this.texts.say(data.root.language, `mail:${key}`, hash);
      },
      role: (key: string, { data }: Handlebars.HelperOptions) => this.texts.say(data.root.language, `pages:role.${given(key)}`),
      if(this: unknown, condition: unknown, { fn, inverse }: Handlebars.HelperOptions) {
        return given(condition) ? fn(this) : inverse(this);
      },
    });
    for (const file of readdirSync(join(folder, 'layout')).filter((name) => name.endsWith(`.${face}.hbs`)))
      environment.registerPartial(file.slice(0, -`.${face}.hbs`.length), read('layout', file));
    return environment;
  }
}

/** Strict templates refuse what is not there, but hand it to helpers. */
function given<T>(value: T): T {
  if (value === undefined || value === null) throw new Error('a variable of a mail is not defined');
  return value;
}

function compiledWords(environment: typeof Handlebars, kind: string, language: Language): Record<keyof Words, Template> {
  const lines = read(kind, `${language}.hbs`).trim().split('\n');
  const found = lines.map((line, i) => {
    const [, part = '', text = ''] = /^(\w+): (.+)$/.exec(line) ?? [];
    if (part !== parts[i])
      throw new Error(`templates/mail/${kind}/${language}.hbs, line ${i + 1}: "${parts[i] ?? 'nothing more'}" is expected`);
    return [part, environment.compile(text, options('txt'))];
  });
  if (found.length < parts.length) throw new Error(`templates/mail/${kind}/${language}.hbs lacks ${parts[found.length]}`);
  return Object.fromEntries(found) as Record<keyof Words, Template>;
}

function layouts(environment: typeof Handlebars, face: Face): Record<'one' | 'digest', Template> {
  const compiled = (name: string) => environment.compile(read('layout', `${name}.${face}.hbs`), options(face));
  return { one: compiled('one'), digest: compiled('digest') };
}

function options(face: Face): CompileOptions {
  return {
    strict: true,
    noEscape: face === 'txt',
    knownHelpersOnly: true,
    knownHelpers: { whole: true, faces: true, money: true, day: true, shortDay: true, label: true, role: true },
  };
}

function read(...path: string[]): string {
  return readFileSync(join(folder, ...path), 'utf8');
}
