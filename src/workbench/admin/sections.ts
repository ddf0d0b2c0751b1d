import { peopleInCharge } from '../../../workflows/access/role-grants.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { whatIfRoles } from '../../analysis/what-if/what-if-runs.js';
import { moneyReaders } from '../../audit/audit.controller.js';
import { sealReaders } from '../../audit/seals.js';
import { runReaders } from '../../dunning/nights.js';
import { type CurrentPerson, rolesAnywhere } from '../../people/current-person.js';
import { policyReaders } from '../../policy/policy-history.js';

/** Who opens anything of the administration beside a seat of the board. */
export const adminReaders: [Role, ...Role[]] = ['admin', 'hr', 'finance_director', 'general_manager', 'auditor', 'ar_clerk'];

/** As the API has it: what somebody may read there, they may open here. */
const sections = {
  people: ['admin', 'auditor'],
  teams: ['admin', 'auditor'],
  absences: ['admin', 'auditor'],
  board: [...adminReaders, 'sales_director', 'legal_manager'],
  roles: ['admin', 'auditor', ...peopleInCharge],
  policy: policyReaders,
  'what-if': whatIfRoles,
  calendar: adminReaders,
  companies: ['admin', 'finance_director', 'auditor'],
  tokens: adminReaders,
  runs: runReaders,
  verification: ['auditor'],
  seals: sealReaders,
  refusals: ['auditor'],
  money: moneyReaders,
} as const satisfies Record<string, readonly Role[]>;

export type Section = keyof typeof sections;

export interface SectionTab {
  name: Section;
  path: string;
  isHere: boolean;
}

export function sectionPath(section: Section): string {
  return `/admin/${section}`;
}

/** Who sits on a board confirms the changes of its seats, whatever else they are. */
export function sectionsOf(person: CurrentPerson, here?: Section): SectionTab[] {
  const held = rolesAnywhere(person);
  return (Object.entries(sections) as [Section, readonly Role[]][])
    .filter(([name, roles]) => held.some((role) => roles.includes(role)) || (name === 'board' && person.seats.length > 0))
    .map(([name]) => ({ name, path: sectionPath(name), isHere: name === here }));
}
