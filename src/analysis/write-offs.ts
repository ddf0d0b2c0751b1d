import { Injectable } from '@nestjs/common';
import { groupOf, type RootCause, rootCauses } from '../../workflows/attribution/root-causes.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import type { WriteOffRow, WriteOffsAnswer, WriteOffsQuery, WrittenOffQuery, WrittenOffRow, WrittenOffTotal } from './write-offs.shapes.js';

const groupsAtMost = 1_000;
/** A total for each currency comes with them. */
const totalsAtMost = 50;
/** Rows of a page of postings. */
export const rowsAtMost = 200;

type Found = WriteOffRow & { isTotal: boolean };

/** What was written off, and what came of it since, of the cases that the reader sees. */
@Injectable()
export class WriteOffs {
  constructor(
    private readonly database: Database,
    private readonly texts: Texts,
  ) {}

  async analyse(query: WriteOffsQuery, person: CurrentPerson, language: Language): Promise<WriteOffsAnswer> {
    const values: unknown[] = [
      query.from ?? '0001-01-01',
      query.to ?? '9999-12-31',
      query.company ?? null,
      tree,
      groupsAtMost + totalsAtMost,
    ];
    const rows = await this.database.query<Found>(statement(caseScope(person, 'c', values), keys[query.by]), values);
    const named = rows.map(({ isTotal, ...row }) => ({ isTotal, row: { ...row, name: this.name(query.by, row, language) } }));
    const groups = named.filter(({ isTotal }) => !isTotal).map(({ row }) => row);
    const totals = named.filter(({ isTotal }) => isTotal).map(({ row }) => row);
    return { by: query.by, items: groups.slice(0, groupsAtMost), more: groups.length > groupsAtMost, totals };
  }

  /** The latest postings, no more than `rowsAtMost`. */
  rows(query: WrittenOffQuery, person: CurrentPerson): Promise<WrittenOffRow[]> {
    const values = valuesOf(query);
    return this.database.query<WrittenOffRow>(
      `${told(caseScope(person, 'c', values))}
       select p.case_id as case, c.customer, k.name as "customerName", p.document, p.currency, p.posted_on as "postedOn",
         coalesce(p.entry ->> 'rootCause', 'unknown') as cause, (p.cents / 100.0)::numeric(18, 2) as "writtenOff", p.reversed as "isReversed",
         (p.recovered / 100.0)::numeric(18, 2) as recovered
       from told p join cases c on c.company_id = p.company_id and c.id = p.case_id
       join customers k on k.company_id = c.company_id and k.customer = c.customer
       where ${asked} order by p.posted_on desc, p.case_id desc limit ${rowsAtMost}`,
      values,
    );
  }

  /** Of all postings, those that are not shown included, by currency. */
  totals(query: WrittenOffQuery, person: CurrentPerson): Promise<WrittenOffTotal[]> {
    const values = valuesOf(query);
    return this.database.query<WrittenOffTotal>(
      `${told(caseScope(person, 'c', values))}
       select currency, count, (cents / 100.0)::numeric(18, 2) as "writtenOff", (reversed / 100.0)::numeric(18, 2) as reversed,
         (recovered / 100.0)::numeric(18, 2) as recovered, ((cents - reversed - recovered) / 100.0)::numeric(18, 2) as net
       from (
         select p.currency, count(*)::int as count, sum(p.cents) as cents, coalesce(sum(p.cents) filter (where p.reversed), 0) as reversed,
           coalesce(sum(p.recovered) filter (where not p.reversed), 0) as recovered
         from told p where ${asked} group by 1) t
       order by count desc, currency`,
      values,
    );
  }

  private name(by: WriteOffsQuery['by'], { key, name }: Pick<WriteOffRow, 'key' | 'name'>, language: Language): string {
    const say = (path: string) => this.texts.say(language, `write-offs:${path}`);
    if (key === '') return say('total');
    if (key === 'unknown') return say('unknown');
    if (by === 'term') return say(`term.${key}`);
    if (by === 'root_cause') return this.texts.say(language, `attribution:root.${key}`);
    if (by === 'root_group') return this.texts.say(language, `attribution:root_group.${key}`);
    return name;
  }
}

/** Which group a root cause belongs to, for the database. */
const tree = JSON.stringify(Object.fromEntries(rootCauses.map((cause: RootCause) => [cause, groupOf(cause)])));

const asked = `($5::text is null or p.currency = $5) and ($6::text is null or coalesce(p.entry ->> 'rootCause', 'unknown') = $6)`;

