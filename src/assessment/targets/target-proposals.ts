import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { refuseClosed } from '../../../workflows/scorecard/closing.js';
import { type Proposal, refuseProposalDecision, refuseProposalWithdrawal } from '../../../workflows/scorecard/proposals.js';
import { refuseTarget } from '../../../workflows/scorecard/targets.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type FieldError, Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { closedOn } from '../closed-periods.js';
import { decideAlone } from '../one-after-another.js';
import { fieldFault, refuse } from '../refuse.js';
import type { NewTarget } from './new-target.js';
import { TargetHistories } from './target-history.js';
import type { HistoryTargetsForm, TargetForm, TargetsForm } from './targets.shapes.js';

interface ProposalRow extends Proposal {
  readonly company: string;
  readonly period: string;
}

/**
 * Targets are proposed by hr and approved by the finance director, many at once; later ones for the same person and period replace them,
 * and the old ones stay readable.
 */
@Injectable()
export class TargetProposals {
  constructor(
    private readonly database: Database,
    private readonly histories: TargetHistories,
    private readonly known: Known,
    private readonly texts: Texts,
  ) {}

  /** @returns its id. @throws Problem 403, 404; 409 `targets.growth`, `targets.nobody`, `targets.other_post`, `period.closed` */
  async fromHistory(by: CurrentPerson, form: HistoryTargetsForm): Promise<string> {
    const { company, period, post, channel, years, growth = '12', reason } = form;
    requireRole(by, company, 'hr');
    await this.known.company(company);
    const made = await this.histories.make(form);
    return this.write(by, { company, period, source: 'history', basis: { post, channel: channel ?? null, years, growth }, reason }, made);
  }

  /** @returns its id. @throws Problem 400 for a benchmark of nobody; 403, 404; 409 `targets.faulty`, `period.closed` */
  async byHand(by: CurrentPerson, form: TargetsForm, language: Language): Promise<string> {
    const { company, period, source, reference, targets, reason } = form;
    requireRole(by, company, 'hr');
    await this.known.company(company);
    if (source === 'benchmark' && reference === undefined)
      throw new Problem(400, 'request.invalid', {}, [{ field: 'reference', code: 'required' }]);
    this.refuseFaulty(targets, language);
    const basis = reference === undefined ? {} : { reference };
    return this.write(by, { company, period, source, basis, reason }, targets.map(newTarget));
  }

  /** @throws Problem 403, 404 `targets.unknown`; 409 `proposal.same_person`, `proposal.decided`, `period.closed` */
  approve(by: CurrentPerson, id: string, reason: string | undefined): Promise<void> {
    return this.decide(by, id, 'approved', ['finance_director'], reason ?? null, (row) => refuseProposalDecision(row, by.login));
  }

  /** @throws as `approve` */
  reject(by: CurrentPerson, id: string, reason: string): Promise<void> {
    return this.decide(by, id, 'rejected', ['finance_director'], reason, (row) => refuseProposalDecision(row, by.login));
  }

  /** @throws Problem 403, 404 `targets.unknown`; 409 `proposal.not_proposer`, `proposal.decided` */
  withdraw(by: CurrentPerson, id: string): Promise<void> {
    return this.decide(by, id, 'withdrawn', ['hr'], null, (row) => refuseProposalWithdrawal(row, by.login));
  }

