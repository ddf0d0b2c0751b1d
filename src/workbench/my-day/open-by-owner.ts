import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { formatAmount } from '../../../workflows/money.js';
import { Standing } from '../../analysis/overview/standing.js';
import { CaseSums, type Sums } from '../../cases/case-sums.js';
import { type OwnerFigure, OwnerFigures } from '../../cases/owner-figures.js';
import type { CurrentPerson } from '../../people/current-person.js';
import type { CompanyChoice } from '../frame.js';

/** With more open cases than this, who has how many is told as the night has counted it. */
const liveAtMost = 20_000;
const shownAtMost = 8;

export interface WhoHasWhat {
  sums: Sums;
  figures: OwnerFigure[];
  /** The day of the figures, where they are not of now. */
  on?: BusinessDate;
}

/** What is open, and who has most of what is old: of few cases as it is now; to sort very many by owner takes longer than a page may. */
@Injectable()
export class OpenByOwner {
  constructor(
    private readonly sums: CaseSums,
    private readonly live: OwnerFigures,
    private readonly standing: Standing,
  ) {}

  async of(person: CurrentPerson, { id: company, currency, businessDate: today }: CompanyChoice): Promise<WhoHasWhat> {
    const latest = await this.standing.latest(company, today);
    if (!latest) return this.live.of(person, company, today);
    const counted = { company, currency, on: latest.on };
    const states = await this.standing.states(counted, person);
    if (states.reduce((sum, { cases }) => sum + cases, 0) <= liveAtMost) return this.live.of(person, company, today);
    const owners = await this.standing.owners(counted, person);
    const figures = owners.map(({ owner, name, sums }) => {
      const overdue = sums.filter(({ bucket }) => bucket > 0);
      const sumOf = (from: number) => overdue.filter(({ bucket }) => bucket >= from).reduce((sum, { cents }) => sum + cents, 0);
      const cases = overdue.reduce((sum, { items }) => sum + items, 0);
      return { owner, name, cases, all: sumOf(1), old: sumOf(4) };
    });
    const most = figures.sort((a, b) => b.old - a.old || b.all - a.all).slice(0, shownAtMost);
    return {
      sums: await this.sums.of({ company, state: 'open' }, person, today),
      figures: most.map(({ all, old, ...one }) => ({ ...one, currency, balance: formatAmount(all), oldBalance: formatAmount(old) })),
      on: latest.on,
    };
  }
}
