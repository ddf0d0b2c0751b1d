import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { refuseAnswer, refuseDecision } from '../../workflows/overdue-list/refusals.js';
import { type SettlementOutcome, settlementOutcomes } from '../../workflows/overdue-list/row.js';
import { settle } from '../../workflows/overdue-list/settlement.js';
import { type CurrentPerson, ownsCase, rolesIn } from '../people/current-person.js';
import type { FoundList } from './found-list.js';
import { held } from './held-rows.js';
import type { RowView } from './list-rows.js';
import { directorSides } from './row-decisions.js';

/** What a person may say to a row now, by the rules that will look at it when they do. */
export interface PossibleSteps {
  answer: boolean;
  decide: boolean;
  settle: SettlementOutcome[];
}

export function possibleSteps(
  person: CurrentPerson,
  list: Pick<FoundList, 'company' | 'status' | 'answersUntil'>,
  row: RowView,
  today: BusinessDate,
): PossibleSteps {
  const known = held(row, list);
  const sides = directorSides(person, list.company);
  const says = (outcome: SettlementOutcome) => !('refused' in settle(known, sides, { by: person.login, outcome, note: '' }, today));
  return {
    answer: refuseAnswer(known, today, ownsCase(person, list.company, row.owner)) === undefined,
    decide: rolesIn(person, list.company).includes('ar_clerk') && refuseDecision(known, person.login) === undefined,
    settle: sides.length === 0 ? [] : settlementOutcomes.filter(says),
  };
}
