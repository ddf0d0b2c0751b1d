import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/i18n/language.js';
import { ageBar } from '../../platform/print/age-bar.js';
import { inkExplains, Paper } from '../../platform/print/paper.js';
import { type Column, table } from '../../platform/print/table.js';
import type { CastVote, Done, DossierContent, DossierDocument } from './dossier-content.js';
import { DossierWords, type Words } from './dossier-words.js';

const labelWidth = 118;

/** Prints the index of a dossier: what the debt was, on what it is a bad debt, who decided, and every document with its hash. */
@Injectable()
export class IndexPaper {
  constructor(private readonly words: DossierWords) {}

  async print(content: DossierContent, language: Language): Promise<Buffer> {
    const words = this.words.of(content, language);
    const { say } = words;
    const { company, customer, caseId, date, version, lastHash } = content;
    const paper = await Paper.begin({
      title: `${say('title')} ${customer.name}`,
      author: company.name,
      language,
      date,
      foot: say('foot', { case: caseId, version, hash: lastHash }),
      pageOf: (page, pages) => say('page', { page, pages }),
    });
    paper.say(company.name, { size: 13, weight: 'semibold', after: 2 });
    paper.rule('#142021', 1);
    paper.doc.y += 16;
    paper.say(say('title'), { size: 17, weight: 'semibold', align: 'center', after: 4 });
    paper.say(say('subtitle', { case: caseId, date, version }), { size: 8.5, color: inkExplains, align: 'center', after: 12 });
    this.debt(paper, content, words);
    this.grounds(paper, content, words);
    this.decision(paper, content, words);
    this.tax(paper, content, words);
    this.documents(paper, content, words);
    heading(paper, say('check.title'));
    for (const part of ['files', 'journal', 'evidence']) paragraph(paper, say(`check.${part}`));
    return paper.finish();
  }

  private debt(paper: Paper, content: DossierContent, words: Words): void {
    const { company, customer, receivable, amounts, lossCents, overdueDays, resolvedOn } = content;
    const { say, money } = words;
    heading(paper, say('debt.title'));
    fact(paper, say('debt.company'), `${company.name}（${company.id}）`);
    fact(paper, say('debt.customer'), `${customer.name}（${customer.code}）`);
    fact(paper, say('debt.document'), say('debt.documentName', { document: receivable.document, instalment: receivable.instalment }));
    fact(paper, say('debt.days'), say('debt.issuedAndDue', { issuedOn: receivable.issuedOn, dueOn: receivable.dueOn }));
    fact(paper, say('debt.owner'), words.person(receivable.owner));
    fact(paper, say('debt.original'), money(amounts.original));
    fact(paper, say('debt.receivedAndCredited'), say('debt.of', { received: money(amounts.received), credited: money(amounts.credited) }));
    fact(paper, say('debt.loss'), money(lossCents), true);
    const inCapitals = words.capitals(lossCents);
    if (inCapitals !== undefined) fact(paper, say('debt.capitals'), inCapitals);
    if (amounts.recovered > 0) fact(paper, say('debt.recovered'), money(amounts.recovered));
    fact(paper, say('debt.age'), say('debt.overdue', { days: overdueDays, on: resolvedOn }));
    ageBar(paper, paper.left + labelWidth, paper.doc.y + 1, 180, overdueDays);
    paper.doc.y += 16;
  }

  private grounds(paper: Paper, { grounds, documents, stillCarried, waived }: DossierContent, { say }: Words): void {
    heading(paper, say('grounds.title'));
    if (waived) paragraph(paper, say('grounds.waived'));
    else if (!stillCarried) paragraph(paper, say('grounds.incomplete'), '#b3261e');
    const numbers = (ground: string) =>
      documents.flatMap((document, index) => (document.ground === ground && stands(document) ? [String(index + 1)] : [])).join(say('and'));
    const columns: Column<string>[] = [
      { head: say('grounds.ground'), width: 128, text: (ground) => say(`ground.${ground}`) },
      { head: say('grounds.basis'), width: paper.width - 208, text: (ground) => say(`basis.${ground}`) },
      { head: say('grounds.documents'), width: 80, text: numbers },
    ];
    if (grounds.length > 0) table(paper, columns, grounds);
    else if (!waived) paragraph(paper, say('grounds.none'));
    paper.doc.y += 10;
  }

