import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Actor, Role } from '../../../workflows/collection-case/actor.js';
import type { Circumstances } from '../../../workflows/collection-case/commands.js';
import type { RollSeat, Seat } from '../../../workflows/review-board/seats.js';

/** Salespeople, and the manager of the team that they are in. */
const managers: Readonly<Record<string, string>> = { sales0001: 'sales_manager', sales0002: 'sales_manager' };

/** The board of the training company. */
export const board: readonly RollSeat[] = [
  { seat: 'sales_director', member: 'sales_director', deputy: 'sales_manager' },
  { seat: 'finance_director', member: 'finance_director', deputy: 'general_manager' },
  { seat: 'legal_manager', member: 'legal_manager', deputy: 'legal_officer' },
];

/** What surrounds a command beside its author: who is away, and roles that somebody holds beside the one of their login. */
export interface Office {
  readonly away?: readonly string[];
  readonly extraRoles?: Readonly<Record<string, readonly Role[]>>;
  /** What the records beside the case say. */
  readonly beside?: Pick<Circumstances, 'forgiven' | 'past'>;
}

export function managerOf(owner: string): string | undefined {
  return managers[owner];
}

/** A person's command on a case of `owner`. A login is the key of its role: `ar_clerk2` is another AR clerk, `sales0001` a salesperson. */
export function toldBy(
  login: string,
  owner: string,
  date: BusinessDate,
  { away = [], extraRoles = {}, beside = {} }: Office = {},
): Circumstances {
  const role = (login.startsWith('sales0') ? 'salesperson' : login.replace(/\d+$/, '')) as Role;
  const ownersManager = managerOf(owner);
  const seatsAs = (part: (roll: RollSeat) => boolean): Seat[] => board.filter(part).map(({ seat }) => seat);
  const by: Actor = {
    kind: 'person',
    login,
    roles: [role, ...(extraRoles[login] ?? [])],
    ownsCase: login === owner,
    managesOwner: login === ownersManager,
    board: {
      member: seatsAs(({ member }) => member === login),
      deputy: seatsAs(({ deputy }) => deputy === login),
      sits: away.includes(login) ? [] : seatsAs(({ member, deputy }) => member === login || (deputy === login && away.includes(member))),
    },
  };
  return { by, date, away, ...beside, ...(ownersManager !== undefined && { ownersManager }) };
}

export function toldByImport(date: BusinessDate): Circumstances {
  return { by: { kind: 'import', id: '1', login: 'ar_clerk' }, date };
}

export function toldByClock(owner: string, date: BusinessDate, { away = [] }: Office = {}): Circumstances {
  const ownersManager = managerOf(owner);
  return { by: { kind: 'clock' }, date, away, ...(ownersManager !== undefined && { ownersManager }) };
}
