import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import { daysOfPeriod } from '../../../workflows/scorecard/assessment-period.js';
import { type Change, distribution, gain, separations, underScheme } from '../../../workflows/scorecard/review.js';
import type { SchemeMetric } from '../../../workflows/scorecard/scheme.js';
import { type SchemeFault, schemeFaults } from '../../../workflows/scorecard/scheme-check.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { cardReaders } from '../card-scope.js';
import type { ShownCard } from '../cards/card-answer.js';
import { Scorecards } from '../cards/scorecards.js';
import { closedOn } from '../closed-periods.js';
import { fieldFault } from '../refuse.js';
import { CountedCards, type ReviewedCard } from './counted-cards.js';
import type { QuestionedLine, ReviewAnswer, ReviewQuery, SchemeWhatIfAnswer, SchemeWhatIfForm } from './review.shapes.js';

/** What a scheme did to people, and what another would have done. Nothing is kept. */
@Injectable()
export class SchemeReview {
  constructor(
    private readonly database: Database,
    private readonly cards: Scorecards,
    private readonly counted: CountedCards,
    private readonly rules: RulesInForce,
    private readonly known: Known,
    private readonly texts: Texts,
  ) {}

  /** @throws Problem 403, 404 `company.unknown` */
  async of({ company, period, post }: ReviewQuery, reader: CurrentPerson): Promise<ReviewAnswer> {
    await this.require(company, reader);
    return this.database.transaction(async (tx) => {
      const { on, isClosed, shown } = await this.reviewed(tx, company, period, post);
      const { policy } = await this.rules.on(company, daysOfPeriod(period).to, tx);
      const cards = shown.map(({ card }) => card);
      const quality = (hundredths: number) => cards.filter((card) => card.qualityAdjustmentHundredths === hundredths).length;
      return {
        company,
        period,
        status: isClosed && shown.length > 0 ? 'closed' : 'provisional',
        countedOn: on,
        cards: cards.length,
        noData: cards.filter(({ totalHundredths }) => totalHundredths === null).length,
        distribution: distribution(cards.flatMap(({ totalHundredths }) => totalHundredths ?? [])),
        metrics: separations(cards),
        deductionsCapped: cards.filter(({ lapsedHundredths }) => lapsedHundredths > 0).length,
        qualityAtMost: quality(policy.goodCustomerPoints * 100),
        qualityAtLeast: quality(-policy.complaintPointsAtMost * 100),
        questioned: await questioned(
          tx,
          company,
          period,
          shown.map(({ person }) => person),
        ),
      };
    });
  }

  /** The cards of a past or present period by other metrics and weights. @throws Problem 403, 404; 409 `scheme.faulty` with a sentence for each fault */
  async whatIf(form: SchemeWhatIfForm, reader: CurrentPerson, language: Language): Promise<SchemeWhatIfAnswer> {
    const { company, period, post } = form;
    await this.require(company, reader);
    const metrics = metricsOf(form);
    this.refuseFaulty(post, metrics, language);
    return this.database.transaction(async (tx) => {
      const shown = await this.ofPost(tx, company, period, post);
      const past = await Promise.all(
        shown.map(async ({ person, inputs }) => ({ person, inputs, policy: await this.rules.policy(company, inputs.policyVersion, tx) })),
      );
      const changes = underScheme(past, metrics);
      const names = new Map(shown.map(({ person, name }) => [person, name]));
      return {
        company,
        period,
        gaining: changes.filter((change) => gain(change) > 0).length,
        losing: changes.filter((change) => gain(change) < 0).length,
        same: changes.filter((change) => gain(change) === 0).length,
        before: distribution(changes.flatMap(({ beforeHundredths }) => beforeHundredths ?? [])),
        after: distribution(changes.flatMap(({ afterHundredths }) => afterHundredths ?? [])),
        unmeasured: [...new Set(changes.flatMap(({ unmeasured }) => unmeasured))],
        people: changes.map((change) => personOf(change, names)),
      };
    });
  }

  private async require(company: string, reader: CurrentPerson): Promise<void> {
    requireRole(reader, company, ...cardReaders);
    await this.known.company(company);
  }

  /** Closed cards as they were closed; of very many open ones what the last night has made. */
  private async reviewed(
    tx: Tx,
    company: string,
    period: string,
    post: string | undefined,
  ): Promise<{ on: BusinessDate | null; isClosed: boolean; shown: readonly ReviewedCard[] }> {
    if ((await closedOn(tx, company, period)) !== undefined)
      return { on: null, isClosed: true, shown: await this.cards.closedCards(tx, company, period, post) };
    const counted = await this.counted.of(tx, company, period);
    if (!counted) return { on: null, isClosed: false, shown: await this.ofPost(tx, company, period, post) };
    return { on: counted.on, isClosed: false, shown: counted.cards.filter((card) => post === undefined || card.post === post) };
  }

  private async ofPost(tx: Tx, company: string, period: string, post: string | undefined): Promise<ShownCard[]> {
    const all = await this.cards.all(tx, company, daysOfPeriod(period));
    return post === undefined ? all : all.filter((card) => card.post === post);
  }

  /** A band may be left for a try: what people propose is looked at again. */
  private refuseFaulty(post: SchemeWhatIfForm['post'], metrics: SchemeMetric[], language: Language): void {
    const scheme = { post, periodKind: 'quarter', stage: 'growth', creditGradeCoefficient: false, metrics } as const;
    const faults = schemeFaults(scheme, '').filter(isForATry);
    if (faults.length === 0) return;
    const errors = faults.map(({ code, facts }) => fieldFault(this.texts, language, 'metrics', { key: `assessment:fault.${code}`, facts }));
    throw new Problem(409, 'scheme.faulty', { faults: faults.length }, errors);
  }
}

const isForATry = ({ code }: SchemeFault) => code !== 'relationship_light';

function metricsOf({ metrics }: SchemeWhatIfForm): SchemeMetric[] {
  return metrics.map(({ key, weight, curve }) => ({
    key,
    weightHundredths: cents(weight),
    ...(curve && { curve: curve.map(({ value, score }) => [value, score] as const) }),
  }));
}

function personOf(change: Change, names: Map<string, string>): SchemeWhatIfAnswer['people'][number] {
  const { person, beforeHundredths, afterHundredths, gradeBefore, gradeAfter } = change;
  return {
    person,
    name: names.get(person) ?? person,
    before: beforeHundredths === null ? null : formatAmount(beforeHundredths),
    after: afterHundredths === null ? null : formatAmount(afterHundredths),
    gain: formatAmount(gain(change)),
    gradeBefore,
    gradeAfter,
  };
}

function questioned(tx: Tx, company: string, period: string, persons: readonly string[]): Promise<QuestionedLine[]> {
  return tx.query<QuestionedLine>(
    `select a.line, count(*)::integer as appeals, count(*) filter (where d.outcome = 'accepted')::integer as accepted
     from scorecard_appeals a left join scorecard_appeal_decisions d on d.company_id = a.company_id and d.appeal_id = a.id
     where a.company_id = $1 and a.period = $2 and a.person = any ($3::text[]) group by a.line order by 2 desc, 1`,
    [company, period, persons],
  );
}
