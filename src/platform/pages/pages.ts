import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import type { Language } from '../i18n/language.js';
import { Texts } from '../i18n/texts.js';
import { projectRoot } from '../root.js';
import { pageHelpers } from './page-helpers.js';

const folder = join(projectRoot, 'templates');

/**
 * The pages of `templates/pages/<room>/<page>.hbs`, put together from `templates/partials/`. All are compiled once, in an environment
 * of their own; whatever is put in is escaped.
 */
@Injectable()
export class Pages {
  private readonly templates = new Map<string, Handlebars.TemplateDelegate>();

  constructor(texts: Texts) {
    const handlebars = Handlebars.create();
    handlebars.registerHelper(pageHelpers(texts));
    for (const [name, source] of sources('partials')) handlebars.registerPartial(name, source);
    for (const [name, source] of sources('pages')) this.templates.set(name, handlebars.compile(source, { knownHelpersOnly: false }));
  }

  /**
   * @param name `<room>/<page>`
   * @param view what the template shows; `frame` for all that stands around it
   */
  render(name: string, language: Language, view: object): string {
    const template = this.templates.get(name);
    if (!template) throw new Error(`there is no page ${name}`);
    return template({ ...view, language });
  }
}

function sources(kind: 'pages' | 'partials'): [name: string, source: string][] {
  const root = join(folder, kind);
  return globSync('**/*.hbs', { cwd: root }).map((file) => [
    file.replace(/\.hbs$/, '').replaceAll('\\', '/'),
    readFileSync(join(root, file), 'utf8'),
  ]);
}
