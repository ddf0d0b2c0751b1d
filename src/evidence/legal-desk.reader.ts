import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { evidenceScope } from '../cases/hidden-evidence.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import type { Tx } from '../platform/database/database.js';

type Reader = Pick<Tx, 'query'>;

export interface DeskCase {
  case: string;
  customerName: string;
  document: string;
  currency: string;
  balance: string;
  overdueDays: number;
}

export interface WaitingDocument extends DeskCase {
  evidence: string;
  kind: string;
  ground: string;
  fileName: string;
  attachedByName: string;
  attachedOn: BusinessDate;
}

export interface EndingLimitation extends DeskCase {
  endsOn: BusinessDate;
  daysLeft: number;
}

export interface LegalReview extends DeskCase {
  since: BusinessDate;
  reviewOn: BusinessDate;
  isDue: boolean;
}

export interface BadDebt extends DeskCase {
  collection: string;
  resolvedOn: BusinessDate;
  writtenOff: string;
}

const deskColumns = `c.id as case, k.name as "customerName", r.document, r.currency, c.balance, business_date(c.company_id) - c.due_on as "overdueDays"`;
const deskTables = `cases c join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join customers k on k.company_id = c.company_id and k.customer = c.customer`;

/** Documents of open cases that nobody has accepted or withdrawn, the longest waiting first. */
export function waitingDocuments(database: Reader, companyId: string, person: CurrentPerson, atMost: number): Promise<WaitingDocument[]> {
  const values: unknown[] = [companyId, atMost];
  const scope = evidenceScope(person, 'c', values);
  return database.query(
    `select ${deskColumns}, e.id as evidence, e.kind, e.ground, e.file_name as "fileName", p.name as "attachedByName", e.attached_on as "attachedOn"
     from evidence e
     join people p on p.login = e.attached_by
     join ${deskTables} on c.company_id = e.company_id and c.customer = e.customer and not c.closed
     where e.company_id = $1 and ${scope} and exists (
       select from jsonb_array_elements(c.snapshot #> '{context,evidence}') d
       where d ->> 'id' = e.id::text and not d ? 'acceptedBy' and not d ? 'withdrawnReason')
     order by e.id, c.id limit $2`,
    values,
  );
}

/** Open debts that can be claimed for at most so many days more, the shortest first. @param years of the limitation period */
export function endingLimitations(
  database: Reader,
  companyId: string,
  person: CurrentPerson,
  { years, withinDays, atMost }: { years: number; withinDays: number; atMost: number },
): Promise<EndingLimitation[]> {
  const values: unknown[] = [companyId, atMost, years, withinDays];
  const scope = caseScope(person, 'c', values);
  return database.query(
    `select * from (
       select ${deskColumns}, l.ends as "endsOn", l.ends - business_date(c.company_id) as "daysLeft"
       from ${deskTables}
       cross join lateral (select (coalesce((c.snapshot #>> '{context,limitationFrom}')::date, c.due_on) + make_interval(years => $3::int))::date as ends) l
       where c.company_id = $1 and not c.closed and c.due_on <= (business_date($1) + $4::int - make_interval(years => $3::int))::date and ${scope}) d
     where "daysLeft" <= $4 order by "daysLeft", "case" limit $2`,
    values,
  );
}

/** Cases in legal action, the next review first. */
export function legalReviews(database: Reader, companyId: string, person: CurrentPerson, atMost: number): Promise<LegalReview[]> {
  const values: unknown[] = [companyId, atMost];
  const scope = caseScope(person, 'c', values);
  return database.query(
    `select ${deskColumns}, c.snapshot #>> '{context,legal,since}' as since, c.snapshot #>> '{context,legal,reviewOn}' as "reviewOn",
       (c.snapshot #>> '{context,legal,reviewOn}')::date <= business_date(c.company_id) as "isDue"
     from ${deskTables} where c.company_id = $1 and c.collection = 'legalAction' and ${scope} order by "reviewOn", c.id limit $2`,
    values,
  );
}

/** Bad debts that the board has resolved, which have a dossier; the newest resolution first. */
export function badDebts(database: Reader, companyId: string, person: CurrentPerson, atMost: number): Promise<BadDebt[]> {
  const values: unknown[] = [companyId, atMost];
  const scope = evidenceScope(person, 'c', values);
  return database.query(
    `select ${deskColumns}, c.collection, c.snapshot #>> '{context,writeOff,resolvedOn}' as "resolvedOn", r.written_off as "writtenOff"
     from ${deskTables} where c.company_id = $1 and c.collection in ('writeOff.awaitingApproval', 'writeOff.awaitingPosting', 'writtenOff')
       and c.snapshot #> '{context,writeOff}' is not null and ${scope}
     order by "resolvedOn" desc, c.id desc limit $2`,
    values,
  );
}

/** What the customer of a case that the reader may see is called. */
export async function nameOfCustomer(database: Reader, companyId: string, customer: string): Promise<string> {
  const [found] = await database.query<{ name: string }>(
    'select name from customers where company_id = $1 and customer = $2',
    [companyId, customer],
    'customers.name',
  );
  return found?.name ?? customer;
}