  private decide(
    by: CurrentPerson,
    id: string,
    outcome: 'approved' | 'rejected' | 'withdrawn',
    roles: [Role, ...Role[]],
    reason: string | null,
    judge: (row: ProposalRow) => ReturnType<typeof refuseProposalDecision>,
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { company, period } = await find(tx, id, by);
      requireRole(by, company, ...roles);
      await decideAlone(tx, company);
      refuse(judge(await find(tx, id, by)));
      if (outcome === 'approved') refuse(refuseClosed(period, await closedOn(tx, company, period)));
      await tx.query(
        'insert into target_decisions (company_id, proposal_id, outcome, reason, decided_by, decided_on) values ($1, $2, $3, $4, $5, $6)',
        [company, id, outcome, reason, by.login, await businessDate(tx, company)],
      );
    });
  }

  private write(
    by: CurrentPerson,
    { company, period, source, basis, reason }: { company: string; period: string; source: string; basis: object; reason: string },
    targets: readonly NewTarget[],
  ): Promise<string> {
    return this.database.transaction(async (tx) => {
      await decideAlone(tx, company);
      refuse(refuseClosed(period, await closedOn(tx, company, period)));
      await refuseUnknown(tx, targets);
      const today: BusinessDate = await businessDate(tx, company);
      const [made] = await tx.query<{ id: string }>(
        `insert into target_proposals (company_id, period, source, basis, reason, proposed_by, proposed_on)
         values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [company, period, source, JSON.stringify(basis), reason, by.login, today],
      );
      if (!made) throw new Error('a proposal of targets was not written');
      await tx.query(
        `insert into targets (company_id, proposal_id, person, team_id, collection, metrics, history)
         select $1, $2, person, team, collection, metrics, history
         from jsonb_to_recordset($3::jsonb) as t (person text, team bigint, collection numeric, metrics jsonb, history jsonb)`,
        [company, made.id, JSON.stringify(targets)],
      );
      return made.id;
    });
  }

  private refuseFaulty(targets: readonly TargetForm[], language: Language): void {
    const seen = new Set<string>();
    const errors = targets.flatMap(({ person, team, collection, metrics = [] }, i): FieldError[] => {
      const field = `targets.${i}`;
      if ((person === undefined) === (team === undefined)) return [{ field, code: 'person_or_team' }];
      const subject = JSON.stringify([person, team]);
      if (seen.has(subject)) return [{ field, code: 'subject_twice' }];
      seen.add(subject);
      if (collection !== undefined && Number(collection) === 0) return [{ field: `${field}.collection`, code: 'positive_amount' }];
      return metrics.flatMap(({ key, ...target }, at) => {
        const refused = refuseTarget(key, target);
        return refused ? [fieldFault(this.texts, language, `${field}.metrics.${at}`, { ...refused, key: `refusals:${refused.key}` })] : [];
      });
    });
    if (targets.length === 0) throw new Problem(400, 'request.invalid', {}, [{ field: 'targets', code: 'required' }]);
    if (errors.length > 0) throw new Problem(409, 'targets.faulty', { faults: errors.length }, errors);
  }
}

function newTarget({ person, team, collection, metrics = [] }: TargetForm): NewTarget {
  return {
    ...(person !== undefined && { person }),
    ...(team !== undefined && { team }),
    ...(collection !== undefined && { collection }),
    metrics: Object.fromEntries(metrics.map(({ key, baseline, target, challenge }) => [key, { baseline, target, challenge }])),
  };
}

async function find(tx: Tx, id: string, reader: CurrentPerson): Promise<ProposalRow> {
  const [row] = await tx.query<ProposalRow>(
    `select p.id, p.company_id as company, p.period, coalesce(d.outcome, 'proposed') as status, p.proposed_by as "proposedBy",
       d.decided_by as "decidedBy", d.decided_on as "decidedOn"
     from target_proposals p left join target_decisions d on d.company_id = p.company_id and d.proposal_id = p.id where p.id = $1`,
    [id],
  );
  if (!row || rolesIn(reader, row.company).length === 0) throw new Problem(404, 'targets.unknown', { proposal: id });
  return row;
}

async function refuseUnknown(tx: Tx, targets: readonly NewTarget[]): Promise<void> {
  const unknown = await tx.query<{ place: number; person: string | null; team: string | null }>(
    `select t.place::integer - 1 as place, t.value ->> 'person' as person, t.value ->> 'team' as team
     from jsonb_array_elements($1::jsonb) with ordinality as t (value, place)
     where case when t.value ? 'person' then not exists (select from people p where p.login = t.value ->> 'person')
       else not exists (select from teams e where e.id = (t.value ->> 'team')::bigint) end order by 1 limit 1`,
    [JSON.stringify(targets.map(({ person, team }) => ({ person, team })))],
  );
  const [first] = unknown;
  if (!first) return;
  if (first.person !== null) throw new Problem(404, 'person.unknown', { login: first.person });
  throw new Problem(404, 'team.unknown', { team: first.team ?? '' });
}
