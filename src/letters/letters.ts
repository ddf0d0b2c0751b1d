import { Injectable } from '@nestjs/common';
import { letterBasis } from '../../workflows/collection-case/customer-letter.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { type LetterContent, letterContent } from './letter-content.js';
import { LetterPaper } from './letter-paper.js';
import { letterScope } from './letter-scope.js';
import type { LetterAnswer, LetterDetail, LettersQuery } from './letters.shapes.js';
import { openItems, partiesOf } from './open-items.js';

/** Letters to customers, as the person may see them. */
@Injectable()
export class Letters {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly paper: LetterPaper,
  ) {}

  /** One more than asked for, if there is; the newest first. */
  list(person: CurrentPerson, { status, level, company, customer, after, limit }: LettersQuery): Promise<LetterAnswer[]> {
    const values: unknown[] = [];
    const value = (given: unknown) => `$${values.push(given)}`;
    const conditions = [letterScope(person, 'l', values)];
    if (company !== undefined) conditions.push(`l.company_id = ${value(company)}`);
    if (customer !== undefined) conditions.push(`l.customer = ${value(customer)}`);
    if (level !== undefined) conditions.push(`l.level = ${value(level)}`);
    // `statusNow` in words that the database has an index and an estimate for.
    if (status === 'sent') conditions.push(`l.status in ('released', 'sent') and (l.status = 'sent' or o.status = 'sent')`);
    else if (status !== undefined) conditions.push(`l.status = ${value(status)}`);
    if (status === 'released') conditions.push(`o.status is distinct from 'sent'`);
    if (after !== undefined) conditions.push(`l.id < ${value(after)}::bigint`);
    return this.database.query(`${selectLetters} where ${conditions.join(' and ')} order by l.id desc limit ${limit + 1}`, values);
  }

  /** @throws Problem 404 `letter.unknown`, out of scope included */
  async read(person: CurrentPerson, id: string): Promise<LetterDetail> {
    const letter = await this.find(this.database, person, id);
    const { items, totals } = await this.contentOf(letter);
    return { ...letter, items: [...items], totals: [...totals], cases: await this.casesOf(person, letter) };
  }

  /** As it went out; of one that has not, what it would be now, marked as a draft. @throws as `read` */
  async pdf(person: CurrentPerson, id: string): Promise<{ bytes: Buffer; number: string }> {
    const letter = await this.find(this.database, person, id);
    const content = await this.contentOf(letter);
    const kept = letter.sha256 === null ? undefined : await this.keptPdf(letter);
    return { bytes: kept ?? (await this.paper.print(content, { draft: letter.sha256 === null })), number: content.number };
  }

  /** @throws as `read` */
  async find(tx: Pick<Tx, 'query'>, person: CurrentPerson, id: string): Promise<LetterAnswer> {
    const values: unknown[] = [id];
    const scope = letterScope(person, 'l', values);
    const [found] = await tx.query<LetterAnswer>(`${selectLetters} where l.id = $1::bigint and ${scope}`, values);
    if (!found) throw new Problem(404, 'letter.unknown', { id });
    return found;
  }

  private async contentOf({ company, customer, id, level }: LetterAnswer): Promise<LetterContent> {
    const [kept] = await this.database.query<{ content: LetterContent | null }>(
      'select content from letters where company_id = $1 and id = $2::bigint',
      [company, id],
    );
    if (kept?.content) return kept.content;
    const on = await businessDate(this.database, company);
    const terms = await this.rules.on(company, on);
    const items = (await openItems(this.database, company, [customer], on)).get(customer) ?? [];
    const parties = (await partiesOf(this.database, company, [customer])).get(customer);
    if (!parties) throw new Error(`customer ${customer} of letter ${id} is gone`);
    return letterContent({ id, level: letterBasis(items, on, terms).level ?? level, on }, parties, items, terms);
  }

  private async keptPdf({ company, id }: LetterAnswer): Promise<Buffer | undefined> {
    const [kept] = await this.database.query<{ bytes: Buffer | null }>(
      `select coalesce(l.pdf, a.bytes) as bytes from letters l
       left join outbox_attachments a on a.company_id = l.company_id and a.outbox_id = l.outbox_id and a.part = 0
       where l.company_id = $1 and l.id = $2::bigint`,
      [company, id],
    );
    return kept?.bytes ?? undefined;
  }

  private async casesOf(person: CurrentPerson, { company, customer, id, sha256 }: LetterAnswer): Promise<string[]> {
    const values: unknown[] = [company, customer, id];
    const kept = `exists (select from letter_items i where i.company_id = $1 and i.letter_id = $3::bigint and i.case_id = c.id and i.due_level is not null)`;
    const cases = await this.database.query<{ id: string }>(
      `select c.id from cases c where c.company_id = $1 and ${sha256 === null ? '$3::text is not null and c.letter_due is not null' : kept}
         and c.customer = $2 and ${caseScope(person, 'c', values)} order by c.id`,
      values,
    );
    return cases.map(({ id }) => id);
  }
}

/** Whether its mail has left, the outbox knows. */
const statusNow = `case when l.status = 'released' and o.status = 'sent' then 'sent' else l.status end`;

const selectLetters = `
  select l.company_id as company, l.id, l.customer, c.name as "customerName", l.level, l.business_date as "businessDate", ${statusNow} as status,
    case when l.status <> 'proposed' then null when l.paused then 'paused' when nullif(trim(c.email), '') is null then 'address missing' end as hindrance,
    l.channel, l.tracking_no as "trackingNo", l.sent_on as "sentOn", l.released_by as "releasedBy", o.status as mail,
    l.withdrawn_by as "withdrawnBy", l.withdrawn_reason as "withdrawnReason", encode(l.sha256, 'hex') as sha256
  from letters l join customers c on c.company_id = l.company_id and c.customer = l.customer
  left join lateral (select m.status from outbox m where m.company_id = l.company_id and m.id = l.outbox_id offset 0) o on true`;
