import { Injectable } from '@nestjs/common';
import { formatAmount } from '../../../workflows/money.js';
import { type Days, nameOfPeriod, periodBefore } from '../../../workflows/scorecard/assessment-period.js';
import { subordinateAttainment } from '../../../workflows/scorecard/attainment.js';
import { type Card, type CardInputs, cardOf, type MetricValue } from '../../../workflows/scorecard/card.js';
import { countedDeductions } from '../../../workflows/scorecard/counted-deductions.js';
import { type MetricKey, metrics } from '../../../workflows/scorecard/metrics.js';
import type { PeriodKind, Targets } from '../../../workflows/scorecard/scheme.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import type { Tx } from '../../platform/database/database.js';
import type { CarriedLate } from '../late/carried.js';
import { type AnewBy, carriedInto } from '../late/late-differences.js';
import type { Assessed } from '../measures/assessed.js';
import { deductionRows } from '../measures/deduction-rows.js';
import { type Measured, Measures, roomToSum } from '../measures/measures.js';
import { type Survey, SurveyReader } from '../measures/survey-reader.js';
import { type AppealedPoints, adjustmentsOf } from './adjustments.js';
import type { AssessedPerson } from './assessed-people.js';
import type { CardReceipts, KeptInputs } from './kept-card.js';
import { measuredAs } from './measured-as.js';
import { type ApprovedTargets, targetsInForce } from './targets-in-force.js';
import { teamsOf } from './teams-of.js';

/** A card as the record stands, with all that it was made from. */
export interface MadeCard {
  readonly of: AssessedPerson;
  readonly inputs: KeptInputs;
  readonly card: Card;
}

export interface MadePeriod {
  readonly company: string;
  readonly period: Days & { readonly kind: PeriodKind };
}

interface Found {
  readonly measured: Map<string, Measured>;
  readonly members: Map<string, readonly string[]>;
  readonly targets: Map<string, ApprovedTargets>;
  readonly surveys: Map<string, Survey>;
}

interface Points {
  readonly deductions: CardInputs['deductions'];
  readonly adjustments: readonly AppealedPoints[];
  readonly carried: readonly CarriedLate[] | undefined;
}

/** Makes the cards of as many people as are asked for, in as many statements as for one. */
@Injectable()
export class MadeCards {
  constructor(
    private readonly rules: RulesInForce,
    private readonly measures: Measures,
    private readonly surveys: SurveyReader,
  ) {}

  /** How closed cards are made once more, as the ledger is today. */
  readonly anew: AnewBy = {
    make: (tx, of, people) => this.made(tx, of, people, new Map()),
    policy: (company, version, tx) => this.rules.policy(company, version, tx),
  };

  /** With what they take over of closed ones. @param people as `assessedPeople` finds them @returns in their order */
  async of(tx: Tx, of: MadePeriod, people: readonly AssessedPerson[]): Promise<MadeCard[]> {
    if (people.length === 0) return [];
    const persons = people.map(({ person }) => person);
    return this.made(tx, of, people, await carriedInto(tx, of, persons, this.anew));
  }

  private async made(
    tx: Tx,
    { company, period }: MadePeriod,
    people: readonly AssessedPerson[],
    carried: ReadonlyMap<string, readonly CarriedLate[]>,
  ): Promise<MadeCard[]> {
    const name = nameOfPeriod(period);
    const logins = people.map(({ person }) => person);
    const { policy, calendar } = await this.rules.on(company, period.to, tx);
    const members = await teamsOf(tx, people, period.to);
    const everybody = [...new Set([...logins, ...[...members.values()].flat()])];
    const targets = await targetsInForce(tx, company, name, everybody, [...new Set(people.flatMap(({ team }) => team ?? []))]);
    const within = { company, days: period, before: periodBefore(period), policy };
    const keys = new Set(people.flatMap(({ content }) => content.metrics.map(({ key }) => key)));
    await roomToSum(tx);
    const measured = await this.measures.within(tx, within, calendar, assessedOf(people, members), keys);
    const surveys = await this.surveys.of(tx, within, logins);
    const deductions = await deductionRows(tx, company, period.to, logins);
    const adjustments = await adjustmentsOf(tx, company, name, logins);
    const mostHundredths = policy.deductionPointsAtMost * 100;
    return people.map((one) => {
      const inputs = inputsOf(
        one,
        policy.version,
        { measured, members, targets, surveys },
        {
          deductions: countedDeductions(deductions.get(one.person) ?? [], period, mostHundredths),
          adjustments: adjustments.get(one.person) ?? [],
          carried: carried.get(one.person),
        },
      );
      return { of: one, inputs, card: cardOf(inputs, policy) };
    });
  }
}

