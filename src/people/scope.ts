import type { Role } from '../../workflows/collection-case/actor.js';
import { type Companies, type CurrentPerson, companiesGranted, type Grant } from './current-person.js';

/** They see all cases of the companies in which they hold it. */
export const wholeCompany = [
  'sales_director',
  'ar_clerk',
  'finance_director',
  'general_manager',
  'legal_manager',
  'auditor',
] as const satisfies readonly Role[];

/**
 * The row scope of domain.md, "Who may do what", as an SQL predicate over table `cases`.
 * Beyond its words, whoever is named in an attribution sees that case, whoever owns it now: they have to answer. And whoever may be called to a board seat sees the docketed cases of that company: a deputy could not vote on them otherwise.
 * @param alias of the table in the caller's statement
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 * @returns an expression in brackets. Its text depends on the person: not for a statement of fixed name
 */
export function caseScope(person: CurrentPerson, alias: string, values: unknown[]): string {
  return `(${caseScopeParts(person, alias, values).join(' or ')})`;
}

/** The same as reasons, none of them ever null, of which one is enough: each alone may have an index that all together have not. */
export function caseScopeParts(person: CurrentPerson, alias: string, values: unknown[]): string[] {
  const grants = holdersOf(person).flatMap((holder) => holder.grants);
  const see = (companies: Companies, which?: () => string) => inCompanies(companies, alias, values, which);

  const whole = companiesWith(grants, wholeCompany);
  const legal = without(companiesWith(grants, ['legal_officer']), whole);
  const docketed = union(companiesWith(grants, ['hr']), [...new Set(person.seats.map((seat) => seat.companyId))]);
  const parts = [
    ...see(whole),
    ...see(legal, () => `(${alias}.docketed_on is not null or ${alias}.evidence_requested or ${alias}.letter_level >= 4)`),
    ...see(without(without(docketed, whole), legal), () => `${alias}.docketed_on is not null`),
    ...ownerScope(person, alias, values, whole),
  ];
  if (whole !== 'all') parts.push(isNamed());
  return parts;

  /** Whatever they hold by now. The first half is what the index of the few such cases asks for. */
  function isNamed(): string {
    values.push(person.login);
    return `cardinality(${alias}.named) > 0 and ${alias}.named @> array[$${values.length}::text]`;
  }
}

/**
 * What salespeople see as owners and sales managers as theirs, of any table whose rows belong to a company and an owner.
 * @param otherwise companies whose rows the person sees anyway
 * @returns expressions over `<alias>.company_id` and `<alias>.owner`; each lets rows be seen, and where there is none, none is
 */
export function ownerScope(person: CurrentPerson, alias: string, values: unknown[], otherwise: Companies = []): string[] {
  const holders = holdersOf(person);
  return [
    ...together(holders, 'salesperson', otherwise).flatMap(({ companies, logins }) =>
      inCompanies(companies, alias, values, () => among(`${alias}.owner`, logins, values)),
    ),
    ...together(holders, 'sales_manager', otherwise).flatMap(({ companies, logins }) =>
      inCompanies(companies, alias, values, () => inTeamOf(logins, alias, values)),
    ),
  ];
}

function holdersOf(person: CurrentPerson) {
  return [{ login: person.login, grants: person.grants }, ...person.standsInFor];
}

/** Bound to companies first, because `company_id` leads every index. */
function inCompanies(companies: Companies, alias: string, values: unknown[], which?: () => string): string[] {
  if (companies !== 'all' && companies.length === 0) return [];
  const column = `${alias}.company_id`;
  const within = companies === 'all' ? `${column} = any (array(select id from companies))` : among(column, companies, values);
  return [which ? `${within} and ${which()}` : within];
}

/** The team's, and one's own: a leaver's cases go to the manager. */
function inTeamOf(managers: string[], alias: string, values: unknown[]): string {
  const members = `select member.login from team_members member join teams team on team.id = member.team_id where ${among('team.manager', managers, values)}`;
  values.push(managers);
  return `${alias}.owner = any (array(${members} union all select unnest($${values.length}::text[])))`;
}

/** A single value is compared as such: only then do the indexes also give the rows in order. */
function among(column: string, texts: string[], values: unknown[]): string {
  values.push(texts.length === 1 ? texts[0] : texts);
  return texts.length === 1 ? `${column} = $${values.length}` : `${column} = any ($${values.length}::text[])`;
}

function companiesWith(grants: readonly Grant[], roles: readonly Role[]): Companies {
  return companiesGranted(grants.filter((grant) => roles.includes(grant.role)));
}

function union(some: Companies, others: Companies): Companies {
  return some === 'all' || others === 'all' ? 'all' : [...new Set([...some, ...others])].sort();
}

/** What is seen already needs no narrower part. From all companies nothing can be listed away. */
function without(companies: Companies, seen: Companies): Companies {
  if (seen === 'all') return [];
  return companies === 'all' ? 'all' : companies.filter((id) => !seen.includes(id));
}

/** Who holds the role, put together by the companies they hold it in, so that a usual person needs one part. */
function together(holders: readonly { login: string; grants: Grant[] }[], role: Role, seen: Companies) {
  const groups = new Map<string, { companies: Companies; logins: string[] }>();
  for (const { login, grants } of holders) {
    const companies = without(companiesWith(grants, [role]), seen);
    const key = JSON.stringify(companies);
    const group = groups.get(key);
    if (group) group.logins.push(login);
    else groups.set(key, { companies, logins: [login] });
  }
  return [...groups.values()];
}
