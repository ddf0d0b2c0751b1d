import { collectionCase } from '../../../workflows/collection-case/machine.js';
import type { Language } from '../../platform/i18n/language.js';
import type { Texts } from '../../platform/i18n/texts.js';
import { chartWords } from './chart-words.js';
import { statechartDot } from './statechart-dot.js';
import { statechartSvg } from './statechart-svg.js';

/** The course of a case, drawn from the machine that runs it. */
export function picture(texts: Texts, language: Language): Promise<string> {
  const words = chartWords(texts, language);
  return statechartSvg(statechartDot(collectionCase, words), words.title);
}
