import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { picture } from './picture.js';

/** The picture in each language, drawn once: the machine does not change while it runs. */
@Injectable()
export class Drawing {
  private readonly drawn = new Map<Language, Promise<string>>();

  constructor(private readonly texts: Texts) {}

  in(language: Language): Promise<string> {
    const known = this.drawn.get(language);
    if (known) return known;
    const drawing = picture(this.texts, language);
    this.drawn.set(language, drawing);
    return drawing;
  }
}
