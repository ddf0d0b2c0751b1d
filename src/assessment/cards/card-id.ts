import { assessmentPeriod, type Days } from '../../../workflows/scorecard/assessment-period.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import { Problem } from '../../platform/errors/problem.js';

/** A card is told apart by whose it is, of what period and company: before the close as after it. */
export interface CardId {
  readonly company: string;
  readonly period: string;
  readonly person: string;
}

export function cardId({ company, period, person }: CardId): string {
  return `${company}.${period}.${person}`;
}

/** @throws Problem 404 `scorecard.unknown` */
export function readCardId(id: string): CardId & { readonly days: Days & { readonly kind: PeriodKind } } {
  const [, company = '', period = '', person = ''] = /^([A-Za-z0-9_-]{1,20})\.(\d{4}(?:-\d\d|Q\d)?)\.(\S{1,64})$/.exec(id) ?? [];
  const days = assessmentPeriod(period);
  if (!days) throw new Problem(404, 'scorecard.unknown', { card: id });
  return { company, period, person, days };
}
