import { Injectable } from '@nestjs/common';
import type { Policy } from '../../../workflows/policy.js';
import { nameOfPeriod, periodAfter, periodBefore } from '../../../workflows/scorecard/assessment-period.js';
import { ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import { type MetricKey, metrics } from '../../../workflows/scorecard/metrics.js';
import { readCardId } from '../../assessment/cards/card-id.js';
import { CardLifts } from '../../assessment/cards/card-lifts.js';
import { OpenAttributions } from '../../assessment/cards/open-attributions.js';
import { OwnCard } from '../../assessment/cards/own-card.js';
import { Scorecards } from '../../assessment/cards/scorecards.js';
import type { ScorecardAnswer } from '../../assessment/cards/scorecards.shapes.js';
import { Complaints } from '../../assessment/complaints/complaints.js';
import { Deductions } from '../../assessment/deductions.js';
import { LineExplanation } from '../../assessment/line-explanation.js';
import { type LineRowAnswer, LineRowsQuery } from '../../assessment/line-rows.shapes.js';
import { type ExplainedLine, explainedLines } from '../../assessment/measures/line-rows.js';
import { Schemes } from '../../assessment/schemes/schemes.js';
import { CaseReader } from '../../cases/case-reader.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import { Frame } from '../frame.js';
import { opensAddress } from '../navigation.js';
import { readForm, type ToldRefusal } from '../refused-form.js';
import { comparison, deductionsView, gradeView, linesView } from './card-view.js';
import { companyOf, ScoreRoom } from './score-room.js';

/** An appeal that was sent and not taken. */
export interface SentAppeal {
  typed: Record<string, string>;
  told: ToldRefusal;
}

const liftsShown = 5;
const surveysRead = 50;
const deductionsRead = 100;

/** A card on the screen, and what stands behind each of its lines. */
@Injectable()
export class CardScreen {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly cards: Scorecards,
    private readonly own: OwnCard,
    private readonly lifts: CardLifts,
    private readonly attributions: OpenAttributions,
    private readonly deductions: Deductions,
    private readonly complaints: Complaints,
    private readonly explanation: LineExplanation,
    private readonly schemes: Schemes,
    private readonly rules: RulesInForce,
    private readonly names: Names,
    private readonly cases: CaseReader,
  ) {}

  /** @returns the address of the person's own card; undefined for somebody who is not assessed */
  async ownCard(request: SignedInRequest, person: CurrentPerson): Promise<string | undefined> {
    const { company } = (await this.frame.around(request, person)).frame;
    const period = company && (await this.own.periodOf(company.id, person.login, company.businessDate));
    return period && `/score/cards/${encodeURIComponent(`${company.id}.${period}.${person.login}`)}`;
  }

  /** Why there is none, and what comes. */
  async none(request: SignedInRequest, person: CurrentPerson): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    return this.frame.render('score/none', looking, {
      company,
      tabs: this.room.tabs(person, company.id, 'card'),
      schemes: await this.schemes.announced(company.id, person),
    });
  }

  async one(request: SignedInRequest, person: CurrentPerson, id: string, sent?: SentAppeal): Promise<string> {
    const looking = await this.frame.around(request, person);
    const card = await this.cards.read(id, person);
    const { policy } = await this.rules.on(card.company, card.to);
    const surveys = await this.complaints.surveys(
      { company: card.company, period: card.period, person: card.person, limit: surveysRead },
      person,
    );
    const isOpen = card.closedOn === null;
    const lifts = isOpen ? await this.lifts.of(id, person) : [];
    const opened = await this.cases.companiesOf(
      lifts.map((lift) => lift.case),
      person,
    );
    return this.frame.render('score/card', looking, {
      card,
      isOwn: card.person === person.login,
      isOpen,
      tabs: this.room.tabs(person, companyOf(looking).id, tabOf(card, person)),
      team: await this.own.teamOf(card.person, card.team),
      lines: linesView(card, surveys.items),
      sum: sumOf(card),
      qualityHref: `/score/cards/${encodeURIComponent(id)}/lines/quality_adjustment`,
      grade: gradeView(card, policy),
      deductions: await this.deductionsOf(card, policy, person),
      lifts: lifts.slice(0, liftsShown).map((lift) => ({
        ...lift,
        isSeen: opened.has(lift.case),
        lines: lift.lines.slice(0, 2).map((line) => ({ ...line, isRate: metrics[line.key as MetricKey].unit === 'rate' })),
        width: `${Math.round((Number(lift.points) / Number(lifts[0]?.points ?? 1)) * 1000) / 10}%`,
      })),
      comparison: comparison(card),
      ...(await this.neighbours(card, looking.frame.company?.businessDate ?? card.businessDate)),
      sent,
    });
  }

  /** What one line is made of, page by page. @throws Problem 404 for a line that is not on the card or has nothing behind it */
  async line(request: SignedInRequest, person: CurrentPerson, id: string, key: string, after?: string): Promise<string> {
    const looking = await this.frame.around(request, person);
    const card = await this.cards.read(id, person);
    const line = card.lines.find((one) => one.key === key);
    const around = {
      card,
      line,
      key,
      isOpen: card.closedOn === null,
      tabs: this.room.tabs(person, companyOf(looking).id, tabOf(card, person)),
    };
    if (line && metrics[key as MetricKey].from === 'survey') {
      const surveys = await this.complaints.surveys(
        { company: card.company, period: card.period, person: card.person, limit: 200 },
        person,
      );
      return this.frame.render('score/line', looking, { ...around, surveys: surveys.items.filter((one) => one.key === key) });
    }
    if (!isExplained(key) || (!line && key !== 'quality_adjustment')) throw new Problem(404, 'request.not_found');
    const query = await readForm(LineRowsQuery, {
      company: card.company,
      person: card.person,
      period: card.period,
      post: card.post,
      ...(card.scheme.creditGradeCoefficient && { creditGradeCoefficient: 'true' }),
      ...(after !== undefined && { after }),
    });
    const { items, next } = await this.explanation.page(key, query, person);
    return this.frame.render('score/line', looking, {
      ...around,
      rows: await this.linked(items.map(rowOf), person),
      hasDenominator: items.some(({ denominator }) => denominator !== null),
      next,
    });
  }

  /** Whoever may read a card may not read all that it comes from: hr sees the cases that were ever docketed, and no list. */
  private async linked<Row extends { href?: string }>(rows: readonly Row[], person: CurrentPerson): Promise<Row[]> {
    const opened = await this.cases.companiesOf(
      rows.flatMap(({ href }) => caseIn(href) ?? []),
      person,
    );
    return rows.map(({ href, ...row }) => {
      const caseId = caseIn(href);
      const isOpen = href !== undefined && (caseId === undefined ? opensAddress(href, person) : opened.has(caseId));
      return { ...row, ...(isOpen && { href }) } as Row;
    });
  }

  /** The cards before and after, where there are any. */
  private async neighbours({ id, to }: ScorecardAnswer, today: string): Promise<{ earlier?: string; later?: string }> {
    const { company, person, days } = readCardId(id);
    const at = async (period: typeof days) =>
      (await this.own.isIn(company, person, period))
        ? `/score/cards/${encodeURIComponent(`${company}.${nameOfPeriod(period)}.${person}`)}`
        : undefined;
    const [earlier, later] = [await at(periodBefore(days)), to < today ? await at(periodAfter(days)) : undefined];
    return { ...(earlier && { earlier }), ...(later && { later }) };
  }

  private async deductionsOf(card: ScorecardAnswer, policy: Policy, person: CurrentPerson): Promise<object> {
    const ledger = await this.deductions.page({ person: card.person, limit: deductionsRead }, person);
    const here = ledger.items.filter(({ company }) => company === card.company);
    const open = card.closedOn === null ? await this.attributions.of(card.company, card.person, policy, person) : [];
    return deductionsView(card, here, open, { policy, names: await this.names.of(here.map(({ decidedBy }) => decidedBy ?? '')) });
  }
}

