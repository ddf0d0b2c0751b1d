import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { CommandOf } from '../../workflows/collection-case/commands.js';
import type { LetterBasis } from '../../workflows/collection-case/customer-letter.js';
import { mailHour } from '../../workflows/dunning/mail-day.js';
import { formatAmount } from '../../workflows/money.js';
import type { Author } from '../cases/author.js';
import { CaseDesk } from '../cases/case-desk.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import type { Tx } from '../platform/database/database.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { LedgerItem, LetterContent } from './letter-content.js';
import { LetterMail } from './letter-mail.js';
import { hashOf, LetterPaper } from './letter-paper.js';

type Channel = CommandOf<'recordLetter'>['channel'];

/** How a letter went. */
export interface Dispatch {
  readonly channel: Channel;
  readonly sentOn: BusinessDate;
  readonly trackingNo?: string;
}

/** A letter that is to be put on record as gone. */
export interface OutgoingLetter {
  readonly companyId: string;
  readonly id: string;
  readonly content: LetterContent;
  readonly items: readonly LedgerItem[];
  readonly cases: LetterBasis['cases'];
}

/** Freezes a letter, hands it over, and puts it on record in its cases: all in the caller's transaction. */
@Injectable()
export class LetterWriting {
  constructor(
    private readonly paper: LetterPaper,
    private readonly mail: LetterMail,
    private readonly outbox: Outbox,
    private readonly desk: CaseDesk,
  ) {}

  /**
   * @param mail `leavesOn` is the working day from whose morning on it may leave
   * @throws Problem of the case that refuses it
   */
  async mailOut(tx: Tx, letter: OutgoingLetter, mail: { email: string; leavesOn: BusinessDate }, by: Author): Promise<void> {
    const { companyId, id, content } = letter;
    const pdf = await this.paper.print(content);
    const message = {
      ...this.mail.message({ companyId, id, email: mail.email, content, pdf }),
      leaves: { on: mail.leavesOn, hour: mailHour },
    };
    const outboxId = (await this.outbox.put(tx, [message])).get(message.key);
    if (outboxId === undefined) throw new Error(`letter ${id} is in the outbox already`);
    await this.freeze(tx, letter, { channel: 'email', sentOn: content.date }, by, { status: 'released', outboxId });
  }

  /** @throws Problem of the case that refuses it */
  async handOver(tx: Tx, letter: OutgoingLetter, dispatch: Dispatch, by: Author): Promise<void> {
    await this.freeze(tx, letter, dispatch, by, { status: 'sent', pdf: await this.paper.print(letter.content) });
  }

  /** One that is written already went another way, since its mail did not arrive. @throws as above */
  async sendAgain(
    tx: Tx,
    letter: Pick<OutgoingLetter, 'companyId' | 'id'> & { level: number; cases: readonly string[] },
    dispatch: Dispatch,
    by: Author,
  ) {
    const { companyId, id, level, cases } = letter;
    await tx.query(
      `update letters set status = 'sent', channel = $3, sent_on = $4, tracking_no = $5 where company_id = $1 and id = $2::bigint`,
      [companyId, id, dispatch.channel, dispatch.sentOn, dispatch.trackingNo ?? null],
    );
    await this.putOnRecord(tx, companyId, cases, level, dispatch, by);
  }

  /** The items as they stand at the end of a proposal, so that later nights know which cases it was about. */
  async keepItems(tx: Tx, { companyId, id, items, cases }: Omit<OutgoingLetter, 'content'>): Promise<void> {
    const due = new Map(cases.map((one) => [one.id, one.letterDue]));
    const rows = items.map(({ receivableId, openCents, case: one }, at) => ({
      position: at + 1,
      receivable_id: receivableId,
      case_id: one?.id,
      open: formatAmount(openCents),
      due_level: one && due.get(one.id)?.level,
      due_on: one && due.get(one.id)?.on,
    }));
    await tx.query(
      `insert into letter_items (company_id, letter_id, position, receivable_id, case_id, open, due_level, due_on)
       select $1, $2::bigint, position, receivable_id, case_id, open, due_level, due_on
       from jsonb_to_recordset($3::jsonb) as i (position integer, receivable_id bigint, case_id bigint, open numeric, due_level integer, due_on date)`,
      [companyId, id, JSON.stringify(rows)],
      'letters.keep_items',
    );
  }

  private async freeze(
    tx: Tx,
    letter: OutgoingLetter,
    dispatch: Dispatch,
    by: Author,
    { status, outboxId, pdf }: { status: string; outboxId?: string; pdf?: Buffer },
  ): Promise<void> {
    const { companyId, id, content, cases } = letter;
    await this.putOnRecord(
      tx,
      companyId,
      cases.map((one) => one.id),
      content.level,
      dispatch,
      by,
    );
    const values = [companyId, id, status, content.level, JSON.stringify(content), hashOf(content), pdf ?? null];
    const sent = [
      dispatch.channel,
      dispatch.sentOn,
      dispatch.trackingNo ?? null,
      by.kind === 'person' ? by.person.login : 'clock',
      outboxId ?? null,
    ];
    await tx.query(
      `update letters set status = $3, level = $4, content = $5, sha256 = $6, pdf = $7, channel = $8, sent_on = $9, tracking_no = $10,
         released_by = $11, outbox_id = $12, paused = false
       where company_id = $1 and id = $2::bigint`,
      [...values, ...sent],
      'letters.freeze',
    );
    await this.keepItems(tx, letter);
  }

  private async putOnRecord(tx: Tx, companyId: string, cases: readonly string[], level: number, dispatch: Dispatch, by: Author) {
    const { channel, sentOn, trackingNo } = dispatch;
    const command = { type: 'recordLetter', level, channel, sentOn, ...(trackingNo !== undefined && { trackingNo }) } as const;
    // Whoever releases a letter has looked at the letter: what else happened to a case meanwhile was looked at just now.
    const commands = cases.map((caseId) => ({ companyId, caseId, command, version: 'any' as const }));
    const answers = await this.desk.submit(commands, by, { within: tx, inSight: true });
    for (const answer of answers) if (!answer.accepted) throw refusalProblem(answer.refusal, { case: answer.caseId });
  }
}
