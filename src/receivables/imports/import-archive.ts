import { Injectable } from '@nestjs/common';
import { sayRefusal } from '../../cases/say-refusal.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { withinCompanies } from '../company-money.js';
import type { ImportErrorAnswer } from './import.shapes.js';
import { type ImportRow, importColumns, statusColumn } from './import-record.js';

const readers = ['ar_clerk', 'finance_director', 'general_manager', 'auditor'] as const;

export interface ImportFilter {
  company?: string;
  kind?: string;
  status?: string;
  /** Id of the last one seen; the newest come first. */
  after?: string;
  limit: number;
}

interface StoredError {
  seq: string;
  line: number;
  column: string;
  value: string;
  code: string;
  facts: Record<string, unknown>;
}

/** The imports there have been, and what was wrong with their rows. */
@Injectable()
export class ImportArchive {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
  ) {}

  list(person: CurrentPerson, { company, kind, status, after, limit }: ImportFilter): Promise<ImportRow[]> {
    const values: unknown[] = [company ?? null, kind ?? null, status ?? null, after ?? null, limit];
    return this.database.query<ImportRow>(
      `select ${importColumns} from imports i
       where ${withinCompanies(person, readers, 'i', values)}
         and ($1::text is null or company_id = $1) and ($2::text is null or kind = $2) and ($3::text is null or ${statusColumn} = $3)
         and ($4::bigint is null or id < $4) order by id desc limit $5`,
      values,
    );
  }

  /** @throws Problem 404 `import.unknown`, also for one of a company that the person has no business with */
  async read(person: CurrentPerson, id: string): Promise<ImportRow> {
    const values: unknown[] = [id];
    const [found] = await this.database.query<ImportRow>(
      `select ${importColumns} from imports i where ${withinCompanies(person, readers, 'i', values)} and id = $1::bigint`,
      values,
    );
    if (!found) throw new Problem(404, 'import.unknown', { id });
    return found;
  }

  /** The latest import of the very same bytes, unless nothing of them was taken. */
  async ofFile(companyId: string, sha256: string): Promise<ImportRow | undefined> {
    const [found] = await this.database.query<ImportRow>(
      `select ${importColumns} from imports where company_id = $1 and sha256 = decode($2, 'hex') and status in ('running', 'held', 'done')
       order by id desc limit 1`,
      [companyId, sha256],
    );
    return found;
  }

  /**
   * What was wrong, in the order of lines.
   * @param after `seq` of the last one seen
   */
  async errors({ companyId, id }: ImportRow, language: Language, { limit, after = '0' }: { limit: number; after?: string }) {
    const stored = await this.database.query<StoredError>(
      `select seq, line::integer as line, "column", value, code, facts from import_errors
       where company_id = $1 and import_id = $2 and seq > $3::bigint order by seq limit $4`,
      [companyId, id, after, limit],
    );
    return stored.map(({ facts, ...error }): ImportErrorAnswer & { seq: string } => ({
      ...error,
      message: this.told(language, error.code, facts),
    }));
  }

  /** A row may be refused by the file's form or by a rule of the case. */
  told(language: Language, code: string, facts: Record<string, unknown>): string {
    const ofRow = `receivables:row.${code}`;
    return this.texts.has(language, ofRow) ? this.texts.say(language, ofRow, facts) : sayRefusal(this.texts, language)(code, facts);
  }
}
