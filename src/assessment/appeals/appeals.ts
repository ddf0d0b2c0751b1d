import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { cents } from '../../../workflows/money.js';
import { type Appeal, refuseAppeal, refuseAppealDecision, refuseAppealWithdrawal } from '../../../workflows/scorecard/appeals.js';
import { daysOfPeriod, nameOfPeriod, periodAfter } from '../../../workflows/scorecard/assessment-period.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { cardsSeen, requireCard } from '../card-scope.js';
import { readCardId } from '../cards/card-id.js';
import { Scorecards } from '../cards/scorecards.js';
import { closedOn } from '../closed-periods.js';
import { decideAlone } from '../one-after-another.js';
import { refuse } from '../refuse.js';
import { endScoreNotices, tellOfScore } from '../score-notices.js';
import { appealColumns, appealTables } from './appeal-rows.js';
import type { AppealAnswer, AppealForm, AppealsQuery } from './appeals.shapes.js';

/** A person questions a line or a deduction of the own card; what is accepted adds points, in this period or, once it is closed, in the next. */
@Injectable()
export class Appeals {
  constructor(
    private readonly database: Database,
    private readonly cards: Scorecards,
  ) {}

  /** @throws Problem 400; 404 as reading the card; 409 `appeal.for_another`, `appeal.open_already`, `appeal.not_on_card` */
  async raise(by: CurrentPerson, card: string, { line, deduction, reason }: AppealForm): Promise<AppealAnswer> {
    if ((line === undefined) === (deduction === undefined))
      throw new Problem(400, 'request.invalid', {}, [{ field: 'line', code: 'line_or_deduction' }]);
    const { company, period, person } = readCardId(card);
    await requireCard(this.database, by, company, person);
    refuse(refuseAppeal(person, by.login, undefined));
    const { lines, deductions } = await this.cards.read(card, by);
    const isOnCard = line === undefined ? deductions.some(({ id }) => id === deduction) : lines.some(({ key }) => key === line);
    if (!isOnCard) throw new Problem(409, 'appeal.not_on_card', { card, what: line ?? deduction ?? '' });
    return this.database.transaction(async (tx) => {
      await decideAlone(tx, company);
      const [open] = await tx.query<{ id: string }>(
        `select a.id from ${appealTables} where a.company_id = $1 and a.period = $2 and a.person = $3 and d.appeal_id is null
           and (a.line, a.deduction_id) is not distinct from ($4::text, $5::bigint)`,
        [company, period, person, line ?? null, deduction ?? null],
      );
      refuse(refuseAppeal(person, by.login, open?.id));
      const [made] = await tx.query<{ id: string }>(
        `insert into scorecard_appeals (company_id, period, person, line, deduction_id, reason, raised_on) values ($1, $2, $3, $4, $5, $6, $7)
         returning id`,
        [company, period, person, line ?? null, deduction ?? null, reason, await businessDate(tx, company)],
      );
      const raised = await this.find(tx, made?.id ?? '', by);
      await this.tellDeciders(tx, raised, by);
      return raised;
    });
  }

