import type { WaitingOfAssessment } from '../../assessment/waiting.reader.js';

/** What of the assessment waits, and where it is done. */
export function scoreTasks(waiting: readonly WaitingOfAssessment[]): object[] {
  return waiting.map((one) => ({ ...one, href: placeOf(one) }));
}

function placeOf({ kind, id }: WaitingOfAssessment): string {
  switch (kind) {
    case 'acknowledge':
    case 'announce':
    case 'scheme_proposals':
      return `/score/schemes/${id}`;
    case 'appeals':
      return '/score/desk#appeals';
    case 'target_proposals':
      return '/score/desk/targets';
    case 'complaints':
      return '/score/desk/voices';
  }
}
