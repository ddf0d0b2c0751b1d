import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import type { ChartWords } from './statechart-dot.js';

/** The machine's names in a language. One that nobody has translated is drawn as the machine writes it. */
export function chartWords(texts: Texts, language: Language): ChartWords {
  const read = (name: string, ...keys: string[]) => {
    const key = keys.find((candidate) => texts.has(language, candidate));
    return key === undefined ? name : texts.say(language, key);
  };
  return {
    title: texts.say(language, 'cases:chart.title'),
    region: (key) => read(key, `cases:region.${key}`),
    // A state with inner ones keeps its own name beside theirs.
    state: (region, path) => read(path, `cases:state.${region}.${path}`, `cases:state.${region}.${path}.itself`),
    event: (type) => read(type, `cases:command.${type}`),
    guard: (name) => read(name, `cases:guard.${name}`),
    otherwise: texts.say(language, 'cases:chart.otherwise'),
    anyOf: texts.say(language, 'cases:chart.anyOf'),
  };
}
