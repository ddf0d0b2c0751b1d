import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { CurrentPerson } from '../people/current-person.js';

/** Who is behind a submission (domain.md, What must always hold, 3): a person, an import, or the clock. */
export type Author =
  | { readonly kind: 'person'; readonly person: CurrentPerson }
  | { readonly kind: 'import'; readonly id: string; readonly login: string }
  /** `on`: the night it is, which may be a missed one. */
  | { readonly kind: 'clock'; readonly on: BusinessDate };
