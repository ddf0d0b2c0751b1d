import { Injectable } from '@nestjs/common';
import {
  assessmentPeriod,
  nameOfPeriod,
  periodAfter,
  periodBefore,
  periodContaining,
} from '../../../workflows/scorecard/assessment-period.js';
import { cardReaders } from '../../assessment/card-scope.js';
import { OwnCard } from '../../assessment/cards/own-card.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import type { CompanyChoice, Looking } from '../frame.js';

/** The parts of the room, as its tabs name them. */
export type Part = 'card' | 'team' | 'desk' | 'schemes' | 'targets' | 'people' | 'voices' | 'review';

const paths: Readonly<Record<Part, string>> = {
  card: '/score/mine',
  team: '/score/team',
  desk: '/score/desk',
  schemes: '/score/desk/schemes',
  targets: '/score/desk/targets',
  people: '/score/desk/people',
  voices: '/score/desk/voices',
  review: '/score/review',
};

const forReaders: readonly Part[] = ['card', 'team', 'desk', 'schemes', 'targets', 'people', 'voices', 'review'];

/** What the pages of the score share: tabs, and the period that they are about. */
@Injectable()
export class ScoreRoom {
  constructor(private readonly own: OwnCard) {}

  /** Only what the person may open. */
  partsOf(person: CurrentPerson, company: string): Part[] {
    const roles = rolesIn(person, company);
    if (roles.some((role) => (cardReaders as readonly string[]).includes(role))) return [...forReaders];
    return roles.includes('sales_manager') ? ['card', 'team'] : ['card'];
  }

  tabs(person: CurrentPerson, company: string, here: Part): object[] {
    const parts = this.partsOf(person, company);
    return parts.length < 2 ? [] : parts.map((part) => ({ part, path: paths[part], isHere: part === here }));
  }

  /** The one that was asked for, or that in which today lies. @param isAhead whether the one to come is of interest, too */
  async period(company: CompanyChoice, asked: unknown, isAhead = false): Promise<PeriodView> {
    const days = typeof asked === 'string' ? assessmentPeriod(asked) : undefined;
    const shown = days ?? periodContaining(await this.own.kindOf(company.id, company.businessDate), company.businessDate);
    const next = periodAfter(shown);
    return {
      name: nameOfPeriod(shown),
      from: shown.from,
      to: shown.to,
      before: nameOfPeriod(periodBefore(shown)),
      next: next.from <= company.businessDate || (isAhead && shown.from <= company.businessDate) ? nameOfPeriod(next) : null,
    };
  }
}

export interface PeriodView {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly before: string;
  /** Null: it has not begun. */
  readonly next: string | null;
}

/** Where hr works, and who reads along. */
export const deskReaders = cardReaders;

export function stepsOf(person: CurrentPerson, company: string): { isHr: boolean; isFinance: boolean; isGeneral: boolean } {
  const roles = rolesIn(person, company);
  return { isHr: roles.includes('hr'), isFinance: roles.includes('finance_director'), isGeneral: roles.includes('general_manager') };
}

/** @throws Error for somebody without a company, whom the frame tells so */
export function companyOf({ frame }: Looking): CompanyChoice {
  if (!frame.company) throw new Error('somebody without a company opened the score');
  return frame.company;
}
