import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Damage, RecordChecks } from '../cases/record-checks.js';
import { Database } from '../platform/database/database.js';
import { fingerprintOf } from './list-agreement.js';

interface AgreedList {
  companyId: string;
  list: string;
  month: string;
  fingerprint: string;
  /** As it was written down in the list's own history when it was agreed. */
  recorded: string | null;
}

/** For a verification: every agreed list is still the one that both sides have signed. */
@Injectable()
export class ListCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly checks: RecordChecks,
  ) {}

  onModuleInit(): void {
    this.checks.add((tell) => this.check(tell));
  }

  private async check(tell: (damage: Damage) => void): Promise<void> {
    for (const { companyId, list, month, fingerprint, recorded } of await this.database.query<AgreedList>(agreedLists)) {
      const damaged = (what: string) => tell({ check: 'list', companyId, what: `the overdue list of ${month} ${what}` });
      if (recorded !== fingerprint) damaged(`carries ${fingerprint}, and was agreed as ${recorded ?? 'nothing'}`);
      const now = (await fingerprintOf(this.database, { companyId, list })).toString('hex');
      if (now !== fingerprint) damaged(`is not what was agreed: its rows come to ${now}, not to ${fingerprint}`);
    }
  }
}

const agreedLists = `
  select l.company_id as "companyId", l.id as list, l.month, encode(l.fingerprint, 'hex') as fingerprint, (
    select e.facts ->> 'fingerprint' from overdue_list_events e
    where e.company_id = l.company_id and e.list_id = l.id and e.row_id is null and e.kind = 'agreed' order by e.id desc limit 1) as recorded
  from overdue_lists l where l.fingerprint is not null order by l.company_id, l.id`;
