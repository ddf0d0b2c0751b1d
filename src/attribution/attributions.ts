import { Injectable } from '@nestjs/common';
import type { Share } from '../../workflows/attribution/causes.js';
import { deductionHundredths } from '../../workflows/attribution/deduction.js';
import type { Fact } from '../../workflows/attribution/facts.js';
import { addDays } from '../../workflows/calendar/dates.js';
import { weightOf } from '../../workflows/collection-case/changes/deductions.js';
import type { Attribution } from '../../workflows/collection-case/context.js';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import { formatAmount } from '../../workflows/money.js';
import type { Policy } from '../../workflows/policy.js';
import { chairSeat } from '../../workflows/review-board/seats.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { type CurrentPerson, companiesAs } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import type { AttributedShare, AttributionRow, AttributionsQuery } from './attributions.shapes.js';

/** How the rule reads that a cause touches. */
export type SayClause = (cause: string) => string;

type Found = Pick<
  AttributionRow,
  'case' | 'version' | 'company' | 'customer' | 'customerName' | 'document' | 'instalment' | 'state' | 'waits'
> & {
  stored: StoredCase;
};

/** Who answers for which case: what waits for the reader, what is over, each with its facts and what it costs. */
@Injectable()
export class Attributions {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** Newest case first. */
  async page(query: AttributionsQuery, person: CurrentPerson, say: SayClause): Promise<Page<AttributionRow>> {
    const values: unknown[] = [];
    const push = (value: unknown) => `$${values.push(value)}`;
    const where = [caseScope(person, 'c', values), `c.attribution <> 'none'`];
    const waits = waitsFor(person, push);
    if (query.waits !== undefined) where.push(`(${waits}) = ${push(query.waits)}`);
    if (query.state !== undefined) where.push(`c.attribution = ${push(query.state)}`);
    if (query.company !== undefined) where.push(`c.company_id = ${push(query.company)}`);
    if (query.person !== undefined) where.push(`c.named @> array[${push(query.person)}::text]`);
    if (query.after !== undefined) where.push(`c.id < ${push(query.after)}::bigint`);
    const rows = await this.database.query<Found>(
      `select c.id as "case", c.version, c.company_id as company, c.customer, k.name as "customerName", r.document, r.instalment,
         c.attribution as state, ${waits} as waits, c.snapshot as stored
       from cases c
       join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       join customers k on k.company_id = c.company_id and k.customer = c.customer
       where ${where.join(' and ')} order by c.id desc limit ${query.limit + 1}`,
      values,
    );
    const { items, next } = pageOf(rows, query.limit, (row) => row.case);
    const policies = await this.policies(items.map(({ company }) => company));
    return { items: items.flatMap((row) => rowOf(row, policies.get(row.company), say)), next };
  }

  private async policies(companies: readonly string[]): Promise<Map<string, Policy>> {
    const policies = new Map<string, Policy>();
    for (const company of new Set(companies))
      policies.set(company, (await this.rules.on(company, await businessDate(this.database, company))).policy);
    return policies;
  }
}

/** An SQL expression: 'answer', 'decision' or null. Whoever has a part in it already is not asked to decide, as the machine would not let them. */
function waitsFor(person: CurrentPerson, push: (value: unknown) => string): string {
  const me = `${push(person.login)}::text`;
  const attribution = `c.snapshot -> 'context' -> 'attribution'`;
  const managed = within(companiesAs(person, ['general_manager']));
  const chaired = within(person.seats.filter(({ seat }) => seat === chairSeat).map(({ companyId }) => companyId));
  const heard = within(companiesAs(person, ['hr']));
  const free = `not c.named @> array[${me}] and ${attribution} ->> 'proposedBy' <> ${me} and not ${attribution} -> 'decidedBy' ? ${me}`;
  return `case
    when c.attribution = 'proposed' and c.named @> array[${me}] and not ${attribution} -> 'accepted' ? ${me} then 'answer'
    when c.attribution = 'contested' and (${chaired} or ${managed}) and ${free} then 'decision'
    when c.attribution = 'appealed' and (${heard} or ${managed}) and ${free} then 'decision' end`;

  function within(companies: 'all' | string[]): string {
    return companies === 'all' ? 'true' : `c.company_id = any (${push(companies)}::text[])`;
  }
}

function rowOf({ stored, ...row }: Found, policy: Policy | undefined, say: SayClause): AttributionRow[] {
  const { context } = stored;
  const { attribution, facts } = context;
  if (!attribution || !policy) return [];
  const { proposedBy, proposedOn, silentOn, decideBy, accepted, decidedBy, appealedBy } = attribution;
  return [
    {
      ...row,
      shares: attribution.shares.map((share) => shareOf(share, { attribution, facts, weight: weightOf(context), policy }, say)),
      proposedBy,
      proposedOn,
      // What follows from the end of a term happens in the night after it.
      answerBy: silentOn === undefined ? null : addDays(silentOn, -1),
      decideBy: decideBy === undefined ? null : addDays(decideBy, -1),
      accepted: [...accepted],
      decidedBy: [...decidedBy],
      appealedBy: appealedBy ?? null,
    },
  ];
}

interface Weighed {
  readonly attribution: Attribution;
  readonly facts: readonly Fact[];
  readonly weight: ReturnType<typeof weightOf>;
  readonly policy: Policy;
}

/** What a final share has cost stands with it; another one costs what it would today. */
function shareOf({ party, person, cause, shareHundredths, note }: Share, of: Weighed, say: SayClause): AttributedShare {
  const taken = of.attribution.deductions.find(
    (one) => one.person === person && one.cause === cause && one.shareHundredths === shareHundredths,
  );
  const would = person === undefined ? 0 : deductionHundredths({ cause, shareHundredths, ...of.weight }, of.policy);
  return {
    party,
    person: person ?? null,
    cause,
    share: shareHundredths / 100,
    note: note ?? null,
    clause: say(cause),
    points: formatAmount(taken?.pointsHundredths ?? would),
    facts: of.facts.filter(({ kind }) => kind === cause),
  };
}
