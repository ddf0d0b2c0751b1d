import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Damage, RecordChecks } from '../cases/record-checks.js';
import { Database } from '../platform/database/database.js';
import { ContentStore } from './store/content-store.js';
import { UnreadableFile } from './store/unreadable-file.js';

interface FiledDocument {
  sha256: string;
  companyId: string;
  ids: string[];
  /** That it is linked to. */
  cases: string[];
}

const says: Readonly<Record<UnreadableFile['fault'], string>> = {
  gone: 'is gone',
  altered: 'has been altered',
  key_missing: 'cannot be decrypted without master key',
};

/** For a verification: every filed document is still there, byte for byte. */
@Injectable()
export class EvidenceCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: ContentStore,
    private readonly checks: RecordChecks,
  ) {}

  onModuleInit(): void {
    this.checks.add((tell) => this.check(tell));
  }

  private async check(tell: (damage: Damage) => void): Promise<void> {
    const files = await this.database.query<FiledDocument>(filedDocuments);
    for (const { sha256, companyId, ids, cases } of files) {
      const found = await this.faultOf(sha256);
      if (!found) continue;
      const what = `the file of evidence ${ids.join(', ')} ${[says[found.fault], found.keyId].filter(Boolean).join(' ')}`;
      if (cases.length === 0) tell({ companyId, what });
      for (const caseId of cases) tell({ companyId, caseId, what });
    }
  }

  private async faultOf(sha256: string): Promise<UnreadableFile | undefined> {
    try {
      // Reading hashes it; nobody needs the bytes.
      for await (const _ of await this.store.read(sha256));
      return undefined;
    } catch (error) {
      if (error instanceof UnreadableFile) return error;
      throw error;
    }
  }
}

const filedDocuments = `
  with links as (
    select c.company_id, c.id as case_id, (e ->> 'id')::bigint as evidence
    from cases c cross join lateral jsonb_array_elements(c.snapshot -> 'context' -> 'evidence') e)
  select encode(e.sha256, 'hex') as sha256, e.company_id as "companyId", array_agg(distinct e.id::text) as ids,
    coalesce(array_agg(distinct l.case_id::text) filter (where l.case_id is not null), '{}') as cases
  from evidence e left join links l on l.company_id = e.company_id and l.evidence = e.id
  group by e.sha256, e.company_id order by 1, 2`;
