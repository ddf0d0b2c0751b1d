import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { type LetterBasis, letterBasis, letterReleasers, waitingCases } from '../../workflows/collection-case/customer-letter.js';
import { mailDay } from '../../workflows/dunning/mail-day.js';
import type { Terms } from '../../workflows/dunning/reminders.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { type LedgerItem, letterContent, type Parties } from './letter-content.js';
import { type Dispatch, LetterWriting } from './letter-writing.js';
import { Letters } from './letters.js';
import { lockCasesOf, openItems, partiesOf } from './open-items.js';

interface Held {
  company: string;
  customer: string;
  level: number;
  status: string;
  mail: string | null;
}

/** A proposed letter, with everything as it is now and nothing of it changing meanwhile. */
interface Waiting {
  held: Held;
  on: BusinessDate;
  terms: Terms;
  items: readonly LedgerItem[];
  basis: LetterBasis;
  parties: Parties;
}

/** What people do with proposed letters: release, withdraw, or record one that went by post. Looked at again when it is done. */
@Injectable()
export class LetterRelease {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly letters: Letters,
    private readonly writing: LetterWriting,
  ) {}

  /** @throws Problem 404, 403 for a level that others release, 409 where nothing is left, something stops it, or there is no address */
  release(person: CurrentPerson, id: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { held, on, terms, items, basis, parties } = await this.waiting(tx, person, id);
      const { company, customer } = held;
      const level = basis.level ?? held.level;
      requireRole(person, company, ...letterReleasers(level));
      if (held.status !== 'proposed') throw notProposed(id, held);
      if (basis.level === undefined && basis.paused > 0) throw new Problem(409, 'letter.paused', { customer, on });
      if (basis.level === undefined) throw new Problem(409, 'letter.nothing_left', { customer });
      if (parties.email === null) throw new Problem(409, 'letter.address_missing', { customer });
      await refuseSecondOfDay(tx, held, id, on);
      const content = letterContent({ id, level, on }, parties, items, terms);
      const letter = { companyId: company, id, content, items, cases: basis.cases };
      const mail = { email: parties.email, leavesOn: mailDay(on, terms.calendar) };
      await this.writing.mailOut(tx, letter, mail, { kind: 'person', person });
    });
  }

  /** What was handed over counts, whatever has stopped it meanwhile. @throws as `release` */
  record(person: CurrentPerson, id: string, dispatch: Dispatch): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { held, on, terms, items, parties } = await this.waiting(tx, person, id);
      const { company: companyId, customer, level } = held;
      requireRole(person, companyId, ...letterReleasers(level));
      await refuseSecondOfDay(tx, held, id, dispatch.sentOn);
      const by = { kind: 'person', person } as const;
      if (isUndelivered(held)) {
        const cases = await recordedCases(tx, companyId, id);
        return this.writing.sendAgain(tx, { companyId, id, level, cases }, dispatch, by);
      }
      if (held.status !== 'proposed') throw notProposed(id, held);
      const cases = waitingCases(items);
      if (cases.length === 0) throw new Problem(409, 'letter.nothing_left', { customer });
      const content = letterContent({ id, level, on }, parties, items, terms);
      await this.writing.handOver(tx, { companyId, id, content, items, cases }, dispatch, by);
    });
  }

  /** The letter of this day and level is not proposed again. @throws Problem 404, 403, 409 */
  withdraw(person: CurrentPerson, id: string, reason: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { held, items } = await this.waiting(tx, person, id);
      requireRole(person, held.company, ...letterReleasers(held.level));
      if (held.status !== 'proposed') throw notProposed(id, held);
      await this.writing.keepItems(tx, { companyId: held.company, id, items, cases: waitingCases(items) });
      await tx.query(
        `update letters set status = 'withdrawn', withdrawn_by = $3, withdrawn_reason = $4 where company_id = $1 and id = $2::bigint`,
        [held.company, id, person.login, reason],
      );
    });
  }

  /** Cases first, then the letter: the night takes them in the same order. */
  private async waiting(tx: Tx, person: CurrentPerson, id: string): Promise<Waiting> {
    const { company, customer } = await this.letters.find(tx, person, id);
    await lockCasesOf(tx, company, [customer]);
    const [held] = await tx.query<Held>(
      `select l.company_id as company, l.customer, l.level, l.status,
         (select o.status from outbox o where o.company_id = l.company_id and o.id = l.outbox_id) as mail
       from letters l where l.company_id = $1 and l.id = $2::bigint for update`,
      [company, id],
    );
    const parties = (await partiesOf(tx, company, [customer])).get(customer);
    if (!held || !parties) throw new Error(`letter ${id} is gone`);
    const on = await businessDate(tx, company);
    const terms = await this.rules.on(company, on, tx);
    const items = (await openItems(tx, company, [customer], on)).get(customer) ?? [];
    return { held, on, terms, items, basis: letterBasis(items, on, terms), parties };
  }
}

/** Its mail did not arrive, or nobody knows: it may go another way. */
function isUndelivered({ status, mail }: Held): boolean {
  return status === 'released' && ['failed', 'unknown', 'cancelled'].includes(mail ?? '');
}

function notProposed(id: string, { status }: Held): Problem {
  return new Problem(409, 'letter.not_proposed', { id, status });
}

/** One letter per customer and day. */
async function refuseSecondOfDay(tx: Tx, { company, customer }: Held, id: string, on: BusinessDate): Promise<void> {
  const [other] = await tx.query<{ id: string }>(
    'select id from letters where company_id = $1 and customer = $2 and sent_on = $3 and id <> $4::bigint',
    [company, customer, on, id],
  );
  if (other) throw new Problem(409, 'letter.one_per_day', { customer, on, other: other.id });
}

async function recordedCases(tx: Tx, companyId: string, id: string): Promise<string[]> {
  const cases = await tx.query<{ id: string }>(
    `select c.id from letter_items i join cases c on c.company_id = i.company_id and c.id = i.case_id
     where i.company_id = $1 and i.letter_id = $2::bigint and i.due_level is not null and not c.closed order by c.id`,
    [companyId, id],
  );
  return cases.map(({ id }) => id);
}
