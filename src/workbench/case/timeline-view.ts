import Handlebars from 'handlebars';
import { overdueDays } from '../../../workflows/collection-case/context.js';
import type { ToldLine } from '../../cases/timeline/case-timeline.js';
import type { CaseLooked } from './case-look.js';

/** The lines by day, newest first. */
export function timelineView({ found, day, lines }: CaseLooked): object {
  const days = new Map<string, ToldLine[]>();
  for (const line of lines.items) days.set(line.on, [...(days.get(line.on) ?? []), line]);
  return {
    earlier: lines.next,
    days: [...days].map(([on, told]) => ({
      on,
      isToday: on === day.date,
      overdueDays: Math.max(0, overdueDays(found.stored.context, on)),
      lines: told.map(shown),
    })),
  };
}

/** The sentences are marked already, and what people wrote in them escaped. */
export function shown(line: ToldLine): object {
  const sentences = line.sentences.map(({ text, quotes }) => ({
    text: new Handlebars.SafeString(text),
    quotes: quotes.map((quote) => new Handlebars.SafeString(quote)),
  }));
  return { ...line, sentences };
}