/** Everybody by themselves; and the members of teams, where somebody is measured by how many of them reach their targets. */
function assessedOf(people: readonly AssessedPerson[], members: Map<string, readonly string[]>): Assessed[] {
  const own = people.map((one) => measuredAs(one, members.get(one.person) ?? []));
  const asked = people.filter(({ content }) => content.metrics.some(({ key }) => key === 'subordinate_attainment'));
  const team = new Set(asked.flatMap(({ person }) => members.get(person) ?? []));
  return [...own, ...[...team].map((login) => ({ key: memberKey(login), logins: [login], weighs: false }))];
}

function inputsOf(
  one: AssessedPerson,
  policyVersion: number,
  { measured, members, targets, surveys }: Found,
  { carried, ...points }: Points,
): KeptInputs {
  const own = measured.get(one.person);
  if (!own) throw new Error(`nothing was measured of ${one.person}`);
  const { sums } = own;
  const approved = targets.get(`person ${one.person}`) ?? (one.team === null ? undefined : targets.get(`team ${one.team}`));
  const survey = surveys.get(one.person) ?? { values: {}, upheldComplaints: 0 };
  const valueOfMetric = (key: MetricKey): MetricValue | undefined => {
    if (metrics[key].from === 'survey') return surveyValue(survey.values[key]);
    if (key === 'collection_achievement') return achievement(own, approved);
    if (key !== 'subordinate_attainment') return own.values[key];
    return subordinateAttainment(
      (members.get(one.person) ?? []).map((login) => ({
        receipts: measured.get(memberKey(login))?.sums.receipts ?? '0',
        collectionCents: targets.get(`person ${login}`)?.collectionCents,
      })),
    );
  };
  const { schemeId, schemeVersion, content } = one;
  return {
    policyVersion,
    scheme: { id: schemeId, version: schemeVersion, ...content },
    targets: {
      metrics: approved?.metrics ?? {},
      ...(approved?.collectionCents !== undefined && { collectionCents: approved.collectionCents }),
      ...(approved && { proposal: approved.proposal }),
    },
    values: Object.fromEntries(content.metrics.map(({ key }) => [key, valueOfMetric(key) ?? { none: 'no_denominator' }])),
    quality: { receipts: sums.receipts, receiptsOfGoodCustomers: sums.receiptsOfGood, upheldComplaints: survey.upheldComplaints },
    ...points,
    ...(carried && { carried }),
    receipts: receiptsOf(own),
  };
}

function surveyValue(value: string | undefined): MetricValue {
  return value === undefined ? { none: 'no_survey' } : { numerator: value, denominator: '1' };
}

function achievement({ sums: { receipts, unrated } }: Measured, targets: Targets | undefined): MetricValue {
  if (unrated !== null) return { none: 'no_rate' };
  if (targets?.collectionCents === undefined) return { none: 'no_target' };
  return { numerator: receipts, denominator: formatAmount(targets.collectionCents) };
}

function receiptsOf({ sums }: Measured): CardReceipts {
  const { receipts, receiptsCurrent, receiptsCycle, receiptsOfGood, billsInHand } = sums;
  return { counted: receipts, current: receiptsCurrent, cycle: receiptsCycle, fromGoodCustomers: receiptsOfGood, billsInHand };
}

/** No login has a blank. */
const memberKey = (login: string) => `member ${login}`;
