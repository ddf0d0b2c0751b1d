import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { cents } from '../../../workflows/money.js';
import { refuseProposalDecision, refuseProposalWithdrawal } from '../../../workflows/scorecard/proposals.js';
import { schemeFaults } from '../../../workflows/scorecard/scheme-check.js';
import { refuseAnnouncement, refuseStart } from '../../../workflows/scorecard/scheme-course.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import type { SchemeContent } from '../cards/assessed-people.js';
import { decideAlone } from '../one-after-another.js';
import { fieldFault, refuse } from '../refuse.js';
import { tellOfSchemes } from '../score-notices.js';
import { type SchemeRow, schemeAnswer, selectSchemes } from './scheme-rows.js';
import type { SchemeAnswer, SchemeForm, SchemesQuery } from './schemes.shapes.js';

/** Who sees what is proposed; what was announced, everybody of the company sees. */
export const schemeReaders: [Role, ...Role[]] = ['admin', 'hr', 'finance_director', 'sales_director', 'general_manager', 'auditor'];

/** Schemes are proposed by one person, approved by another, announced before they start, and never edited. */
@Injectable()
export class Schemes {
  constructor(
    private readonly database: Database,
    private readonly known: Known,
    private readonly texts: Texts,
  ) {}

  /** Newest first. @throws Problem 404 `company.unknown`, 403 `role.required` */
  async page({ company, post, limit, after }: SchemesQuery, person: CurrentPerson): Promise<Page<SchemeAnswer>> {
    requireRole(person, company, ...schemeReaders);
    const rows = await this.database.query<SchemeRow>(
      `${selectSchemes('$1')} where s.company_id = $2 and ($3::text is null or s.post = $3) and ($4::bigint is null or s.id < $4)
       order by s.id desc limit $5`,
      [person.login, company, post ?? null, after ?? null, limit + 1],
    );
    const { items, next } = pageOf(rows, limit, ({ id }) => id);
    return { items: items.map(schemeAnswer), next };
  }

  /** What is in force or announced, for everybody of the company. @throws Problem 404 `company.unknown` */
  async announced(company: string, person: CurrentPerson): Promise<SchemeAnswer[]> {
    if (rolesIn(person, company).length === 0) throw new Problem(404, 'company.unknown', { company });
    const today = await businessDate(this.database, company);
    const rows = await this.database.query<SchemeRow>(
      `select * from (${selectSchemes('$1')} where s.company_id = $2 and n.announced_on is not null and (s.ends_on is null or s.ends_on >= $3::date)) s
       where "startsOn" > $3::date or not exists (
         select from schemes o join scheme_decisions d on d.company_id = o.company_id and d.scheme_id = o.id and d.outcome = 'approved'
         join scheme_announcements n on n.company_id = o.company_id and n.scheme_id = o.id
         where o.company_id = $2 and o.post = s.post and o.channel is not distinct from s.channel and o.period_kind = s."periodKind"
           and o.starts_on <= $3::date and (o.starts_on, d.version) > (s."startsOn", s.version))
       order by post, channel nulls first, "periodKind", "startsOn" limit 200`,
      [person.login, company, today],
    );
    return rows.map(schemeAnswer);
  }

  /** @throws Problem 404 `scheme.unknown`, also for what is only proposed and none of the reader's business */
  async read(id: string, person: CurrentPerson): Promise<SchemeAnswer> {
    return schemeAnswer(await this.find(this.database, id, person));
  }