  private decision(paper: Paper, { resolution, waived, approved, posted }: DossierContent, words: Words): void {
    const { say } = words;
    heading(paper, say('decision.title'));
    const line = ({ by, on, note }: Done, key: string) =>
      fact(paper, say(`decision.${key}`), [say('decision.byOn', { by: words.person(by), on }), note].filter(Boolean).join('\n'));
    if (resolution) {
      paragraph(paper, say('decision.resolved', { on: resolution.on, meeting: resolution.meeting, seq: resolution.seq }));
      const columns: Column<CastVote>[] = [
        { head: say('decision.seat'), width: 82, text: ({ seat }) => say(`seat.${seat}`) },
        { head: say('decision.member'), width: 120, text: ({ person }) => words.person(person), note: ({ on }) => on },
        { head: say('decision.vote'), width: 62, text: ({ choice }) => say(`choice.${choice}`) },
        { head: say('decision.reason'), width: paper.width - 264, text: ({ reason }) => reason },
      ];
      table(paper, columns, resolution.votes);
      paper.doc.y += 5;
      paragraph(paper, say('decision.lastCounts'));
    }
    if (waived) line(waived, 'waived');
    if (!waived) {
      if (approved) line(approved, 'approved');
      else fact(paper, say('decision.approved'), say('decision.notYet'));
    }
    if (posted) line({ ...posted, note: say('decision.voucher', { voucherNo: posted.voucherNo }) }, 'posted');
    else fact(paper, say('decision.posted'), say('decision.notYet'));
    paper.doc.y += 6;
  }

  private tax(paper: Paper, { tax, posted }: DossierContent, { say }: Words): void {
    heading(paper, say('tax.title'));
    paragraph(paper, say('tax.kept'));
    for (const { ground, article, item } of tax.grounds)
      fact(
        paper,
        say('tax.ground'),
        say(item === undefined ? 'tax.article' : 'tax.articleItem', {
          ground: say(`ground.${ground}`),
          article: say(`article.${article}`),
          item: item === undefined ? '' : say(`item.${item}`),
        }),
      );
    fact(paper, say('tax.booked'), posted ? say('tax.bookedOn', { on: posted.on, voucherNo: posted.voucherNo }) : say('tax.notBooked'));
    const missing = tax.missing.map((lack) => say(`tax.lack.${lack}`)).join(say('semicolon'));
    fact(paper, say('tax.state'), tax.complete ? say('tax.complete') : say('tax.incomplete', { missing }), true);
    paper.doc.y += 6;
  }

  private documents(paper: Paper, { documents }: DossierContent, words: Words): void {
    const { say } = words;
    heading(paper, say('documents.title', { count: documents.length }));
    const numbers = new Map(documents.map((document, index) => [document, String(index + 1)]));
    const columns: Column<DossierDocument>[] = [
      { head: say('documents.number'), width: 20, text: (document) => numbers.get(document) ?? '' },
      {
        head: say('documents.document'),
        width: 272,
        text: ({ kind, ground, path, withdrawnReason }) => {
          const named = say('documents.named', { kind: say(`kind.${kind}`), ground: say(`ground.${ground}`), path });
          return withdrawnReason === undefined ? named : `${say('documents.withdrawn', { reason: withdrawnReason })}\n${named}`;
        },
        note: ({ sha256 }) => sha256,
      },
      {
        head: say('documents.issuer'),
        width: 82,
        text: ({ issuer }) => issuer ?? say('documents.unnamed'),
        note: ({ documentDate }) => documentDate ?? undefined,
      },
      {
        head: say('documents.people'),
        width: paper.width - 374,
        text: ({ attachedBy }) => say('documents.attached', { by: words.name(attachedBy) }),
        note: ({ attachedOn, acceptedBy }) =>
          `${attachedOn}\n${acceptedBy === undefined ? say('documents.notAccepted') : say('documents.accepted', { by: words.name(acceptedBy) })}`,
      },
    ];
    table(paper, columns, documents);
    paper.doc.y += 12;
  }
}

function stands({ acceptedBy, withdrawnReason }: DossierDocument): boolean {
  return acceptedBy !== undefined && withdrawnReason === undefined;
}

/** Never alone at the end of a page. */
function heading(paper: Paper, text: string): void {
  paper.keep(70);
  paper.say(text, { size: 11.5, weight: 'semibold', after: 5 });
}

function paragraph(paper: Paper, text: string, color = inkExplains): void {
  paper.keep(paper.heightOf(text, paper.width, { size: 8.5 }));
  paper.say(text, { size: 8.5, color, after: 5 });
}

function fact(paper: Paper, label: string, value: string, isStrong = false): void {
  const style = { size: 9.5, ...(isStrong && { weight: 'semibold' as const }) };
  const width = paper.width - labelWidth;
  const height = Math.max(paper.heightOf(value, width, style), paper.heightOf(label, labelWidth - 8, { size: 8.5 }));
  paper.keep(height + 4);
  const top = paper.doc.y;
  paper.put(label, paper.left, top + 0.8, labelWidth - 8, { size: 8.5, color: inkExplains });
  paper.put(value, paper.left + labelWidth, top, width, style);
  paper.doc.y = top + height + 4;
}
