import { peopleInCharge } from '../../workflows/access/role-grants.js';
import type { Role } from '../../workflows/collection-case/actor.js';
import { overviewReaders } from '../analysis/overview/figure-scope.js';
import { mayHaveCards } from '../assessment/card-scope.js';
import { provisionReaders } from '../integration/provisions/provisions.js';
import { outboxRoles } from '../mail/outbox-desk.js';
import { listReaders } from '../overdue-lists/list-scope.js';
import { type CurrentPerson, rolesAnywhere } from '../people/current-person.js';
import { wholeCompany } from '../people/scope.js';
import { customerRoles } from '../receivables/customer-scope.js';
import { adminReaders } from './admin/sections.js';

/** A line of the rail. */
export interface Destination {
  /** Its words are `pages:nav.<name>`. */
  readonly name: string;
  readonly path: string;
  readonly icon: string;
  readonly roles: 'all' | readonly Role[];
  /** Also for whoever may be called to a board seat. */
  readonly seated?: true;
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

/** Who works with evidence, or checks it. */
export const legalReaders: readonly [Role, ...Role[]] = [
  'legal_officer',
  'legal_manager',
  'ar_clerk',
  'finance_director',
  'general_manager',
  'auditor',
];

/** Who brings files or releases them, or checks what was brought. */
export const importReaders: readonly [Role, ...Role[]] = ['ar_clerk', 'finance_director', 'general_manager', 'auditor'];

/** Who releases letters, or looks after what is sent; sales reads letters from its cases. */
const letterDesk: readonly Role[] = ['ar_clerk', 'finance_director', 'legal_officer', 'legal_manager', 'auditor'];

/** In the order of the rail: only what the role may open. */
export const navigation: readonly Destination[] = [
  { name: 'myDay', path: '/', icon: 'day', roles: 'all' },
  { name: 'cases', path: '/cases', icon: 'cases', roles: withCases },
  { name: 'lists', path: '/lists', icon: 'list', roles: listReaders },
  { name: 'contracts', path: '/contracts', icon: 'doc', roles: customerRoles },
  { name: 'credit', path: '/credit', icon: 'money', roles: customerRoles },
  { name: 'board', path: '/board', icon: 'board', roles: wholeCompany, seated: true },
  { name: 'legal', path: '/legal', icon: 'legal', roles: legalReaders },
  { name: 'score', path: '/score', icon: 'score', roles: mayHaveCards },
  { name: 'overview', path: '/overview', icon: 'chart', roles: overviewReaders },
  { name: 'imports', path: '/imports', icon: 'import', roles: importReaders },
  { name: 'books', path: '/books', icon: 'book', roles: provisionReaders },
  { name: 'letters', path: '/letters', icon: 'doc', roles: letterDesk },
  { name: 'mail', path: '/mail', icon: 'mail', roles: outboxRoles },
  { name: 'admin', path: '/admin', icon: 'gear', roles: [...adminReaders, ...peopleInCharge], seated: true },
];

export function opensImports(person: CurrentPerson): boolean {
  return rolesAnywhere(person).some((role) => importReaders.includes(role));
}

/** Of an address below a line of the rail. Where there is none, the page itself refuses. */
export function opensAddress(address: string, person: CurrentPerson): boolean {
  const room = navigation.find(({ path }) => path !== '/' && address.startsWith(`${path}/`));
  return room === undefined || isOpenTo(room, person);
}

export function isOpenTo({ roles, seated }: Destination, person: CurrentPerson): boolean {
  return roles === 'all' || (seated === true && person.seats.length > 0) || rolesAnywhere(person).some((role) => roles.includes(role));
}