function tabOf(card: ScorecardAnswer, person: CurrentPerson): 'card' | 'team' {
  return card.person === person.login ? 'card' : 'team';
}

/** Counts stay counts, and money has two decimals. */
function rowOf(row: LineRowAnswer) {
  const isCount = !['receivable', 'receipt', 'instalment', 'resolution'].includes(row.kind);
  const written = (decimal: string | null) => (decimal === null || isCount ? decimal : rounded(ratio(decimal)));
  const href = pageOfSource(row.source);
  return { ...row, ...(href && { href }), isCount, numerator: written(row.numerator), denominator: written(row.denominator) };
}

function isExplained(key: string): key is ExplainedLine {
  return (explainedLines as readonly string[]).includes(key);
}

function sumOf({ lines }: ScorecardAnswer): string {
  return (lines.reduce((sum, { contribution }) => sum + Math.round(Number(contribution) * 100), 0) / 100).toFixed(2);
}

function caseIn(href: string | undefined): string | undefined {
  return /^\/cases\/(\d+)$/.exec(href ?? '')?.[1];
}

/** Where a person reads what the API names. */
function pageOfSource(source: string): string | undefined {
  const path = source.replace('/api/v1/', '');
  const [, room = '', id = ''] = /^([a-z-]+)\/(\d+)/.exec(path) ?? [];
  if (room === 'cases') return `/cases/${id}`;
  if (room === 'meetings') return `/board/${id}`;
  if (room === 'overdue-lists') return `/lists/${id}`;
  const [, looked] = path.split('?q=');
  return looked === undefined ? undefined : `/search?q=${looked}`;
}
