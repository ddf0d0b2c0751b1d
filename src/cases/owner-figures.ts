import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../workflows/money.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Names } from '../people/names.js';
import { CaseSums, type Sums } from './case-sums.js';

export interface OwnerFigure {
  owner: string;
  name: string;
  currency: string;
  cases: number;
  balance: string;
  oldBalance: string;
}

const atMost = 8;

/** Who has how much open, and how much of it for over 90 days: those with most of that first. */
@Injectable()
export class OwnerFigures {
  constructor(
    private readonly sums: CaseSums,
    private readonly names: Names,
  ) {}

  /** With the sums of them all. */
  async of(person: CurrentPerson, company: string, today: BusinessDate): Promise<{ sums: Sums; figures: OwnerFigure[] }> {
    const { all, owners } = await this.sums.byOwner(company, person, today);
    const figures = [...owners].flatMap(([owner, sums]) =>
      sums.map(({ currency, cases, amount, buckets }) => {
        const oldCents = buckets.slice(3).reduce((sum, bucket) => sum + cents(bucket.amount), 0);
        return { owner, currency, cases, balance: amount, oldCents };
      }),
    );
    const most = figures.sort((a, b) => b.oldCents - a.oldCents || cents(b.balance) - cents(a.balance)).slice(0, atMost);
    const names = await this.names.of(most.map(({ owner }) => owner));
    return {
      sums: all,
      figures: most.map(({ oldCents, ...figure }) => ({
        ...figure,
        name: names.get(figure.owner) ?? figure.owner,
        oldBalance: formatAmount(oldCents),
      })),
    };
  }
}
