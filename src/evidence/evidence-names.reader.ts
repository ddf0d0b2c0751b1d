import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/** A document as lists show it. */
export interface NamedDocument {
  id: string;
  fileName: string;
  issuer: string | null;
  documentDate: string | null;
}

/** What documents are called. Whether somebody may see them is for the caller to know. */
@Injectable()
export class EvidenceNames {
  constructor(private readonly database: Database) {}

  async of(companyId: string, ids: readonly string[]): Promise<Map<string, NamedDocument>> {
    if (ids.length === 0) return new Map();
    const found = await this.database.query<NamedDocument>(
      `select id, file_name as "fileName", issuer, document_date as "documentDate" from evidence
       where company_id = $1 and id = any ($2::bigint[])`,
      [companyId, ids],
      'evidence.names',
    );
    return new Map(found.map((one) => [one.id, one]));
  }
}
