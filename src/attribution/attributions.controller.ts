import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { rootCauseGroups, rootCauseTree } from '../../workflows/attribution/root-causes.js';
import { CaseIdParam } from '../cases/cases.controller.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { Attributions, type SayClause } from './attributions.js';
import { AttributionsPage, AttributionsQuery, ProposalAnswer, RootCausesAnswer } from './attributions.shapes.js';
import { Proposals } from './proposals.js';

@ApiTags('attribution')
@ApiBearerAuth()
@Controller('api/v1')
export class AttributionsController {
  constructor(
    private readonly attributions: Attributions,
    private readonly proposals: Proposals,
    private readonly texts: Texts,
  ) {}

  /** What waits for me and what is over, with its facts, deadline and points. */
  @Get('attributions')
  @ApiOkResponse({ type: AttributionsPage })
  page(
    @Query() query: AttributionsQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<AttributionsPage> {
    return this.attributions.page(query, person, this.clauses(accepted));
  }

  /** Shares that the collected facts speak for, for whoever proposes to look at and to change. */
  @Get('cases/:id/attribution-proposal')
  @ApiOkResponse({ type: ProposalAnswer })
  proposal(
    @Param() { id }: CaseIdParam,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<ProposalAnswer> {
    return this.proposals.of(id, person, this.clauses(accepted));
  }

  /** The tree that a write-off's root cause is chosen from. */
  @Get('root-causes')
  @ApiOkResponse({ type: RootCausesAnswer })
  rootCauses(@Headers('accept-language') accepted?: string): RootCausesAnswer {
    const say = (key: string) => this.texts.say(languageOf(accepted), `attribution:${key}`);
    return {
      items: rootCauseGroups.map((group) => ({
        group,
        name: say(`root_group.${group}`),
        causes: rootCauseTree[group].map((code) => ({ code, name: say(`root.${code}`) })),
      })),
    };
  }

  private clauses(accepted: string | undefined): SayClause {
    return (cause) => this.texts.say(languageOf(accepted), `attribution:clause.${cause}`);
  }
}