function valuesOf({ company, currency, cause, from, to }: WrittenOffQuery): unknown[] {
  return [from ?? '0001-01-01', to ?? '9999-12-31', company, tree, currency ?? null, cause ?? null];
}

/** What a posting counts under, and how that is called where the database knows. */
const keys: Readonly<Record<WriteOffsQuery['by'], readonly [key: string, name: string]>> = {
  customer: ['c.customer', '(select name from customers k where k.company_id = c.company_id and k.customer = c.customer)'],
  owner: ['p.owner', '(select name from people where login = p.owner)'],
  term: [
    `case when p.term <= 30 then 'up_to_30' when p.term <= 60 then 'up_to_60' when p.term <= 90 then 'up_to_90' when p.term <= 180 then 'up_to_180'
      else 'over_180' end`,
    `''`,
  ],
  root_cause: [`coalesce(p.entry ->> 'rootCause', 'unknown')`, `''`],
  root_group: [`coalesce($4::jsonb ->> (p.entry ->> 'rootCause'), 'unknown')`, `''`],
  month: [`to_char(p.posted_on, 'YYYY-MM')`, `to_char(p.posted_on, 'YYYY-MM')`],
};

/**
 * Every recovery belongs to the last posting before it; one that was reversed with its write-off is a receipt again, and no recovery.
 * The owner is the one at the posting, as far as the record says.
 */
function told(scope: string): string {
  return `
  with events as (
    select j.company_id, j.case_id, j.seq, j.business_date, e.entry, e.entry ->> 'type' as type,
      count(*) filter (where e.entry ->> 'type' = 'writeOffPosted') over so_far as posting,
      count(*) filter (where e.entry ->> 'type' = 'writeOffReversed') over from_here as reversals
    from case_journal j cross join lateral jsonb_array_elements(j.entries) with ordinality e (entry, place)
    where $4::jsonb is not null and j.company_id = any (array(select id from companies where $3::text is null or id = $3))
      and (j.entries @> '[{"type": "writeOffPosted"}]' or j.entries @> '[{"type": "writeOffReversed"}]'
        or j.entries @> '[{"type": "recoveryReceived"}]' or j.entries @> '[{"type": "recoveryReversed"}]')
      and e.entry ->> 'type' in ('writeOffPosted', 'writeOffReversed', 'recoveryReceived', 'recoveryReversed')
    window so_far as (partition by j.company_id, j.case_id order by j.seq, e.place),
      from_here as (partition by j.company_id, j.case_id order by j.seq, e.place rows between current row and unbounded following)),
  recovered as (
    select company_id, case_id, posting, sum(case type when 'recoveryReceived' then 1 else -1 end * (entry ->> 'amountCents')::bigint) as cents
    from events where type in ('recoveryReceived', 'recoveryReversed') group by 1, 2, 3),
  postings as (
    select e.company_id, e.case_id, e.business_date as posted_on, e.entry, (e.entry ->> 'amountCents')::bigint as cents,
      e.reversals > 0 as reversed, coalesce(a.cents, 0) as recovered
    from events e left join recovered a on a.company_id = e.company_id and a.case_id = e.case_id and a.posting = e.posting
    where e.type = 'writeOffPosted' and e.business_date between $1::date and $2::date),
  told as (
    select p.*, coalesce(p.entry ->> 'owner', c.owner) as owner, r.due_on - r.issued_on as term, r.currency, r.document
    from postings p
    join cases c on c.company_id = p.company_id and c.id = p.case_id
    join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
    where ${scope})`;
}

function statement(scope: string, [key, name]: readonly [string, string]): string {
  return `${told(scope)},
  grouped as (
    select ${key} as key, max(${name}) as name, p.currency, count(*)::int as count, sum(p.cents) as cents,
      sum(p.cents) filter (where p.reversed) as reversed, sum(p.recovered) filter (where not p.reversed) as recovered
    from told p join cases c on c.company_id = p.company_id and c.id = p.case_id
    group by grouping sets ((${key}, p.currency), (p.currency)))
  select key is null as "isTotal", coalesce(key, '') as key, coalesce(name, '') as name, currency, count, (cents / 100.0)::numeric(18, 2) as "writtenOff",
    (coalesce(reversed, 0) / 100.0)::numeric(18, 2) as reversed, (coalesce(recovered, 0) / 100.0)::numeric(18, 2) as recovered,
    ((cents - coalesce(reversed, 0) - coalesce(recovered, 0)) / 100.0)::numeric(18, 2) as net
  from grouped order by key is null desc, cents - coalesce(reversed, 0) - coalesce(recovered, 0) desc, key, currency
  limit $5::integer`;
}