  /** Newest first. @throws Problem 404 `company.unknown` */
  async page({ company, period, status, limit, after }: AppealsQuery, reader: CurrentPerson): Promise<Page<AppealAnswer>> {
    const values: unknown[] = [company, period ?? null, status ?? null, after ?? null, limit + 1];
    const scope = cardsSeen(reader, company, 'a.person', values);
    const rows = await this.database.query<AppealAnswer>(
      `${select} where a.company_id = $1 and ($2::text is null or a.period = $2) and ($3::text is null or coalesce(d.outcome, 'open') = $3)
         and ($4::bigint is null or a.id < $4) and ${scope} order by a.id desc limit $5`,
      values,
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** @throws Problem 403, 404; 409 `appeal.own`, `appeal.set_by_decider`, `appeal.for_hr`, `appeal.decided`, `appeal.no_points` */
  accept(by: CurrentPerson, id: string, points: string, reason: string): Promise<AppealAnswer> {
    if (cents(points) === 0) throw new Problem(409, 'appeal.no_points', { appeal: id });
    return this.decide(by, id, async (tx, appeal, today) => {
      await this.refuseDecider(tx, appeal, by);
      const countsIn = await openPeriodFrom(tx, appeal.company, appeal.period);
      await tx.query(
        `insert into scorecard_appeal_decisions (company_id, appeal_id, outcome, points, counts_in, reason, decided_by, decided_on)
         values ($1, $2, 'accepted', $3, $4, $5, $6, $7)`,
        [appeal.company, id, points, countsIn, reason, by.login, today],
      );
      await tellDecided(tx, appeal, countsIn, today);
    });
  }

  /** @throws as `accept` */
  reject(by: CurrentPerson, id: string, reason: string): Promise<AppealAnswer> {
    return this.decide(by, id, async (tx, appeal, today) => {
      await this.refuseDecider(tx, appeal, by);
      await ended(tx, appeal, 'rejected', reason, by, today);
      await tellDecided(tx, appeal, null, today);
    });
  }

  /** By who raised it. @throws Problem 404; 409 `appeal.not_own`, `appeal.decided` */
  withdraw(by: CurrentPerson, id: string): Promise<AppealAnswer> {
    return this.decide(by, id, async (tx, appeal, today) => {
      refuse(refuseAppealWithdrawal(appeal, by.login));
      await ended(tx, appeal, 'withdrawn', null, by, today);
    });
  }

  private decide(
    by: CurrentPerson,
    id: string,
    take: (tx: Tx, appeal: AppealAnswer, today: BusinessDate) => Promise<void>,
  ): Promise<AppealAnswer> {
    return this.database.transaction(async (tx) => {
      const { company } = await this.find(tx, id, by);
      await decideAlone(tx, company);
      await take(tx, await this.find(tx, id, by), await businessDate(tx, company));
      await endScoreNotices(tx, company, { kind: 'scorecard_appeal_to_decide', about: deskOf(id), recipient: null });
      return this.find(tx, id, by);
    });
  }

  private async refuseDecider(tx: Tx, appeal: AppealAnswer, by: CurrentPerson): Promise<void> {
    const { company } = appeal;
    requireRole(by, company, 'hr', 'general_manager');
    const held = rolesIn(by, company);
    const setBy = await whoSet(tx, appeal);
    const keepers = await keepersOf(tx, company);
    refuse(
      refuseAppealDecision(appeal satisfies Appeal, {
        login: by.login,
        isHr: held.includes('hr'),
        isGeneralManager: held.includes('general_manager'),
        setBy,
        hrIsInvolved: withoutPart(keepers, appeal, setBy).length === 0,
      }),
    );
  }

  /** Those of hr who have no part in it; where none is left the general manager. */
  private async tellDeciders(tx: Tx, appeal: AppealAnswer, { name }: CurrentPerson): Promise<void> {
    const { company, id, period, raisedOn } = appeal;
    const free = withoutPart(await keepersOf(tx, company), appeal, await whoSet(tx, appeal));
    await tellOfScore(tx, company, free.length > 0 ? free : ['role:general_manager'], {
      kind: 'scorecard_appeal_to_decide',
      about: deskOf(id),
      on: raisedOn,
      facts: { period, person: name },
    });
  }

  private async find(tx: Tx, id: string, reader: CurrentPerson): Promise<AppealAnswer> {
    const [row] = await tx.query<AppealAnswer>(`${select} where a.id = $1`, [id]);
    if (!row || rolesIn(reader, row.company).length === 0) throw new Problem(404, 'appeal.unknown', { appeal: id });
    await requireCard(tx, reader, row.company, row.person);
    return row;
  }
}

const select = `
  select ${appealColumns}, a.company_id as company, a.company_id || '.' || a.period || '.' || a.person as card, a.person, a.period from ${appealTables}`;

/** Who keeps scores here. */
async function keepersOf(tx: Tx, company: string): Promise<string[]> {
  const rows = await tx.query<{ login: string }>(
    `select distinct g.login from role_grants g join people p on p.login = g.login and p.active
     where g.role = 'hr' and g.revoked_at is null and (g.company_id is null or g.company_id = $1)`,
    [company],
  );
  return rows.map(({ login }) => login);
}

function withoutPart(keepers: readonly string[], { person }: AppealAnswer, setBy: readonly string[]): string[] {
  return keepers.filter((login) => login !== person && !setBy.includes(login));
}

/** Where appeals are decided. */
const deskOf = (appeal: string) => `desk?appeal=${appeal}#appeals`;

async function tellDecided(
  tx: Tx,
  { company, card, id, person, period }: AppealAnswer,
  countsIn: string | null,
  on: BusinessDate,
): Promise<void> {
  await tellOfScore(tx, company, [person], {
    kind: 'scorecard_appeal_decided',
    about: `cards/${card}?appeal=${id}#appeals`,
    on,
    facts: { period, countsIn },
  });
}

/** Who proposed the scheme and the targets of the card; of a deduction, who proposed and decided the attribution. */
async function whoSet(tx: Tx, { company, period, person, deduction }: AppealAnswer): Promise<string[]> {
  const rows = await tx.query<{ login: string }>(deduction === null ? whoSetLine : whoSetDeduction, [
    company,
    ...(deduction === null ? [period, person, daysOfPeriod(period).from, daysOfPeriod(period).to, daysOfPeriod(period).kind] : [deduction]),
  ]);
  return rows.map(({ login }) => login);
}

const whoSetLine = `
  select p.proposed_by as login from target_proposals p
  join target_decisions d on d.company_id = p.company_id and d.proposal_id = p.id and d.outcome = 'approved'
  join targets t on t.company_id = p.company_id and t.proposal_id = p.id and t.person = $3
  where p.company_id = $1 and p.period = $2
  union
  select s.proposed_by from (
    select post, channel from assessed_posts where company_id = $1 and person = $3 and from_on <= $5::date order by from_on desc, id desc limit 1) a
  join lateral (
    select s.proposed_by from schemes s
    join scheme_decisions d on d.company_id = s.company_id and d.scheme_id = s.id and d.outcome = 'approved'
    where s.company_id = $1 and s.post = a.post and (s.channel is null or s.channel = a.channel) and s.starts_on <= $4::date and s.period_kind = $6
      and (s.ends_on is null or s.ends_on >= $5::date)
    order by s.channel is null, s.starts_on desc, d.version desc limit 1) s on true`;

const whoSetDeduction = `
  select distinct login from deductions d
  join cases c on c.company_id = d.company_id and c.id = d.case_id
  cross join lateral (
    select c.snapshot -> 'context' -> 'attribution' ->> 'proposedBy' as login
    union select jsonb_array_elements_text(coalesce(c.snapshot -> 'context' -> 'attribution' -> 'decidedBy', '[]'))) w
  where d.company_id = $1 and d.id = $2 and login is not null`;

/** The appealed period, or the first after it that is not closed. */
async function openPeriodFrom(tx: Tx, company: string, period: string): Promise<string> {
  let days = daysOfPeriod(period);
  while ((await closedOn(tx, company, nameOfPeriod(days))) !== undefined) days = periodAfter(days);
  return nameOfPeriod(days);
}

async function ended(
  tx: Tx,
  { company, id }: AppealAnswer,
  outcome: 'rejected' | 'withdrawn',
  reason: string | null,
  { login }: CurrentPerson,
  today: BusinessDate,
): Promise<void> {
  await tx.query(
    'insert into scorecard_appeal_decisions (company_id, appeal_id, outcome, reason, decided_by, decided_on) values ($1, $2, $3, $4, $5, $6)',
    [company, id, outcome, reason, login, today],
  );
}
