import type { Role } from '../../workflows/collection-case/actor.js';
import { type Companies, type CurrentPerson, companiesGranted, type Grant } from './current-person.js';

const wholeCompany: readonly Role[] = ['sales_director', 'ar_clerk', 'finance_director', 'general_manager', 'legal_manager', 'auditor'];

/**
 * The row scope of domain.md, "Who may do what", as an SQL predicate over table `cases`.
 * Beyond its words, whoever is named in an attribution sees that case, whoever owns it now: they have to answer. And whoever may be called to a board seat sees the docketed cases of that company: a deputy could not vote on them otherwise.
 * @param alias of the table in the caller's statement
 * @param values the statement's parameters so far; the predicate's own are pushed behind them
 * @returns an expression in brackets. Its text depends on the person: not for a statement of fixed name
 */
export function caseScope(person: CurrentPerson, alias: string, values: unknown[]): string {
  const holders = [{ login: person.login, grants: person.grants }, ...person.standsInFor];
  const grants = holders.flatMap((holder) => holder.grants);
  const parts: string[] = [];

  const whole = companiesWith(grants, wholeCompany);
  see(whole);
  const legal = without(companiesWith(grants, ['legal_officer']), whole);
  see(legal, () => `(${alias}.docketed_on is not null or ${alias}.evidence_requested or ${alias}.letter_level >= 4)`);
  const docketed = union(companiesWith(grants, ['hr']), [...new Set(person.seats.map((seat) => seat.companyId))]);
  see(without(without(docketed, whole), legal), () => `${alias}.docketed_on is not null`);
  for (const { companies, logins } of together(holders, 'salesperson', whole)) see(companies, () => among(`${alias}.owner`, logins));
  for (const { companies, logins } of together(holders, 'sales_manager', whole)) see(companies, () => inTeamOf(logins));
  if (whole !== 'all') parts.push(isNamed());
  return `(${parts.join(' or ')})`;

  /** Bound to companies first, because `company_id` leads every index of `cases`. */
  function see(companies: Companies, which?: () => string): void {
    if (companies !== 'all' && companies.length === 0) return;
    const column = `${alias}.company_id`;
    const within = companies === 'all' ? `${column} = any (array(select id from companies))` : among(column, companies);
    parts.push(which ? `${within} and ${which()}` : within);
  }

  /** Whatever they hold by now. The first half is what the index of the few such cases asks for. */
  function isNamed(): string {
    values.push(person.login);
    return `cardinality(${alias}.named) > 0 and ${alias}.named @> array[$${values.length}::text]`;
  }

  /** The team's, and one's own: a leaver's cases go to the manager. */
  function inTeamOf(managers: string[]): string {
    const members = `select member.login from team_members member join teams team on team.id = member.team_id where ${among('team.manager', managers)}`;
    values.push(managers);
    return `${alias}.owner = any (array(${members} union all select unnest($${values.length}::text[])))`;
  }

  /** A single value is compared as such: only then do the indexes also give the rows in order. */
  function among(column: string, texts: string[]): string {
    values.push(texts.length === 1 ? texts[0] : texts);
    return texts.length === 1 ? `${column} = $${values.length}` : `${column} = any ($${values.length}::text[])`;
  }
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
  return groups.values();
}
