import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { withSeparators } from '../../platform/print/figures.js';
import { inkExplains, Paper } from '../../platform/print/paper.js';
import { type Column, table } from '../../platform/print/table.js';
import type { DossierContent, JournalLine } from './dossier-content.js';
import { DossierWords } from './dossier-words.js';

const hashDigits = 16;

/** Prints a case's journal for people; `journal.jsonl` beside it has all of it. */
@Injectable()
export class JournalPaper {
  constructor(private readonly words: DossierWords) {}

  async print(content: DossierContent, language: Language): Promise<Buffer> {
    const words = this.words.of(content, language);
    const { say } = words;
    const { company, customer, caseId, date, version, lastHash, journal } = content;
    const paper = await Paper.begin({
      title: `${say('journal.title')} ${customer.name}`,
      author: company.name,
      language,
      date,
      foot: say('foot', { case: caseId, version, hash: lastHash }),
      pageOf: (page, pages) => say('page', { page, pages }),
    });
    paper.say(say('journal.title'), { size: 15, weight: 'semibold', after: 4 });
    paper.say(say('journal.intro', { case: caseId, customer: customer.name, count: journal.length }), {
      size: 8.5,
      color: inkExplains,
      after: 8,
    });
    const columns: Column<JournalLine>[] = [
      { head: say('journal.seq'), width: 24, text: ({ seq }) => String(seq) },
      { head: say('journal.on'), width: 54, text: ({ on }) => on },
      { head: say('journal.actor'), width: 102, text: ({ actor }) => words.person(actor) },
      {
        head: say('journal.what'),
        width: paper.width - 336,
        text: ({ command, amount }) =>
          amount === undefined ? words.command(command) : `${words.command(command)} ${withSeparators(amount)}`,
        note: ({ said }) => (said === '' ? undefined : said),
      },
      { head: say('journal.state'), width: 80, text: ({ state }) => words.state(state) },
      { head: say('journal.hash'), width: 76, text: () => '', note: ({ hash }) => `${hash.slice(0, hashDigits)}…` },
    ];
    table(paper, columns, journal);
    return paper.finish();
  }
}
