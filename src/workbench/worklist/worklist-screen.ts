import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isEverFor } from '../../../workflows/collection-case/permissions.js';
import { CaseList, fewAtMost } from '../../cases/case-list.js';
import { CaseSearched } from '../../cases/case-searched.js';
import { CaseSums } from '../../cases/case-sums.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { positionOrder, unattendedOrder } from '../../cases/worklist-tabs.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Owners } from '../../people/owners.js';
import { SavedViews } from '../../people/saved-views.js';
import { wholeCompany } from '../../people/scope.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { ProblemFilter } from '../../platform/errors/problem.filter.js';
import type { CompanyChoice } from '../frame.js';
import { Frame } from '../frame.js';
import type { ToldRefusal } from '../refused-form.js';
import { bulkTypes } from './bulk-types.js';
import { readTypedConditions, type WorklistQuery } from './worklist-query.js';
import { WorklistTabs } from './worklist-tabs.js';
import { worklistView } from './worklist-view.js';

/** A view that was to be kept, and is not. */
export interface RefusedView {
  readonly name: string;
  readonly told: ToldRefusal;
}

/** Counting a tab's cases ends there. */
const tabCountedAtMost = 1_000;

/** The worklist on the screen. */
@Injectable()
export class WorklistScreen {
  constructor(
    private readonly frame: Frame,
    private readonly cases: CaseList,
    private readonly searched: CaseSearched,
    private readonly sums: CaseSums,
    private readonly tabs: WorklistTabs,
    private readonly rulesInForce: RulesInForce,
    private readonly owners: Owners,
    private readonly views: SavedViews,
    private readonly problems: ProblemFilter,
  ) {}

  /** @param fields as they stand in the address: a condition that is none is shown with what is wrong with it, beside the list of the others */
  async show(
    request: SignedInRequest,
    reply: FastifyReply,
    person: CurrentPerson,
    fields: Record<string, unknown>,
    view?: RefusedView,
  ): Promise<string> {
    const { query, problem } = await readTypedConditions(fields);
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const told = problem && this.problems.formOf(problem, looking.language, request.id);
    if (told) reply.status(told.status);
    if (!company) return this.frame.render('cases/no-company', looking, {});
    const shown = await this.read(query, company, person);
    return this.frame.render('cases/worklist', looking, {
      ...worklistView({ ...shown, language: looking.language }),
      typed: { ...query, ...(told && fields) },
      told,
      wrong: Object.fromEntries((told?.errors ?? []).map(({ field, message }) => [field, message])),
      view,
    });
  }

  private async read(query: WorklistQuery, { id: company, businessDate: today }: CompanyChoice, person: CurrentPerson) {
    const rules = await this.rulesInForce.on(company, today);
    const { tab, ...typed } = query;
    const asked = { ...typed, ...(query.q !== undefined && { searched: await this.searched.of(company, query.q) }) };
    const tabs = await this.tabs.of({ id: company, businessDate: today }, person, tab);
    const { after: _after, limit: _limit, sort: _sort, minOverdueDays: _min, maxOverdueDays: _max, ...base } = { ...asked, company };
    const hasDays = query.minOverdueDays !== undefined || query.maxOverdueDays !== undefined;
    const only = tab && tabs[tab];
    const sums = await this.sums.of(base, person, today);
    const total = only || hasDays ? await this.sums.of({ ...asked, company }, person, today, only) : sums;
    const few = !total.isMore && total.cases <= fewAtMost;
    const page = await this.cases.worklist({ ...asked, company }, person, only?.condition, few);
    const count = (name: 'unattended' | 'position', order: string) =>
      this.sums.count(person, company, tabs[name].condition, order, tabCountedAtMost + 1);
    const counted = (n: number) => ({ count: Math.min(n, tabCountedAtMost), isMore: n > tabCountedAtMost });
    return {
      query,
      page,
      base: sums,
      total,
      counts: {
        ...(tabs.dueToday && { today: tabs.dueToday }),
        // Who sees but a few cases of a company would have all of them looked through for these.
        ...(followsUp(person, company) && {
          unattended: counted(await count('unattended', unattendedOrder)),
          position: counted(await count('position', positionOrder)),
        }),
        ...(base.state === 'open' && {
          disputed: { count: sums.of.reduce((sum, one) => sum + one.disputed, 0), isMore: sums.isMore },
          old: {
            count: sums.of.reduce((sum, one) => sum + (one.buckets[3]?.cases ?? 0) + (one.buckets[4]?.cases ?? 0), 0),
            isMore: sums.isMore,
          },
        }),
      },
      views: await this.views.of(person.login),
      owners: await this.owners.of(person, company, seesAll(person, company)),
      teams: seesAll(person, company) ? await this.owners.teams() : [],
      today,
      rules,
      bulk: bulkTypes.filter((type) => isEverFor(type, rolesIn(person, company))),
      mayLog: isEverFor('logAttempt', rolesIn(person, company)),
    };
  }
}

function seesAll(person: CurrentPerson, company: string): boolean {
  return rolesIn(person, company).some((role) => role !== 'salesperson' && role !== 'sales_manager');
}

function followsUp(person: CurrentPerson, company: string): boolean {
  const roles: readonly string[] = [...wholeCompany, 'salesperson', 'sales_manager'];
  return rolesIn(person, company).some((role) => roles.includes(role));
}
