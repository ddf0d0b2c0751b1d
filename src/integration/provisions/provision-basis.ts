import { Injectable } from '@nestjs/common';
import { allowanceKinds, type Booked, heldCents, monthEnd } from '../../../workflows/allowance.js';
import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { formatAmount } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import { type Impaired, type MonthsAging, type Provision, provisionOf } from '../../../workflows/provision.js';
import { AgingsReader } from '../../assessment/measures/agings.reader.js';
import { type ImpairedCase, ImpairedReader } from '../../assessment/measures/impaired.reader.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';

/** What the ledger says of a month's end, as it is kept with a provision. */
export interface LedgerBasis {
  /** The earliest first; none where the ledger does not go back over one. */
  readonly months: readonly MonthsAging[];
  readonly impaired: readonly ImpairedCase[];
}

/** And what the allowance went through. */
export interface ProvisionBasis extends LedgerBasis {
  /** What the last approved provision left the allowance with; null before the first. */
  readonly last: { readonly month: string; readonly required: string } | null;
  /** Sums of vouchers since, in the company's currency. */
  readonly booked: readonly Booked[];
}

export interface Reckoned extends LedgerBasis {
  readonly currency: string;
  readonly policy: Policy;
}

/** The approved provision before a month: its vouchers are counted up to these. */
export interface LastProvision {
  readonly id: string;
  readonly month: string;
  readonly monthEnd: BusinessDate;
  readonly required: string;
  readonly seenNumber: string;
}

/** Gathers what a provision is reckoned from. */
@Injectable()
export class ProvisionBases {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly agings: AgingsReader,
    private readonly impaired: ImpairedReader,
  ) {}

  /** @throws Problem 409 `analysis.no_rate` for amounts of a currency without a rate by a month's end */
  async ofLedger(company: string, month: string): Promise<Reckoned> {
    const on = monthEnd(month);
    const { policy } = await this.rules.on(company, on);
    const [own] = await this.database.query<{ currency: string; since: string | null }>(selectRecord, [company], 'provision.record');
    if (!own) throw new Problem(404, 'company.unknown', { company });
    const ends = monthEnds(month, own.since, policy.provisionMonths);
    const pairs = await this.agings.of(company, ends, policy.countAcceptanceBills);
    const months = pairs.map(({ unrated, ...pair }, place): MonthsAging => {
      const [from = on, to = on] = ends.slice(place);
      refuseUnrated({ unrated, currency: own.currency }, to);
      return { from, to, ...pair };
    });
    const { currency } = own;
    const days = { from: `${month}-01`, to: on };
    const { cases, unrated } = await this.impaired.of({ company, days, before: { from: addMonths(days.from, -1), to: days.from }, policy });
    refuseUnrated({ unrated, currency }, on);
    return { currency, policy, months, impaired: cases };
  }

  /**
   * Sums of the vouchers that moved the allowance up to the month's end and that no provision has counted.
   * @throws Problem 409 `analysis.no_rate` for one in a currency that had no rate on its day
   */
  async booked(tx: Pick<Tx, 'query'>, company: string, month: string, last: LastProvision | undefined): Promise<Booked[]> {
    const values = [company, monthEnd(month), last?.monthEnd ?? null, last?.seenNumber ?? '0', allowanceKinds];
    const rows = await tx.query<Booked & { unrated: string | null; on: BusinessDate; currency: string }>(
      selectBooked,
      values,
      'provision.booked',
    );
    for (const { unrated, on, currency } of rows) refuseUnrated({ unrated, currency }, on);
    return rows.map(({ kind, amount }) => ({ kind, amount }));
  }
}

/** As much of a basis as the amounts follow from: of what is impaired, cases or their sums by bucket. */
export type AmountsBasis = Omit<ProvisionBasis, 'impaired'> & { readonly impaired: readonly Impaired[] };

/** What follows from a basis: the same each time. */
export function reckon(basis: AmountsBasis, opening: string | null, policy: Policy): Provision & { held: string } {
  const held = heldCents(basis.last?.required ?? opening ?? '0.00', basis.booked);
  return { ...provisionOf(basis.months, basis.impaired, policy), held: formatAmount(held) };
}

/**
 * Of the month and those before it in which something that was open at the begin could roll, and of the one before them all: ascending.
 * @param since the ledger's first day. @returns none or one where nothing could roll
 */
function monthEnds(month: string, since: BusinessDate | null, atMost: number): BusinessDate[] {
  return Array.from({ length: atMost + 1 }, (_, place) => addDays(addMonths(`${month}-01`, place + 1 - atMost), -1)).filter(
    (end) => since !== null && since <= end,
  );
}

function refuseUnrated({ unrated, currency }: { unrated: string | null; currency: string }, on: BusinessDate): void {
  if (unrated !== null) throw new Problem(409, 'analysis.no_rate', { currency: unrated, on, to: currency });
}

const selectRecord = `
  select currency, (select min(issued_on) from receivables r where r.company_id = k.id) as since from companies k where id = $1`;

const selectBooked = `
  select v.kind, k.currency, min(v.currency) filter (where t.rate is null) as unrated, min(v.dated) filter (where t.rate is null) as "on",
    coalesce(sum(round(v.amount * t.rate, 2)), 0)::numeric(30, 2)::text as amount
  from vouchers v join companies k on k.id = v.company_id
  left join lateral (
    select 1::numeric as rate where v.currency = k.currency
    union all
    (select rate from rate_versions r where v.currency <> k.currency and r.company_id = v.company_id and r.currency = v.currency
       and r.rate_on <= v.dated order by r.rate_on desc, r.version desc limit 1)) t on true
  where v.company_id = $1 and v.kind = any ($5::text[]) and v.dated <= $2::date and ($3::date is null or v.dated > $3::date or v.number > $4::bigint)
  group by v.kind, k.currency order by v.kind`;
