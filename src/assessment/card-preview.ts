import { Injectable } from '@nestjs/common';
import { deductionHundredths } from '../../workflows/attribution/deduction.js';
import { cents, formatAmount } from '../../workflows/money.js';
import type { Policy } from '../../workflows/policy.js';
import { type Days, daysOfPeriod, periodBefore } from '../../workflows/scorecard/assessment-period.js';
import { subordinateAttainment } from '../../workflows/scorecard/attainment.js';
import { type Card, type CardInputs, cardOf, type MetricValue } from '../../workflows/scorecard/card.js';
import { countedDeductions } from '../../workflows/scorecard/counted-deductions.js';
import { type MetricKey, metrics } from '../../workflows/scorecard/metrics.js';
import type { PeriodKind, SchemeMetric, Targets } from '../../workflows/scorecard/scheme.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { assessedAs } from './assessed-as.js';
import { lineOf, printed } from './card-line.js';
import { requireCard } from './card-scope.js';
import { deductionRows } from './measures/deduction-rows.js';
import type { LedgerSums } from './measures/ledger-sums.js';
import { type Measured, Measures } from './measures/measures.js';
import { type Survey, SurveyReader } from './measures/survey-reader.js';
import type { CardPreviewAnswer, PreviewForm } from './preview.shapes.js';

interface Facts {
  form: PreviewForm;
  days: Days & { kind: PeriodKind };
  policy: Policy;
  measured: Measured;
  members: Map<string, Measured>;
  survey: Survey;
  deductions: CardInputs['deductions'];
}

/** A card as the record stands, by a scheme and targets that need not be in force. */
@Injectable()
export class CardPreview {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly measures: Measures,
    private readonly surveys: SurveyReader,
  ) {}

  /** @throws Problem 404 `company.unknown`, `person.unknown` for a card that the reader does not see */
  async of(form: PreviewForm, reader: CurrentPerson): Promise<CardPreviewAnswer> {
    await requireCard(this.database, reader, form.company, form.person);
    const facts = await this.factsOf(form);
    const today = await businessDate(this.database, form.company);
    return { ...answerOf(facts, cardOf(inputsOf(facts), facts.policy)), businessDate: today };
  }

  private async factsOf(form: PreviewForm): Promise<Facts> {
    const { company, person, scheme, targets, supposed } = form;
    const days = daysOfPeriod(form.period);
    const { policy, calendar } = await this.rules.on(company, days.to);
    const assessed = await assessedAs(this.database, { person, post: scheme.post, weighs: scheme.creditGradeCoefficient, on: days.to });
    const members = (targets.members ?? []).map((member) => ({ key: memberKey(member.person), logins: [member.person], weighs: false }));
    const keys = new Set(scheme.metrics.map(({ key }) => key));
    const period = { company, days, before: periodBefore(days), policy };
    const found = await this.measures.of(period, calendar, [assessed, ...members], keys);
    const measured = found.get(person);
    if (!measured) throw new Error(`nothing was measured of ${person}`);
    const told = await this.database.transaction(async (tx) => ({
      survey: (await this.surveys.of(tx, period, [person])).get(person) ?? { values: {}, upheldComplaints: 0 },
      rows: (await deductionRows(tx, company, days.to, [person])).get(person) ?? [],
    }));
    const deductions = supposed?.deductions
      ? supposedDeductions(supposed.deductions, policy)
      : countedDeductions(told.rows, days, policy.deductionPointsAtMost * 100);
    return { form, days, policy, measured, members: found, survey: surveyOf(told.survey, supposed), deductions };
  }
}

/** No login has a blank. */
const memberKey = (login: string) => `member ${login}`;

function surveyOf(onRecord: Survey, supposed: PreviewForm['supposed']): Survey {
  return {
    values: supposed?.surveys ? Object.fromEntries(supposed.surveys.map(({ key, value }) => [key, value])) : onRecord.values,
    upheldComplaints: supposed?.upheldComplaints ?? onRecord.upheldComplaints,
  };
}

