import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../people/current-person.js';
import { rolesIn } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';

export const waitingKinds = ['acknowledge', 'appeals', 'scheme_proposals', 'target_proposals', 'announce', 'complaints'] as const;

/** Something of the assessment that waits for a person. */
export interface WaitingOfAssessment {
  readonly kind: (typeof waitingKinds)[number];
  readonly count: number;
  /** The scheme to acknowledge or announce, the first of them. */
  readonly id: string | null;
  /** Of a scheme: the day on which it starts. */
  readonly startsOn: string | null;
}

/** What of the assessment waits for somebody, for the page on which one begins. */
@Injectable()
export class AssessmentWaiting {
  constructor(private readonly database: Database) {}

  async of(person: CurrentPerson, company: string): Promise<WaitingOfAssessment[]> {
    const roles = rolesIn(person, company);
    const decides = roles.includes('hr') || roles.includes('general_manager');
    return this.database.query<WaitingOfAssessment>(
      statement,
      [company, person.login, decides, roles.includes('finance_director'), roles.includes('hr')],
      'assessment.waiting',
    );
  }
}

const decided = (of: string) => `exists (select from ${of})`;

const statement = `
  select * from (
    select 'acknowledge' as kind, count(*)::integer as count, min(s.id)::text as id, min(s.starts_on) as "startsOn"
    from (
      select post, channel from assessed_posts where company_id = $1 and person = $2 and from_on <= business_date($1) + 400
      order by from_on desc, id desc limit 1) a
    join schemes s on s.company_id = $1 and s.post = a.post and (s.channel is null or s.channel = a.channel)
    join scheme_announcements n on n.company_id = $1 and n.scheme_id = s.id
    where not exists (select from scheme_acknowledgements k where k.company_id = $1 and k.scheme_id = s.id and k.person = $2)
      and (s.ends_on is null or s.ends_on >= business_date($1))
      and not exists (
        select from schemes o join scheme_announcements m on m.company_id = $1 and m.scheme_id = o.id
        where o.company_id = $1 and o.post = s.post and o.channel is not distinct from s.channel and o.period_kind = s.period_kind
          and o.starts_on > s.starts_on and o.starts_on <= business_date($1))
    union all
    select 'appeals', count(*)::integer, null, null from scorecard_appeals a
    where $3 and a.company_id = $1 and a.person <> $2
      and not ${decided('scorecard_appeal_decisions d where d.company_id = $1 and d.appeal_id = a.id')}
    union all
    select 'scheme_proposals', count(*)::integer, min(s.id)::text, min(s.starts_on) from schemes s
    where $4 and s.company_id = $1 and s.proposed_by <> $2 and s.starts_on > business_date($1)
      and not ${decided('scheme_decisions d where d.company_id = $1 and d.scheme_id = s.id')}
    union all
    select 'target_proposals', count(*)::integer, min(p.id)::text, null from target_proposals p
    where $4 and p.company_id = $1 and p.proposed_by <> $2
      and not ${decided('target_decisions d where d.company_id = $1 and d.proposal_id = p.id')}
    union all
    select 'announce', count(*)::integer, min(s.id)::text, min(s.starts_on) from schemes s
    where $5 and s.company_id = $1 and s.starts_on > business_date($1)
      and ${decided("scheme_decisions d where d.company_id = $1 and d.scheme_id = s.id and d.outcome = 'approved'")}
      and not ${decided('scheme_announcements n where n.company_id = $1 and n.scheme_id = s.id')}
    union all
    select 'complaints', count(*)::integer, null, null from complaints c
    where $5 and c.company_id = $1 and c.person <> $2 and c.kind <> 'other'
      and not ${decided('complaint_decisions d where d.company_id = $1 and d.complaint_id = c.id')}) w
  where count > 0`;
