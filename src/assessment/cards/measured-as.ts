import { reachOf } from '../../../workflows/scorecard/reach.js';
import type { Assessed } from '../measures/assessed.js';
import type { AssessedPerson } from './assessed-people.js';

/** Whose receivables a card is measured by. @param team as `teamsOf` finds it */
export function measuredAs({ person, post, content }: AssessedPerson, team: readonly string[]): Assessed {
  const shared = { key: person, weighs: content.creditGradeCoefficient };
  switch (reachOf[post]) {
    case 'own':
      return { ...shared, logins: [person] };
    case 'company':
      return { ...shared, logins: null };
    case 'team':
      return { ...shared, logins: [...new Set([person, ...team])] };
  }
}
