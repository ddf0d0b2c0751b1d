import { Injectable } from '@nestjs/common';
import { metricKeys, metrics } from '../../../workflows/scorecard/metrics.js';
import { posts } from '../../../workflows/scorecard/scheme.js';
import { TargetLists } from '../../assessment/targets/target-lists.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Frame } from '../frame.js';
import type { SentToDesk } from './desk-screen.js';
import { historyPictures } from './history-picture.js';
import { companyOf, ScoreRoom, stepsOf } from './score-room.js';

const proposalsShown = 50;
const targetsShown = 200;

/** Metrics that take a target of their own. */
const asked = metricKeys.filter((key) => metrics[key].takesBaseline);

/** Targets of a period: what is proposed, what holds, and the history that they come from. */
@Injectable()
export class TargetScreen {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly lists: TargetLists,
    private readonly names: Names,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, wanted: unknown, sent?: SentToDesk): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const period = await this.room.period(company, wanted, true);
    const proposals = await this.lists.proposals({ company: company.id, period: period.name, limit: proposalsShown }, person);
    const targets = await this.lists.page({ company: company.id, period: period.name, limit: targetsShown }, person);
    const people = await this.names.ofCompany(company.id);
    const names = await this.names.of([
      ...targets.items.map((target) => target.person ?? ''),
      ...proposals.items.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? '']),
    ]);
    const { isHr, isFinance } = stepsOf(person, company.id);
    return this.frame.render('score/targets', looking, {
      company,
      period,
      tabs: this.room.tabs(person, company.id, 'targets'),
      isHr,
      proposals: proposals.items.map((proposal) => ({
        ...proposal,
        proposedByName: names.get(proposal.proposedBy) ?? proposal.proposedBy,
        decidedByName: names.get(proposal.decidedBy ?? ''),
        may: {
          decide: isFinance && proposal.status === 'proposed' && proposal.proposedBy !== person.login,
          withdraw: proposal.proposedBy === person.login && proposal.status === 'proposed',
        },
        targets: targets.items
          .filter((target) => target.proposal === proposal.id)
          .map((target) => ({
            ...target,
            name: names.get(target.person ?? '') ?? target.person,
            metrics: target.metrics.map((one) => ({ ...one, rates: [one.baseline, one.target, one.challenge].map(percent) })),
            pictures: historyPictures(target),
          })),
      })),
      posts,
      metrics: asked,
      people,
      sent,
      companyName: companyOf(looking).name,
    });
  }
}

const percent = (decimal: string) => (Number(decimal) * 100).toFixed(2);
