import { Injectable } from '@nestjs/common';
import type { Role } from '../../workflows/collection-case/actor.js';
import { overdueDays } from '../../workflows/collection-case/context.js';
import { collectionPath } from '../../workflows/collection-case/decide.js';
import { type Waiting, waitingIn, waitsFor } from '../../workflows/collection-case/waiting.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { type Push, pushTo, withReceivableAndCustomer } from './case-conditions.js';
import { type HeldCase, heldColumns } from './case-rows.js';
import { CircumstancesOfDay, circumstancesOf } from './circumstances.js';

/** Something that waits for one person, with the case that it is about. */
export interface WaitingCase {
  readonly id: string;
  readonly version: number;
  readonly customer: string;
  readonly customerName: string;
  readonly document: string;
  readonly currency: string;
  readonly balance: string;
  readonly owner: string;
  readonly overdueDays: number;
  readonly collection: string;
  readonly lastAttemptOn: string | undefined;
  /** Where it is voted on. */
  readonly meeting: string | undefined;
  readonly waiting: Waiting;
}

export interface WaitingCases {
  /** The earliest first. */
  readonly items: readonly WaitingCase[];
  /** Some more cases may wait: not all were looked at. */
  readonly isMore: boolean;
}

/** Cases of one kind that are looked at. */
const lookedAt = 100;

type Row = HeldCase &
  Pick<WaitingCase, 'customer' | 'customerName' | 'document' | 'currency' | 'balance' | 'owner'> & {
    reached: boolean;
    /** Of the letter to the customer that waits for its release, with all that is open. */
    letterLevel: number | null;
  };

/**
 * What waits for a person, as the record has it now. Which cases are looked at at all comes from indexes, by what each role is ever
 * asked for; what really waits, and for whom, the rules say.
 */
@Injectable()
export class WaitingList {
  constructor(
    private readonly database: Database,
    private readonly days: CircumstancesOfDay,
  ) {}

  async of(person: CurrentPerson, company: string): Promise<WaitingCases> {
    const values: unknown[] = [company];
    const scope = caseScope(person, 'c', values);
    const places = placesFor(person, company, pushTo(values));
    if (places.length === 0) return { items: [], isMore: false };
    const parts = places.map(
      (place) =>
        `(select c.id, count(*) over () > ${lookedAt} as reached from (
            select c.id from cases c where c.company_id = $1 and ${place} order by c.due_on, c.id limit ${lookedAt + 1}) c)`,
    );
    const rows = await this.database.query<Row>(
      `select ${heldColumns}, c.customer, k.name as "customerName", r.document, r.currency, c.balance, c.owner, found.reached,
         (select l.level from letters l where l.company_id = c.company_id and l.customer = c.customer and l.status = 'proposed' and not l.paused) as "letterLevel"
       from (select id, bool_or(reached) as reached from (${parts.join(' union all ')}) t group by id) found
       join cases c on c.company_id = $1 and c.id = found.id ${withReceivableAndCustomer}
       where ${scope}`,
      values,
    );
    const by = { kind: 'person', person } as const;
    const day = await this.database.transaction((tx) => this.days.day(tx, company, by));
    const items = rows.flatMap((row) => {
      const { by: actor } = circumstancesOf(by, row, day);
      if (actor.kind !== 'person') return [];
      const { context, value } = row.stored;
      const collection = collectionPath(value);
      return waitingIn(context, { ...value, collection }, day.date, day.rules)
        .filter((waiting) => waitsFor(waiting, actor) && isThere(waiting, row))
        .map(
          (waiting): WaitingCase => ({
            id: row.caseId,
            version: row.version,
            customer: row.customer,
            customerName: row.customerName,
            document: row.document,
            currency: row.currency,
            balance: row.balance,
            owner: row.owner,
            overdueDays: overdueDays(context, day.date),
            collection,
            lastAttemptOn: context.attempts.lastOn,
            meeting: context.round?.meeting,
            waiting,
          }),
        );
    });
    items.sort((a, b) => compare(a.waiting.dueOn, b.waiting.dueOn) || Number(b.balance) - Number(a.balance) || compare(a.id, b.id));
    return { items, isMore: rows.some(({ reached }) => reached) };
  }
}

/** A customer has one letter, at the highest level of all its cases: of one below it, or withheld, there is nothing to release. */
function isThere({ kind, facts }: Waiting, { letterLevel }: Row): boolean {
  return kind !== 'letter' || facts.level === letterLevel;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Where there may be something for the person: each an SQL condition on `cases` c that an index answers. */
function placesFor(person: CurrentPerson, company: string, push: Push): string[] {
  const roles = rolesIn(person, company);
  const has = (...some: Role[]) => some.some((role) => roles.includes(role));
  const inState = (state: string) => `c.collection = ${push(state)}`;
  const places = [`cardinality(c.named) > 0 and c.named @> array[${push(person.login)}]`];
  if (has('salesperson', 'sales_manager'))
    places.push(`c.owner = any (${push([person.login, ...standsInForLogins(person, company)])}::text[]) and not c.closed`);
  if (has('sales_manager')) places.push(`c.customer_dispute = 'open' and not c.closed`);
  if (has('ar_clerk')) {
    places.push(inState('financeConfirmation'), inState('writeOff.awaitingPosting'), inState('boardReview.docketed'));
    places.push('c.letter_due >= 2 and c.letter_due <= 3');
    // As long as sales follow up, no column says that a plan waits.
    places.push(noticed(push, 'role:ar_clerk', ['plan_waiting']));
  }
  if (has('finance_director', 'general_manager')) places.push(inState('writeOff.awaitingApproval'));
  if (has('finance_director')) places.push(noticed(push, 'role:finance_director', secondPersonKinds));
  if (person.seats.some(({ companyId }) => companyId === company)) {
    places.push(inState('boardReview.voting'), `c.attribution in ('contested', 'appealed')`);
    places.push(noticed(push, 'role:finance_director', ['proposal_missing']));
  }
  if (has('hr')) places.push(`c.attribution in ('contested', 'appealed')`);
  if (has('legal_officer')) places.push('c.evidence_requested and not c.closed', inState('legalAction'), 'c.letter_due = 4');
  if (has('legal_manager')) places.push(noticed(push, 'role:legal_manager', ['evidence_to_accept']));
  return places;
}

/** Rare, and told whenever it begins: the notices lead to the cases, the record says whether it still waits. */
const secondPersonKinds = ['correction_waiting', 'cancellation_waiting', 'reversal_waiting'];

/** Among so many notices of a role, the last ones, those that are asked for are found; an index has them in their order. */
const noticesLookedAt = 10_000;

function noticed(push: Push, recipient: string, kinds: readonly string[]): string {
  return `c.id = any (array(
    select n.case_id from (select case_id, kind, id from notices where recipient = ${push(recipient)} and company_id = $1 order by id desc limit ${noticesLookedAt}) n
    where n.kind = any (${push(kinds)}::text[]) order by n.id desc limit ${lookedAt}))`;
}
