import { Injectable } from '@nestjs/common';
import { formatAmount } from '../../../workflows/money.js';
import { nameOfPeriod, periodBefore } from '../../../workflows/scorecard/assessment-period.js';
import { ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import { lifts } from '../../../workflows/scorecard/lifts.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { requireCard } from '../card-scope.js';
import { closedOn } from '../closed-periods.js';
import { roomToSum } from '../measures/measures.js';
import { assessedPeople } from './assessed-people.js';
import { readCardId } from './card-id.js';
import { MadeCards } from './made-cards.js';
import { measuredAs } from './measured-as.js';
import { overdueItems } from './overdue-items.js';
import type { CardLift } from './scorecards.shapes.js';
import { teamsOf } from './teams-of.js';

const shown = 10;

/** What would lift a card most, case by case, while its period is open. */
@Injectable()
export class CardLifts {
  constructor(
    private readonly database: Database,
    private readonly made: MadeCards,
    private readonly rules: RulesInForce,
  ) {}

  /** The largest first, at most ten; none of a closed period. @throws Problem 404 as reading the card */
  async of(id: string, reader: CurrentPerson): Promise<CardLift[]> {
    const { company, person, days } = readCardId(id);
    await requireCard(this.database, reader, company, person);
    return this.database.transaction(async (tx) => {
      if ((await closedOn(tx, company, nameOfPeriod(days))) !== undefined) return [];
      const people = await assessedPeople(tx, { company, period: days, persons: [person] });
      const [card] = await this.made.of(tx, { company, period: days }, people);
      if (!card) return [];
      const { policy } = await this.rules.on(company, days.to, tx);
      const assessed = measuredAs(card.of, (await teamsOf(tx, people, days.to)).get(person) ?? []);
      await roomToSum(tx);
      const keys = new Set(card.of.content.metrics.map(({ key }) => key));
      const { items, openBalance } = await overdueItems(tx, { company, days, before: periodBefore(days), policy }, assessed, keys);
      const byId = new Map(items.map((item) => [item.id, item]));
      return lifts(card.inputs, items, openBalance, policy)
        .slice(0, shown)
        .flatMap(({ id: item, pointsHundredths, totalHundredths, grade, lines }) => {
          const found = byId.get(item);
          if (!found) return [];
          return {
            case: found.case,
            customer: found.customer,
            customerName: found.customerName,
            document: found.document,
            amount: rounded(ratio(found.open)),
            promisedOn: found.promisedOn,
            points: formatAmount(pointsHundredths),
            total: formatAmount(totalHundredths),
            grade,
            lines: lines.map(({ key, printedHundredths }) => ({ key, value: formatAmount(printedHundredths) })),
          };
        });
    });
  }
}
