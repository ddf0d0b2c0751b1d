import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import type { Tx } from '../platform/database/database.js';
import type { Facts } from './notices/notice.js';
import { noticeOf } from './notices/notices.js';

/** Of a notice that is about no case only the first four are there. */
interface NoticeRow {
  id: string;
  kind: string;
  recipient: string;
  facts: Facts;
  owner: string;
  collection: string;
  dispute: string;
  attribution: string;
  context: StoredCase['context'];
}

const batchSize = 1000;

/**
 * Decides for each notice that is not composed yet who is to be mailed, and writes it down: the person named, or the active
 * people who hold the role; whoever stands in for one of them today, too. What no longer holds is written down as stale.
 */
export async function addressNotices(tx: Pick<Tx, 'query'>, companyId: string, on: BusinessDate): Promise<void> {
  for (;;) {
    const batch = await nextBatch(tx, companyId);
    if (batch.length === 0) return;
    const decided = batch.map(({ id, kind, recipient, owner, ...held }) => {
      const notice = noticeOf(kind);
      return { id, recipient, owner, stale: !notice.stillHolds({ ...held, recipient }), personal: notice.personal === true };
    });
    await tx.query(writeRecipients, [companyId, on, JSON.stringify(decided)], 'mail.address');
    await tx.query(
      'update notices set composed_on = $2 where company_id = $1 and id = any ($3::bigint[])',
      [companyId, on, batch.map(({ id }) => id)],
      'mail.composed',
    );
  }
}

function nextBatch(tx: Pick<Tx, 'query'>, companyId: string): Promise<NoticeRow[]> {
  return tx.query<NoticeRow>(
    `select n.id, n.kind, n.recipient, n.facts, c.owner, c.collection, c.customer_dispute as dispute, c.attribution, c.snapshot -> 'context' as context
     from (select * from notices where company_id = $1 and composed_on is null order by id limit ${batchSize}) n
     left join cases c on c.company_id = n.company_id and c.id = n.case_id`,
    [companyId],
    'mail.not_composed',
  );
}

/** Of sales managers only those whose team's case it is: the others may not see it. */
const writeRecipients = `
  with notice as (select * from jsonb_to_recordset($3::jsonb) as n (id bigint, recipient text, owner text, stale boolean, personal boolean)),
  meant as (
    select id, stale, personal, recipient as login from notice where recipient not like 'role:%'
    union
    select n.id, n.stale, n.personal, g.login
    from notice n
    join role_grants g on 'role:' || g.role = n.recipient and g.revoked_at is null and (g.company_id is null or g.company_id = $1)
    where g.role <> 'sales_manager' or g.login = n.owner
      or exists (select from team_members m join teams t on t.id = m.team_id where m.login = n.owner and t.manager = g.login)),
  told as (
    select id, stale, login, null as absent from meant
    union all
    select m.id, m.stale, s.stand_in, s.absent
    from meant m
    join stand_ins s on s.absent = m.login and s.ended_at is null and $2::date between s.from_on and s.until_on
    where not m.personal),
  reached as (
    select distinct on (told.id, told.login) told.id, told.login, told.absent, told.stale, coalesce(p.email, '') <> '' as has_address
    from told join people p on p.login = told.login and p.active
    order by told.id, told.login, told.absent nulls first)
  insert into notice_mails (company_id, notice_id, login, absent, outcome, composed_on)
  select $1, id, login, absent, case when stale then 'stale' when has_address then 'due' else 'no_address' end, $2 from reached
  union all
  select $1, n.id, n.recipient, null, case when n.stale then 'stale' else 'nobody' end, $2
  from notice n where not exists (select from reached r where r.id = n.id)`;
