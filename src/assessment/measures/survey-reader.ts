import { Injectable } from '@nestjs/common';
import { type Days, nameOfPeriod, periodContaining } from '../../../workflows/scorecard/assessment-period.js';
import { ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import { periodKinds } from '../../../workflows/scorecard/scheme.js';
import type { Tx } from '../../platform/database/database.js';
import type { MeasuredPeriod } from './assessed.js';

/** What customers said of somebody, and what of their complaints was upheld. */
export interface Survey {
  /** Decimals by metric: `satisfaction`, `renewal_intent`, `complaint_rate`. */
  readonly values: Readonly<Record<string, string>>;
  /** Of over-dunning or withheld shipment. */
  readonly upheldComplaints: number;
}

/** Reads what the imports of surveys and complaints have brought, by person. */
@Injectable()
export class SurveyReader {
  /**
   * A value of a person stands by itself; where customers are named alone, it is the mean of what they said.
   * @param persons whose; who is missing in the answer has neither
   */
  async of(tx: Pick<Tx, 'query'>, { company, days }: MeasuredPeriod, persons: readonly string[]): Promise<Map<string, Survey>> {
    const period = nameOf(days);
    const values = period === undefined ? [] : await tx.query<Value>(selectValues, [company, period, persons], 'assessment.surveys');
    const upheld = await tx.query<Upheld>(selectUpheld, [company, days.from, days.to, persons], 'assessment.upheld');
    const found = new Map<string, { values: Record<string, string>; upheldComplaints: number }>();
    const of = (person: string) => {
      const known = found.get(person) ?? { values: {}, upheldComplaints: 0 };
      found.set(person, known);
      return known;
    };
    for (const { person, key, sum, many } of values) of(person).values[key] = meanOf(key, sum, many);
    for (const { person, many } of upheld) of(person).upheldComplaints = many;
    return found;
  }
}

interface Value {
  person: string;
  key: string;
  sum: string;
  many: number;
}

interface Upheld {
  person: string;
  many: number;
}

function meanOf(key: string, sum: string, many: number): string {
  if (many === 1) return sum;
  const exact = ratio(sum);
  return rounded({ n: exact.n, d: exact.d * BigInt(many) }, key === 'complaint_rate' ? 4 : 2);
}

function nameOf({ from, to }: Days): string | undefined {
  const kind = periodKinds.find((one) => {
    const whole = periodContaining(one, from);
    return whole.from === from && whole.to === to;
  });
  return kind && nameOfPeriod({ kind, from });
}

const selectValues = `
  with last as (
    select distinct on (person, key, customer) person, key, customer, value from survey_results
    where company_id = $1 and period = $2 and person = any ($3::text[]) order by person, key, customer, version desc)
  select person, key, trim_scale(sum(value))::text as sum, count(*)::integer as many
  from last l
  where customer is null or not exists (select from last w where w.person = l.person and w.key = l.key and w.customer is null)
  group by person, key`;

const selectUpheld = `
  select c.person, count(*)::integer as many
  from complaint_decisions d join complaints c on c.company_id = d.company_id and c.id = d.complaint_id
  where d.company_id = $1 and d.counts_on between $2::date and $3::date and d.upheld and c.kind in ('over_dunning', 'withheld_shipment')
    and c.person = any ($4::text[])
  group by c.person`;
