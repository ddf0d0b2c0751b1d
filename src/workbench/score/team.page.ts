import { Get, Query, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import { type MetricKey, metrics } from '../../../workflows/scorecard/metrics.js';
import { mayHaveCards } from '../../assessment/card-scope.js';
import { type BoardCard, Scorecards } from '../../assessment/cards/scorecards.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { ScoreRoom } from './score-room.js';

const cardsOnPage = 100;
const lowScore = 85;

/** Everybody's cards side by side, as far as the reader sees them: a manager the team's, directors the company's. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...mayHaveCards)
@PageController('score/team')
export class ScoreTeamPage {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly cards: Scorecards,
  ) {}

  @Get()
  async board(
    @Query() { period: asked, after }: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const period = await this.room.period(company, asked);
    const { items, next } = await this.cards.board(
      { company: company.id, period: period.name, limit: cardsOnPage, ...(typeof after === 'string' && { after }) },
      person,
    );
    return this.frame.render('score/team', looking, {
      company,
      period,
      tabs: this.room.tabs(person, company.id, 'team'),
      groups: groupsOf(items),
      count: items.length,
      isClosed: items.some(({ closedOn }) => closedOn !== null),
      next,
    });
  }
}

/** A table for each post: their lines differ. */
function groupsOf(cards: readonly BoardCard[]): object[] {
  return [...new Set(cards.map(({ post }) => post))].map((post) => {
    const here = cards.filter((card) => card.post === post);
    const keys = [...new Set(here.flatMap(({ lines }) => lines.map(({ key }) => key)))];
    return { post, keys, rows: here.sort((a, b) => Number(b.total ?? -1) - Number(a.total ?? -1)).map((card) => rowOf(card, keys)) };
  });
}

function rowOf(card: BoardCard, keys: readonly string[]): object {
  return {
    ...card,
    href: `/score/cards/${encodeURIComponent(card.id)}`,
    cells: keys.map((key) => {
      const line = card.lines.find((one) => one.key === key);
      return { ...line, isRate: metrics[key as MetricKey].unit === 'rate', isLow: line?.score != null && Number(line.score) < lowScore };
    }),
  };
}
