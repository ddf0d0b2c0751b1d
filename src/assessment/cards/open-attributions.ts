import { Injectable } from '@nestjs/common';
import { deductionHundredths } from '../../../workflows/attribution/deduction.js';
import { formatAmount } from '../../../workflows/money.js';
import type { Cause, Policy } from '../../../workflows/policy.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { requireCard } from '../card-scope.js';

/** A share of the blame that is not decided yet, and what it would take as it stands. */
export interface OpenAttribution {
  readonly case: string;
  readonly document: string;
  readonly state: string;
  readonly cause: Cause;
  readonly share: string;
  /** Hundredths as text. */
  readonly points: string;
  readonly basePoints: number;
  readonly band: string;
  readonly settled: boolean;
  readonly decideBy: string | null;
}

interface Row {
  case: string;
  document: string;
  state: string;
  cause: Cause;
  share: number;
  balance: number;
  settled: boolean;
  decideBy: string | null;
}

/** Attributions that name somebody and are still proposed, contested or appealed. */
@Injectable()
export class OpenAttributions {
  constructor(private readonly database: Database) {}

  /** Those with something to take. @throws Problem 404 as `requireCard` */
  async of(company: string, person: string, policy: Policy, reader: CurrentPerson): Promise<OpenAttribution[]> {
    await requireCard(this.database, reader, company, person);
    const rows = await this.database.query<Row>(statement, [company, person]);
    return rows
      .map(({ share, balance, ...row }) => ({
        ...row,
        share: formatAmount(share).replace(/\.00$/, ''),
        band: bandOf(balance, policy),
        basePoints: policy.deductionBasePoints[row.cause],
        points: formatAmount(
          deductionHundredths({ cause: row.cause, shareHundredths: share, balanceCents: balance, settled: row.settled }, policy),
        ),
      }))
      .filter(({ basePoints }) => basePoints > 0);
  }
}

/** The factor of the band in which the balance lies. */
export function bandOf(balanceCents: number, { deductionBands }: Policy): string {
  const band = deductionBands.find(({ underCents }) => underCents === undefined || balanceCents < underCents);
  return ((band?.factorTenths ?? 10) / 10).toFixed(1);
}

const statement = `
  select c.id as case, r.document, c.attribution as state, s ->> 'cause' as cause, (s ->> 'shareHundredths')::integer as share,
    coalesce((c.snapshot -> 'context' -> 'firstDocketed' ->> 'balanceCents')::float8, (c.snapshot -> 'context' ->> 'balanceCents')::float8) as balance,
    c.collection = 'settled' as settled,
    case when c.attribution = 'proposed' then c.snapshot -> 'context' -> 'attribution' ->> 'silentOn'
      else c.snapshot -> 'context' -> 'attribution' ->> 'decideBy' end as "decideBy"
  from cases c
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  cross join lateral jsonb_array_elements(c.snapshot -> 'context' -> 'attribution' -> 'shares') s
  where c.company_id = $1 and c.attribution in ('proposed', 'contested', 'appealed') and s ->> 'person' = $2
  order by c.id limit 100`;
