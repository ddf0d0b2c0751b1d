import { Injectable } from '@nestjs/common';
import { daysOfPeriod, periodBefore } from '../../workflows/scorecard/assessment-period.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import type { CurrentPerson } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { assessedAs } from './assessed-as.js';
import { requireCard } from './card-scope.js';
import type { LineRowAnswer, LineRowsQuery } from './line-rows.shapes.js';
import type { ExplainedLine } from './measures/line-rows.js';
import { Measures } from './measures/measures.js';

/** Every point can be followed down to what is behind it. */
@Injectable()
export class LineExplanation {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly measures: Measures,
  ) {}

  /** @throws Problem 404 as `requireCard` */
  async page(line: ExplainedLine, query: LineRowsQuery, reader: CurrentPerson): Promise<Page<LineRowAnswer>> {
    const { company, person, post, limit, after = '0' } = query;
    await requireCard(this.database, reader, company, person);
    const days = daysOfPeriod(query.period);
    const { policy, calendar } = await this.rules.on(company, days.to);
    const assessed = await assessedAs(this.database, { person, post, weighs: query.creditGradeCoefficient === 'true', on: days.to });
    const period = { company, days, before: periodBefore(days), policy };
    const rows = await this.measures.rows(line, period, calendar, assessed, { after, limit: limit + 1 });
    const names = await this.customerNames(
      company,
      rows.flatMap(({ customer }) => customer ?? []),
    );
    return pageOf(
      rows.map(({ source, ...row }) => ({
        ...row,
        customerName: names.get(row.customer ?? '') ?? null,
        on: row.on ?? days.to,
        source: linkTo(source),
      })),
      limit,
      ({ id }) => id,
    );
  }

  private async customerNames(company: string, customers: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ customer: string; name: string }>(
      'select customer, name from customers where company_id = $1 and customer = any ($2::text[])',
      [company, [...new Set(customers)]],
      'assessment.customer_names',
    );
    return new Map(rows.map(({ customer, name }) => [customer, name]));
  }
}

/** What is looked for may be any text. */
function linkTo(source: string): string {
  const [path = '', ...looked] = source.split('?q=');
  return `/api/v1/${path}${looked.length > 0 ? `?q=${encodeURIComponent(looked.join('?q='))}` : ''}`;
}
