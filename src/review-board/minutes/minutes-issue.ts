import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Language, languages } from '../../platform/i18n/language.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { KeptMinutes, MinutesContent } from './minutes-content.js';
import { MinutesMail, type Reader } from './minutes-mail.js';
import { MinutesPaper } from './minutes-paper.js';

/** Prints minutes in both languages and mails them. Done twice, nothing is printed or mailed a second time. */
@Injectable()
export class MinutesIssue {
  constructor(
    private readonly database: Database,
    private readonly paper: MinutesPaper,
    private readonly mail: MinutesMail,
    private readonly outbox: Outbox,
  ) {}

  async issue(companyId: string, meeting: string): Promise<void> {
    const kept = await contentOf(this.database, companyId, meeting);
    if (!kept) throw new Error(`meeting ${meeting} has no minutes`);
    const pdfs = new Map<Language, Buffer>();
    // One after the other, each kept as soon as it is there: who takes the job over goes on from it.
    for (const language of languages)
      pdfs.set(language, (await this.print(this.database, companyId, meeting, language)) ?? Buffer.alloc(0));
    await this.database.transaction(async (tx) => {
      const readers = await readersOf(tx, companyId, kept.content);
      await this.outbox.put(
        tx,
        readers.map((reader) => this.mail.message(kept, reader, pdfs.get(reader.language) ?? Buffer.alloc(0))),
      );
    });
  }

  /** The kept print; the first who asks makes it. @returns undefined where there are no minutes */
  async print(database: Pick<Tx, 'query'>, companyId: string, meeting: string, language: Language): Promise<Buffer | undefined> {
    const known = await printOf(database, companyId, meeting, language);
    if (known) return known;
    const kept = await contentOf(database, companyId, meeting);
    if (!kept) return undefined;
    const pdf = await this.paper.print(kept.content, kept.sha256, language);
    await database.query(
      'insert into meeting_minutes_prints (company_id, meeting_id, language, pdf) values ($1, $2, $3, $4) on conflict do nothing',
      [companyId, meeting, language, pdf],
    );
    // Of two who print at once one is kept, and both answer with that.
    return printOf(database, companyId, meeting, language);
  }
}

async function contentOf(database: Pick<Tx, 'query'>, companyId: string, meeting: string): Promise<KeptMinutes | undefined> {
  const [row] = await database.query<{ content: string; sha256: string }>(
    `select content, encode(sha256, 'hex') as sha256 from meeting_minutes where company_id = $1 and meeting_id = $2`,
    [companyId, meeting],
    'minutes.kept',
  );
  return row && { content: JSON.parse(row.content) as MinutesContent, sha256: row.sha256 };
}

async function printOf(database: Pick<Tx, 'query'>, companyId: string, meeting: string, language: Language): Promise<Buffer | undefined> {
  const [row] = await database.query<{ pdf: Buffer }>(
    'select pdf from meeting_minutes_prints where company_id = $1 and meeting_id = $2 and language = $3',
    [companyId, meeting, language],
    'minutes.print',
  );
  return row?.pdf;
}

/** The seats' members, whoever voted for one, and the company's auditors. */
function readersOf(tx: Tx, companyId: string, { roll, items }: MinutesContent): Promise<Reader[]> {
  const sat = [...roll.map(({ member }) => member), ...items.flatMap(({ votes }) => votes.map(({ person }) => person))];
  return tx.query<Reader>(
    `select p.login, p.name, p.email, p.language from people p
     where p.active and coalesce(p.email, '') <> '' and (p.login = any ($2::text[]) or exists (
       select from role_grants g where g.login = p.login and g.role = 'auditor' and g.revoked_at is null and (g.company_id is null or g.company_id = $1)))
     order by p.login`,
    [companyId, [...new Set(sat)]],
    'minutes.readers',
  );
}