  /**
   * @returns its id
   * @throws Problem 403, 404; 409 `scheme.faulty` with a sentence for each fault, `scheme.not_later`, `scheme.starts_within`, `scheme.ends_within`
   */
  async propose(person: CurrentPerson, form: SchemeForm, language: Language): Promise<string> {
    const { company, post, channel, periodKind, startsOn, endsOn, bandReason, reason } = form;
    requireRole(person, company, 'hr', 'admin');
    await this.known.company(company);
    const content = contentOf(form);
    this.refuseFaulty({ ...content, post, periodKind }, bandReason, language);
    return this.database.transaction(async (tx) => {
      const today = await businessDate(tx, company);
      refuse(refuseStart(periodKind, startsOn, endsOn, today));
      const [made] = await tx.query<{ id: string }>(
        `insert into schemes (company_id, post, channel, period_kind, starts_on, ends_on, content, band_reason, reason, proposed_by, proposed_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
        [
          company,
          post,
          channel ?? null,
          periodKind,
          startsOn,
          endsOn ?? null,
          JSON.stringify(content),
          bandReason ?? null,
          reason,
          person.login,
          today,
        ],
      );
      if (!made) throw new Error('a scheme was not written');
      return made.id;
    });
  }

  /** @throws Problem 403, 404; 409 `proposal.same_person`, `proposal.decided`, `scheme.not_later` */
  approve(person: CurrentPerson, id: string, reason: string | undefined): Promise<void> {
    return this.step(person, id, ['finance_director'], async (tx, scheme, today) => {
      refuse(refuseProposalDecision(scheme, person.login));
      refuse(refuseStart(scheme.periodKind, scheme.startsOn, scheme.endsOn ?? undefined, today));
      await tx.query(
        `insert into scheme_decisions (company_id, scheme_id, outcome, version, reason, decided_by, decided_on)
         select $1, $2, 'approved', coalesce(max(d.version), 0) + 1, $3, $4, $5
         from schemes s join scheme_decisions d on d.company_id = s.company_id and d.scheme_id = s.id
         where s.company_id = $1 and s.post = $6 and s.channel is not distinct from $7 and s.period_kind = $8`,
        [scheme.company, id, reason ?? null, person.login, today, scheme.post, scheme.channel, scheme.periodKind],
      );
    });
  }

  /** @throws Problem 403, 404; 409 `proposal.same_person`, `proposal.decided` */
  reject(person: CurrentPerson, id: string, reason: string): Promise<void> {
    return this.step(person, id, ['finance_director'], (tx, scheme, today) => {
      refuse(refuseProposalDecision(scheme, person.login));
      return decided(tx, scheme, 'rejected', reason, person, today);
    });
  }

  /** @throws Problem 403, 404; 409 `proposal.not_proposer`, `proposal.decided` */
  withdraw(person: CurrentPerson, id: string): Promise<void> {
    return this.step(person, id, ['hr', 'admin'], (tx, scheme, today) => {
      refuse(refuseProposalWithdrawal(scheme, person.login));
      return decided(tx, scheme, 'withdrawn', null, person, today);
    });
  }

  /** From that day on people can know by what they will be measured. @throws Problem 403, 404; 409 `scheme.not_approved`, `scheme.announced`, `scheme.started_unannounced` */
  announce(person: CurrentPerson, id: string, text: string): Promise<void> {
    return this.step(person, id, ['hr'], async (tx, scheme, today) => {
      refuse(refuseAnnouncement(scheme, today));
      await tx.query(
        'insert into scheme_announcements (company_id, scheme_id, text, announced_by, announced_on) values ($1, $2, $3, $4, $5)',
        [scheme.company, id, text, person.login, today],
      );
      await tellOfSchemes(tx, scheme.company, { scheme: id, person: null, on: today });
    });
  }

  async find(tx: Pick<Tx, 'query'>, id: string, person: CurrentPerson): Promise<SchemeRow> {
    const [row] = await tx.query<SchemeRow>(`${selectSchemes('$1')} where s.id = $2`, [person.login, id], 'schemes.one');
    const roles = row ? rolesIn(person, row.company) : [];
    if (row && (roles.some((role) => schemeReaders.includes(role)) || (row.announcedOn !== null && roles.length > 0))) return row;
    throw new Problem(404, 'scheme.unknown', { scheme: id });
  }

  private step(
    person: CurrentPerson,
    id: string,
    roles: [Role, ...Role[]],
    take: (tx: Tx, scheme: SchemeRow, today: BusinessDate) => Promise<unknown>,
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { company } = await this.find(tx, id, person);
      requireRole(person, company, ...roles);
      await decideAlone(tx, company);
      await take(tx, await this.find(tx, id, person), await businessDate(tx, company));
    });
  }

  private refuseFaulty(scheme: Parameters<typeof schemeFaults>[0], bandReason: string | undefined, language: Language): void {
    const faults = schemeFaults(scheme, bandReason);
    if (faults.length === 0) return;
    const errors = faults.map(({ code, facts }) => fieldFault(this.texts, language, 'metrics', { key: `assessment:fault.${code}`, facts }));
    throw new Problem(409, 'scheme.faulty', { faults: faults.length }, errors);
  }
}

function contentOf({ stage, creditGradeCoefficient, metrics, reward }: SchemeForm): SchemeContent {
  return {
    stage,
    creditGradeCoefficient,
    metrics: metrics.map(({ key, weight, curve }) => ({
      key,
      weightHundredths: cents(weight),
      ...(curve && { curve: curve.map(({ value, score }) => [value, score] as const) }),
    })),
    ...(reward && { reward: { by: reward.by, bands: reward.bands.map(({ from, factor }) => ({ from, factor })) } }),
  };
}

async function decided(
  tx: Tx,
  { company, id }: SchemeRow,
  outcome: 'rejected' | 'withdrawn',
  reason: string | null,
  { login }: CurrentPerson,
  today: BusinessDate,
): Promise<void> {
  await tx.query(
    'insert into scheme_decisions (company_id, scheme_id, outcome, reason, decided_by, decided_on) values ($1, $2, $3, $4, $5, $6)',
    [company, id, outcome, reason, login, today],
  );
}
