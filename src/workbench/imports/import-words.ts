import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import type { KnownProfile } from '../../receivables/imports/drafts/recognise.js';
import { importKinds } from '../../receivables/imports/import-kinds.js';

interface Choice {
  value: string;
  text: string;
  isHere: boolean;
}

/** What kinds of files, their columns and profiles are called. One that a later release brings keeps its key until it has a word. */
@Injectable()
export class ImportWords {
  constructor(private readonly texts: Texts) {}

  kind(language: Language, kind: string): string {
    return this.word(language, `imports:kind.${kind}`, kind);
  }

  column(language: Language, column: string): string {
    return this.word(language, `imports:column.${column}`, column);
  }

  /** @param source as a draft's wish has it */
  source(language: Language, source: string): string {
    const [from = '', ...rest] = source.split(':');
    const name = rest.join(':');
    if (from === 'example') return this.word(language, `imports:example.${name}`, name);
    return from === 'stored' ? name : this.word(language, `imports:source.${from}`, from);
  }

  kinds(language: Language, chosen?: string): Choice[] {
    return importKinds.map((kind) => ({ value: kind, text: this.kind(language, kind), isHere: kind === chosen }));
  }

  /** @param known kept and example profiles */
  sources(language: Language, known: readonly KnownProfile[], chosen?: string): { stored: Choice[]; examples: Choice[] } {
    const choices = known.map(({ source, definition }) => ({
      value: source,
      text: this.texts.say(language, 'imports:ofKind', { name: this.source(language, source), kind: this.kind(language, definition.kind) }),
      isHere: source === chosen,
    }));
    const of = (from: string) => choices.filter(({ value }) => value.startsWith(from));
    return { stored: of('stored:'), examples: of('example:') };
  }

  /** What is wrong with a field, named as it stands on the page. */
  fault(language: Language, field: string): string {
    const column = /^(?:columns|constants)\.(.+)$/.exec(field)?.[1];
    return column !== undefined ? this.column(language, column) : this.word(language, `imports:field.${field}`, field);
  }

  private word(language: Language, key: string, otherwise: string): string {
    return this.texts.has(language, key) ? this.texts.say(language, key) : otherwise;
  }
}
