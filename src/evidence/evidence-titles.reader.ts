import type { Tx } from '../platform/database/database.js';

/** What a document is called, beside what the cases' journals say of it. */
export interface EvidenceTitle {
  id: string;
  fileName: string;
  issuer: string | null;
  documentDate: string | null;
}

/** For rooms that show cases with their documents; whether the reader may see these is for them to ask. */
export function evidenceTitles(database: Pick<Tx, 'query'>, companyId: string, ids: readonly string[]): Promise<EvidenceTitle[]> {
  return database.query(
    `select id, file_name as "fileName", issuer, document_date as "documentDate" from evidence
     where company_id = $1 and id = any ($2::bigint[])`,
    [companyId, ids],
    'evidence.titles',
  );
}
