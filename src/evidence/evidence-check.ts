import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Damage, RecordChecks } from '../cases/record-checks.js';
import { Database } from '../platform/database/database.js';
import { ContentStore } from './content-store.js';

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
    const files = await this.database.query<{ sha256: string; companyId: string; ids: string[] }>(
      `select encode(sha256, 'hex') as sha256, company_id as "companyId", array_agg(id::text order by id) as ids from evidence group by 1, 2 order by 1`,
    );
    for (const { sha256, companyId, ids } of files) {
      const found = await this.hashOf(sha256);
      if (found !== sha256)
        tell({ companyId, what: `the file of evidence ${ids.join(', ')} ${found === undefined ? 'is gone' : 'has been altered'}` });
    }
  }

  private async hashOf(sha256: string): Promise<string | undefined> {
    const hash = createHash('sha256');
    try {
      await pipeline(this.store.read(sha256), hash);
      return hash.digest('hex');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