function supposedDeductions(
  rows: NonNullable<NonNullable<PreviewForm['supposed']>['deductions']>,
  policy: Policy,
): CardInputs['deductions'] {
  return rows.map(({ cause, amount, share, settled }) => ({
    id: '',
    kind: 'deduction',
    pointsHundredths: deductionHundredths(
      { cause, shareHundredths: Math.round(share * 100), balanceCents: cents(amount), settled },
      policy,
    ),
  }));
}

function inputsOf({ form, measured, members, survey, deductions }: Facts): CardInputs {
  const { sums } = measured;
  const targets = targetsOf(form);
  const valueOfMetric = (key: MetricKey): MetricValue | undefined => {
    if (metrics[key].from === 'survey') return surveyValue(survey.values[key]);
    if (key === 'collection_achievement') return achievement(sums, targets);
    if (key === 'subordinate_attainment') return subordinateAttainment(membersOf(form, members));
    return measured.values[key];
  };
  return {
    scheme: { metrics: form.scheme.metrics.map(metricOf) },
    targets,
    values: Object.fromEntries(form.scheme.metrics.map(({ key }) => [key, valueOfMetric(key) ?? { none: 'no_denominator' }])),
    quality: { receipts: sums.receipts, receiptsOfGoodCustomers: sums.receiptsOfGood, upheldComplaints: survey.upheldComplaints },
    deductions,
    adjustments: [],
  };
}

function metricOf({ key, weight, curve }: PreviewForm['scheme']['metrics'][number]): SchemeMetric {
  return { key, weightHundredths: cents(weight), ...(curve && { curve: curve.map(({ value, score }) => [value, score] as const) }) };
}

function targetsOf({ targets: { collection, metrics: own = [] } }: PreviewForm): Targets {
  return {
    ...(collection !== undefined && { collectionCents: cents(collection) }),
    metrics: Object.fromEntries(own.map(({ key, ...target }) => [key, target])),
  };
}

function surveyValue(value: string | undefined): MetricValue {
  return value === undefined ? { none: 'no_survey' } : { numerator: value, denominator: '1' };
}

function achievement({ receipts, unrated }: LedgerSums, { collectionCents }: Targets): MetricValue {
  if (unrated !== null) return { none: 'no_rate' };
  if (collectionCents === undefined) return { none: 'no_target' };
  return { numerator: receipts, denominator: formatAmount(collectionCents) };
}

function membersOf({ targets }: PreviewForm, found: Map<string, Measured>) {
  return (targets.members ?? []).map(({ person, collection }) => ({
    receipts: found.get(memberKey(person))?.sums.receipts ?? '0',
    collectionCents: cents(collection),
  }));
}

function answerOf({ form, days, measured, survey, deductions }: Facts, card: Card): Omit<CardPreviewAnswer, 'businessDate'> {
  const { company, person, period } = form;
  const { sums } = measured;
  return {
    company,
    person,
    period,
    from: days.from,
    to: days.to,
    lines: card.lines.map(lineOf),
    qualityAdjustment: formatAmount(card.qualityAdjustmentHundredths),
    deductions: deductions.map(({ id, kind, pointsHundredths }) => ({
      id: id === '' ? null : id,
      kind,
      points: formatAmount(pointsHundredths),
    })),
    deducted: formatAmount(card.deductedHundredths),
    lapsed: formatAmount(card.lapsedHundredths),
    total: card.totalHundredths === null ? null : formatAmount(card.totalHundredths),
    grade: card.grade,
    receipts: {
      counted: printed(sums.receipts),
      current: printed(sums.receiptsCurrent),
      cycle: printed(sums.receiptsCycle),
      fromGoodCustomers: printed(sums.receiptsOfGood),
      billsInHand: printed(sums.billsInHand),
    },
    upheldComplaints: survey.upheldComplaints,
  };
}
