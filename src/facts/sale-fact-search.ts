import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Sale, saleFacts } from '../../workflows/attribution/sale-facts.js';
import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import { CaseDesk } from '../cases/case-desk.js';
import { NightDuties } from '../cases/night-duties.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { Database, type Tx } from '../platform/database/database.js';

const casesAtOnce = 500;

/** Up to where earlier nights have looked. */
interface Mark {
  lastCase: string;
  /** Records from this day on may have come since. */
  recordedSince: BusinessDate;
}

interface Found {
  caseId: string;
  known: string[];
  sale: { [K in keyof Sale]: Sale[K] | null };
}

/** Each night puts on record what contracts, credit checks and terms say of the cases opened, or of the records that came, since the last. */
@Injectable()
export class SaleFactSearch implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly rules: RulesInForce,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.search(companyId, on));
  }

  /** What a case's record has already is not put there again. */
  async search(companyId: string, on: BusinessDate): Promise<void> {
    const mark = await this.markOf(companyId);
    let after: string | undefined = '0';
    while (after !== undefined) {
      const from: string = after;
      after = await this.database.transaction((tx) => this.searchSome(tx, companyId, on, mark, from));
    }
    // A case of this day may be written by an import that has not committed yet: the next night looks again.
    await this.database.query(
      `insert into fact_searches (company_id, last_case, searched_on)
       select $1, coalesce((select id from cases where company_id = $1 and opened_on < $2 order by id desc limit 1), 0), $2
       on conflict (company_id) do update set last_case = excluded.last_case, searched_on = excluded.searched_on`,
      [companyId, on],
      'facts.mark',
    );
  }

  private async markOf(companyId: string): Promise<Mark> {
    const [mark] = await this.database.query<{ lastCase: string; searchedOn: BusinessDate }>(
      'select last_case as "lastCase", searched_on as "searchedOn" from fact_searches where company_id = $1',
      [companyId],
      'facts.marked',
    );
    // Of the night's own day only what came before it was seen.
    return mark ? { lastCase: mark.lastCase, recordedSince: addDays(mark.searchedOn, -1) } : { lastCase: '0', recordedSince: '0001-01-01' };
  }

  /** @returns the last case looked at; undefined when none is left */
  private async searchSome(tx: Tx, companyId: string, on: BusinessDate, mark: Mark, after: string): Promise<string | undefined> {
    const values = [companyId, mark.lastCase, mark.recordedSince, after, casesAtOnce];
    const found = await tx.query<Found>(selectSales, values, 'facts.sales');
    if (found.length === 0) return undefined;
    const { policy } = await this.rules.on(companyId, on, tx);
    const commands = found.flatMap(({ caseId, known, sale }) =>
      saleFacts(withoutNulls(sale), policy)
        .filter(({ kind }) => !known.includes(kind))
        .map(({ kind, numbers }) => ({ companyId, caseId, command: { type: 'recordFact', fact: kind, on, numbers } as const })),
    );
    const answers = await this.desk.submit(commands, { kind: 'clock', on }, { within: tx });
    for (const answer of answers) if (!answer.accepted) throw new Error(`case ${answer.caseId} refuses a fact by ${answer.refusal.key}`);
    return found.length < casesAtOnce ? undefined : found.at(-1)?.caseId;
  }
}

function withoutNulls(sale: Found['sale']): Sale {
  return Object.fromEntries(Object.entries(sale).filter(([, value]) => value !== null)) as unknown as Sale;
}

/** Cases are numbered as they are opened: what is behind the mark has been opened since. */
const selectSales = `
  with concerned as (
    select id from cases where company_id = $1 and id > $2::bigint
    union
    select c.id from contract_versions v
    join contracts k on k.company_id = v.company_id and k.id = v.contract_id
    join receivables r on r.company_id = k.company_id and r.contract = k.contract
    join cases c on c.company_id = r.company_id and c.receivable_id = r.id
    where v.company_id = $1 and v.recorded_on >= $3::date
    union
    select c.id from credit_checks h join cases c on c.company_id = h.company_id and c.customer = h.customer
    where h.company_id = $1 and h.recorded_on >= $3::date
    union
    select c.id from credit_holds h
    join receivables r on r.company_id = h.company_id and r.contract = h.subject and r.customer = h.customer
    join cases c on c.company_id = r.company_id and c.receivable_id = r.id
    where h.company_id = $1 and h.subject_kind = 'contract' and h.placed_on >= $3::date)
  select c.id as "caseId", array(select f ->> 'kind' from jsonb_array_elements(c.snapshot -> 'context' -> 'facts') f) as known,
    jsonb_build_object('issuedOn', r.issued_on, 'dueOn', r.due_on, 'termDays', u.term_days, 'openingOn', o.opening_on,
      'contract', case when k.id is not null then jsonb_build_object('number', k.contract, 'signedOn', k.signed_on) end,
      'hold', l.hold,
      'check', case when h.checked_on is not null then jsonb_build_object('on', h.checked_on, 'result', h.result) end) as sale
  from concerned n
  join cases c on c.company_id = $1 and c.id = n.id
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join customers u on u.company_id = r.company_id and u.customer = r.customer
  join companies o on o.id = r.company_id
  left join contracts k on k.company_id = r.company_id and k.contract = r.contract and k.customer = r.customer
  left join lateral (
    select checked_on, result from credit_checks h where h.company_id = k.company_id and h.customer = k.customer and h.checked_on <= k.signed_on
    order by checked_on desc, id desc limit 1) h on true
  left join lateral (
    select jsonb_strip_nulls(jsonb_build_object('placedOn', l.placed_on, 'releasedOn', b.released_on,
      'limitCents', x.limited -> 'limitCents', 'exposureCents', x.limited -> 'exposureCents', 'termDays', x.term -> 'termDays',
      'askedDays', x.term -> 'askedDays', 'gapCents', x.secured -> 'gapCents')) as hold
    from credit_holds l
    -- One that ended because all was delivered was never put right.
    cross join lateral (select case when l.release <> 'lapsed' then l.released_on end as released_on) b
    cross join lateral (
      select jsonb_path_query_first(l.placed_reasons, '$[*] ? (@.key == "limit_exceeded")') as limited,
        jsonb_path_query_first(l.placed_reasons, '$[*] ? (@.key == "term_exceeded")') as term,
        jsonb_path_query_first(l.placed_reasons, '$[*] ? (@.key == "security_required")') as secured) x
    where l.company_id = k.company_id and l.subject_kind = 'contract' and l.subject = k.contract
      and coalesce(b.released_on, 'infinity') > greatest(r.issued_on, l.placed_on)
      -- That a failed check was ignored is a fact of its own: once is enough.
      and l.placed_reasons @? '$[*] ? (@.key != "security_required" || exists (@.why[*] ? (@ != "check_failed")))'
    order by l.id limit 1) l on true
  where c.id > $4::bigint order by c.id limit $5`;
