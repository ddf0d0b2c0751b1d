import { Injectable } from '@nestjs/common';
import { addDays, addMonths } from '../../../workflows/calendar/dates.js';
import { WhatIfRuns } from '../../analysis/what-if/what-if-runs.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Names } from '../../people/names.js';
import type { PolicyAnswer } from '../../policy/policy.shapes.js';
import { PolicyHistory } from '../../policy/policy-history.js';
import { PolicyWords } from '../../policy/policy-words.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { inputsOf } from './policy-fields.js';
import { grouped } from './policy-groups.js';
import type { Visit } from './visit.js';

const shownVersions = 20;
const triedMonths = 3;

/** The policy on the screen. */
@Injectable()
export class PolicyScreen {
  constructor(
    private readonly desk: AdminDesk,
    private readonly rules: RulesInForce,
    private readonly history: PolicyHistory,
    private readonly words: PolicyWords,
    private readonly runs: WhatIfRuns,
    private readonly names: Names,
  ) {}

  async inForce(visit: Visit, after?: string): Promise<string> {
    const looking = await this.desk.looking(visit);
    const { company } = looking.frame;
    if (!company) return this.desk.show('policy', 'policy', visit, looking, {});
    const { policy } = await this.rules.on(company.id, company.businessDate);
    const id = after !== undefined && /^\d{1,18}$/.test(after) ? { after } : {};
    const page = await this.history.page({ company: company.id, limit: shownVersions, ...id }, visit.person, looking.language);
    const versions = await this.named(page.items);
    return this.desk.show('policy', 'policy', visit, looking, {
      version: policy.version,
      groups: grouped(this.words.all(policy, looking.language)),
      waiting: versions.filter(({ status }) => status === 'proposed'),
      decided: versions
        .filter(({ status }) => status !== 'proposed')
        .map((one) => ({ ...one, when: whenOf(one, policy.version, company.businessDate) })),
      next: page.next,
    });
  }

  async form(visit: Visit, sent?: Sent): Promise<string> {
    const looking = await this.desk.looking(visit);
    const { company } = looking.frame;
    if (!company) return this.desk.show('policy', 'policy', visit, looking, {});
    const last = await this.history.last(company.id);
    const means = new Map(this.words.all(last, looking.language).map((field) => [field.key, field]));
    return this.desk.show('policy-form', 'policy', visit, looking, {
      base: last.version,
      earliest: addDays(company.businessDate, 1),
      groups: grouped(
        inputsOf(last).map((input) => ({
          ...input,
          means: means.get(input.key)?.means,
          words: means.get(input.key)?.words,
          boxes: input.boxes.map((box) => ({ ...box, typed: sent?.typed[box.name] ?? box.value })),
          wrong: wrongOf(sent, input.name),
        })),
      ),
      sent,
    });
  }

  async one(visit: Visit, id: string, sent?: Sent): Promise<string> {
    const looking = await this.desk.looking(visit);
    const [proposal] = await this.named([await this.history.read(id, visit.person, looking.language)]);
    if (!proposal) throw new Error('a proposal is not there');
    const until = await this.runs.lastDay(proposal.company);
    const runs = await this.runs.page({ company: proposal.company, limit: shownVersions }, visit.person);
    return this.desk.show('proposal', 'policy', visit, looking, {
      proposal,
      isMine: proposal.proposedBy === visit.person.login,
      span: until && { from: addMonths(until, -triedMonths), until },
      runs: runs.items.filter(({ policy }) => policy === id),
      sent,
    });
  }

  private async named<T extends PolicyAnswer>(items: T[]) {
    const known = await this.names.of(items.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? '']));
    return items.map((item) => ({
      ...item,
      proposedByName: known.get(item.proposedBy) ?? item.proposedBy,
      decidedByName: known.get(item.decidedBy ?? '') ?? item.decidedBy,
    }));
  }
}

/** A version that has been followed by another one is over. */
function whenOf({ status, version, effectiveFrom }: PolicyAnswer, current: number, today: string): string {
  if (status !== 'approved') return status;
  if (version === current) return 'inForce';
  return effectiveFrom > today ? 'coming' : 'over';
}

/** A fault of `changes.deductionBasePoints.over_promised` is shown beside its field. */
function wrongOf(sent: Sent | undefined, name: string): string | undefined {
  const at = `changes.${name}`;
  return Object.entries(sent?.told.fields ?? {}).find(([field]) => field === at || field.startsWith(`${at}.`))?.[1];
}
