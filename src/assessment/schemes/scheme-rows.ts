import { formatAmount } from '../../../workflows/money.js';
import type { PeriodKind, Post } from '../../../workflows/scorecard/scheme.js';
import type { ReadyScheme } from '../../../workflows/scorecard/scheme-defaults.js';
import type { SchemeContent } from '../cards/assessed-people.js';
import type { SchemeAnswer, SchemeContentAnswer } from './schemes.shapes.js';

/** A scheme as it lies in the database, with what became of it. */
export interface SchemeRow extends Omit<SchemeAnswer, keyof SchemeContentAnswer> {
  readonly post: Post;
  readonly periodKind: PeriodKind;
  readonly content: SchemeContent;
}

/** @param reader an SQL expression for whose acknowledgement is told */
export const selectSchemes = (reader: string) => `
  select s.id, s.company_id as company, s.post, s.channel, s.period_kind as "periodKind", s.starts_on as "startsOn", s.ends_on as "endsOn", s.content,
    s.band_reason as "bandReason", s.reason, coalesce(d.outcome, 'proposed') as status, d.version, s.proposed_by as "proposedBy",
    s.proposed_on as "proposedOn", d.decided_by as "decidedBy", d.decided_on as "decidedOn", d.reason as "decisionReason",
    n.announced_on as "announcedOn", n.announced_by as "announcedBy", n.text as announcement, k.acknowledged_on as "acknowledgedOn"
  from schemes s
  left join scheme_decisions d on d.company_id = s.company_id and d.scheme_id = s.id
  left join scheme_announcements n on n.company_id = s.company_id and n.scheme_id = s.id
  left join scheme_acknowledgements k on k.company_id = s.company_id and k.scheme_id = s.id and k.person = ${reader}`;

export function schemeAnswer({ content, post, periodKind, ...row }: SchemeRow): SchemeAnswer {
  return { ...row, ...contentAnswer({ ...content, post, periodKind }) };
}

export function contentAnswer(scheme: SchemeContent & Pick<ReadyScheme, 'post' | 'periodKind'>): SchemeContentAnswer {
  const { post, stage, periodKind, creditGradeCoefficient, metrics, reward } = scheme;
  return {
    post,
    stage,
    periodKind,
    creditGradeCoefficient,
    metrics: metrics.map(({ key, weightHundredths, curve }) => ({
      key,
      weight: formatAmount(weightHundredths),
      curve: curve ? [...curve] : null,
    })),
    ...(reward && { reward: { by: reward.by, bands: [...reward.bands] } }),
  };
}
