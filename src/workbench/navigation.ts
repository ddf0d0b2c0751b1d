import type { Role } from '../../workflows/collection-case/actor.js';

/** A line of the rail. */
export interface Destination {
  /** Its words are `pages:nav.<name>`. */
  readonly name: string;
  readonly path: string;
  readonly icon: string;
  readonly roles: 'all' | readonly Role[];
}

/** Everybody but administrators has cases. */
export const withCases: readonly [Role, ...Role[]] = [
  'salesperson',
  'sales_manager',
  'sales_director',
  'ar_clerk',
  'finance_director',
  'general_manager',
  'legal_officer',
  'legal_manager',
  'hr',
  'auditor',
];

/** In the order of the rail: only what the role may open. */
export const navigation: readonly Destination[] = [
  { name: 'myDay', path: '/', icon: 'day', roles: 'all' },
  { name: 'cases', path: '/cases', icon: 'cases', roles: withCases },
];
