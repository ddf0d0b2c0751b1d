import { Injectable } from '@nestjs/common';
import type { LinkedEvidence } from '../../workflows/collection-case/context.js';
import { Database } from '../platform/database/database.js';

/** A document of a case: what the case knows of it, and what was filed with it. */
export interface FiledDocument extends LinkedEvidence {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly issuer: string | null;
  readonly documentDate: string | null;
  readonly note: string | null;
}

type Row = Pick<FiledDocument, 'id' | 'fileName' | 'mediaType' | 'issuer' | 'documentDate' | 'note'> & { bytes: string };

/** The documents of a case, withdrawn ones among them, in the order in which they were attached. */
@Injectable()
export class FiledDocuments {
  constructor(private readonly database: Database) {}

  /** @param linked as the case has them; the caller has found that its reader may see them */
  async of(companyId: string, linked: readonly LinkedEvidence[]): Promise<FiledDocument[]> {
    const rows = await this.database.query<Row>(
      `select e.id, e.file_name as "fileName", e.issuer, e.document_date as "documentDate", e.note, f.media_type as "mediaType", f.bytes
       from evidence e join evidence_files f on f.sha256 = e.sha256 where e.company_id = $1 and e.id = any ($2::bigint[])`,
      [companyId, linked.map(({ id }) => id)],
      'evidence.of_case',
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return linked.map((item) => {
      const row = byId.get(item.id);
      if (!row) throw new Error(`evidence ${item.id} of ${companyId} is not there`);
      return { ...item, ...row, bytes: Number(row.bytes) };
    });
  }
}
