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

/** For a verification: every agreed list is still the one that both sides have signed, and the sums of each are those of its rows. */
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
    for (const { companyId, month } of await this.database.query<Pick<AgreedList, 'companyId' | 'month'>>(wrongSums))
      tell({ check: 'list', companyId, what: `the sums of the overdue list of ${month} are not what its rows come to` });
  }
}

const agreedLists = `
  select l.company_id as "companyId", l.id as list, l.month, encode(l.fingerprint, 'hex') as fingerprint, (
    select e.facts ->> 'fingerprint' from overdue_list_events e
    where e.company_id = l.company_id and e.list_id = l.id and e.row_id is null and e.kind = 'agreed' order by e.id desc limit 1) as recorded
  from overdue_lists l where l.fingerprint is not null order by l.company_id, l.id`;

const wrongSums = `
  with again as (
    select company_id, list_id, owner, currency, state, difference, corrected, count(*) as rows, sum(balance) as balance,
      sum(coalesce(agreed_balance, balance)) as agreed_balance, sum(coalesce(last_balance, 0)) as last_balance
    from overdue_list_rows group by 1, 2, 3, 4, 5, 6, 7)
  select distinct l.company_id as "companyId", l.month
  from (select * from overdue_list_sums where rows <> 0 or balance <> 0 or agreed_balance <> 0 or last_balance <> 0) s
  full join again a using (company_id, list_id, owner, currency, state, difference, corrected)
  join overdue_lists l on l.company_id = coalesce(s.company_id, a.company_id) and l.id = coalesce(s.list_id, a.list_id)
  where (s.rows, s.balance, s.agreed_balance, s.last_balance) is distinct from (a.rows, a.balance, a.agreed_balance, a.last_balance)
  order by 1, 2`;
