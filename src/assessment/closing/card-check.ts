import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cardOf } from '../../../workflows/scorecard/card.js';
import { canonicalJson } from '../../cases/journal-hash.js';
import { type Damage, RecordChecks } from '../../cases/record-checks.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';
import { cardFingerprint, closingFingerprint, type KeptCard } from '../cards/kept-card.js';
import type { CarriedLate } from '../late/carried.js';

interface ClosedPeriod {
  readonly company: string;
  readonly period: string;
  readonly cards: number;
  readonly fingerprint: Buffer;
}

type ClosedCard = KeptCard & { readonly fingerprint: Buffer; readonly total: string | null; readonly grade: string | null };

/** For a verification: every closed card is made once more from what was kept with it, and none was taken away, added or changed. */
@Injectable()
export class CardCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly checks: RecordChecks,
  ) {}

  onModuleInit(): void {
    this.checks.add((tell) => this.check((damage) => tell({ check: 'scorecard', ...damage })));
  }

  private async check(tell: (damage: Damage) => void): Promise<void> {
    const periods = await this.database.query<ClosedPeriod>(
      'select company_id as company, period, cards, fingerprint from assessment_closings order by company_id, to_on, period',
    );
    for (const period of periods) await this.checkPeriod(period, tell);
  }

  private async checkPeriod({ company, period, cards, fingerprint }: ClosedPeriod, tell: (damage: Damage) => void): Promise<void> {
    const found: Buffer[] = [];
    for await (const card of this.cardsOf(company, period)) {
      found.push(card.fingerprint);
      for (const what of await this.faultsOf(card))
        tell({ companyId: company, what: `the scorecard of ${card.person}, ${period}: ${what}` });
    }
    if (found.length !== cards)
      tell({ companyId: company, what: `period ${period} was closed with ${cards} scorecards, ${found.length} are there` });
    else if (!closingFingerprint(found).equals(fingerprint))
      tell({ companyId: company, what: `period ${period} does not have the scorecards that it was closed with` });
  }

  private async faultsOf(card: ClosedCard): Promise<string[]> {
    const { company, inputs } = card;
    const faults = cardFingerprint(card).equals(card.fingerprint) ? [] : ['it is not what was closed'];
    const policy = await this.rules.policyKept(company, inputs.policyVersion);
    if (!policy) return [...faults, `it names policy version ${inputs.policyVersion}, which is not there`];
    const again = cardOf(inputs, policy);
    if (canonicalJson(again) !== canonicalJson(card.card)) faults.push('from what it was made of another one follows');
    const total = again.totalHundredths === null ? null : again.totalHundredths;
    const shown = card.total === null ? null : Math.round(Number(card.total) * 100);
    if (shown !== total || card.grade !== again.grade) faults.push(`lists show ${card.total ?? 'no total'}, grade ${card.grade ?? 'none'}`);
    for (const line of inputs.carried ?? [])
      if (!(await this.isOfClosedCard(card, line))) faults.push(`it carries what ${line.ofPeriod} does not say`);
    return faults;
  }

  /** What is taken over of a closed card is what that one says, and what was not taken over before. */
  private async isOfClosedCard({ company, period, person }: ClosedCard, line: CarriedLate): Promise<boolean> {
    const [found] = await this.database.query<{ was: number | null; carried: number }>(selectCarried, [
      company,
      line.ofPeriod,
      person,
      period,
    ]);
    const { wasHundredths, isHundredths, carriedHundredths, pointsHundredths } = line;
    return (
      found?.was === wasHundredths &&
      found.carried === carriedHundredths &&
      pointsHundredths === isHundredths - wasHundredths - carriedHundredths
    );
  }

  private async *cardsOf(company: string, period: string): AsyncGenerator<ClosedCard> {
    for (let after = ''; ; ) {
      const some = await this.database.query<ClosedCard>(selectCards, [company, period, after, cardsAtOnce]);
      yield* some;
      const last = some.at(-1);
      if (!last || some.length < cardsAtOnce) return;
      after = last.person;
    }
  }
}

const cardsAtOnce = 500;

const selectCards = `
  select company_id as company, period, person, inputs, card, fingerprint, total::text, grade from scorecards
  where company_id = $1 and period = $2 and person collate "C" > $3 order by person collate "C" limit $4`;

const selectCarried = `
  select (s.card ->> 'totalHundredths')::integer as was, coalesce((
    select sum((e ->> 'pointsHundredths')::integer)::integer
    from scorecards b
    join assessment_closings c on c.company_id = b.company_id and c.period = b.period
    join assessment_closings own on own.company_id = $1 and own.period = $4
    cross join lateral jsonb_array_elements(b.inputs -> 'carried') e
    where b.company_id = $1 and b.person = $3 and b.inputs ? 'carried' and e ->> 'ofPeriod' = $2 and c.period_kind = own.period_kind
      and c.to_on < own.to_on), 0) as carried
  from scorecards s where s.company_id = $1 and s.period = $2 and s.person = $3`;
