import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { formatAmount } from '../../workflows/money.js';
import { type ListRefusal, refuseAcceptance, refuseDecision } from '../../workflows/overdue-list/refusals.js';
import { type Correction, correctionBy, type RowState, type SettlementOutcome, type Side } from '../../workflows/overdue-list/row.js';
import { settle } from '../../workflows/overdue-list/settlement.js';
import { settlementUntil } from '../../workflows/overdue-list/terms.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { requireActive } from './answers.js';
import { type FoundList, findList } from './found-list.js';
import { type HeldRow, heldRow } from './held-rows.js';
import { agreeWhenDone } from './list-agreement.js';
import { type ListEvent, recordEvents } from './list-events.js';
import { endNotices, tellOfRow } from './row-notices.js';

const directors = { sales: 'sales_director', finance: 'finance_director' } as const;

interface Held {
  list: FoundList;
  row: HeldRow;
  on: BusinessDate;
}

/** What becomes of objections: finance accepts or rejects, and the two directors settle what is rejected. */
@Injectable()
export class RowDecisions {
  constructor(private readonly rules: RulesInForce) {}

  /** The row is corrected, and counts against the list's accuracy. @param more a figure or owner that the objection did not name */
  async accept(tx: Tx, person: CurrentPerson, listId: string, rowId: string, more: Correction, note: string | undefined): Promise<void> {
    const held = await this.hold(tx, person, listId, rowId, 'ar_clerk');
    const { list, row, on } = held;
    if (more.owner !== undefined) await requireActive(tx, [more.owner]);
    throwIf(refuseAcceptance(row, person.login, more));
    const correction = correctionBy(objectionOf(row), more);
    await correct(tx, held, 'corrected', correction);
    await endNotices(tx, list.company, 'list_row_objected', [row.caseId]);
    await this.conclude(tx, held, { kind: 'accepted', row: row.id, facts: { ...said(correction), note } }, person.login, on);
  }

  /** Goes to both directors, who have 5 working days. */
  async reject(tx: Tx, person: CurrentPerson, listId: string, rowId: string, reason: string): Promise<void> {
    const { list, row, on } = await this.hold(tx, person, listId, rowId, 'ar_clerk');
    throwIf(refuseDecision(row, person.login));
    const { policy, calendar } = await this.rules.on(list.company, on, tx);
    const until = settlementUntil(on, policy, calendar);
    await tx.query(
      `update overdue_list_rows set state = 'disagreed', settle_until = $3 where company_id = $1 and id = $2::bigint`,
      [list.company, row.id, until],
      'lists.reject',
    );
    await recordEvents(tx, whichOf(list), { by: person.login, on }, [{ kind: 'rejected', row: row.id, facts: { reason, until } }]);
    await endNotices(tx, list.company, 'list_row_objected', [row.caseId]);
    await tellOfRow(tx, list.company, {
      ...{ kind: 'list_row_disagreed', caseId: row.caseId, on, recipients: Object.values(directors).map((role) => `role:${role}`) },
      facts: { month: list.month, until, reason },
    });
  }

  /** One proposes, the other says the same. */
  async settle(
    tx: Tx,
    person: CurrentPerson,
    listId: string,
    rowId: string,
    { outcome, note }: { outcome: SettlementOutcome; note: string },
  ): Promise<void> {
    const held = await this.hold(tx, person, listId, rowId, directors.sales, directors.finance);
    const { list, row, on } = held;
    const made = settle(row, directorSides(person, list.company), { by: person.login, outcome, note }, on);
    if ('refused' in made) throw new Problem(409, made.refused.key, made.refused.facts);
    const event = { row: row.id, facts: { outcome, note } };
    const write = { kind: made.outcome === undefined ? 'proposed' : 'settled', ...event } as const;
    await tx.query(
      'update overdue_list_rows set proposals = $3::jsonb where company_id = $1 and id = $2::bigint',
      [list.company, row.id, JSON.stringify(made.proposals)],
      'lists.propose',
    );
    if (made.outcome === undefined) return recordEvents(tx, whichOf(list), { by: person.login, on }, [write]);
    await correct(tx, held, 'settled', made.outcome === 'objection' ? correctionBy(objectionOf(row)) : undefined);
    await endNotices(tx, list.company, 'list_row_disagreed', [row.caseId]);
    await this.conclude(tx, held, write, person.login, on);
  }

  private async hold(
    tx: Tx,
    person: CurrentPerson,
    listId: string,
    rowId: string,
    ...roles: Parameters<typeof requireRole>[2][]
  ): Promise<Held> {
    const list = await findList(tx, person, listId, { hold: true });
    const row = await heldRow(tx, person, list, rowId);
    const [first, ...others] = roles;
    if (first) requireRole(person, list.company, first, ...others);
    return { list, row, on: await businessDate(tx, list.company) };
  }

  private async conclude(tx: Tx, { list }: Held, event: ListEvent, by: string, on: BusinessDate): Promise<void> {
    await recordEvents(tx, whichOf(list), { by, on }, [event]);
    await agreeWhenDone(tx, whichOf(list), { by, on });
  }
}

/** The sides that the person may speak for. */
export function directorSides(person: CurrentPerson, companyId: string): Side[] {
  const roles = rolesIn(person, companyId);
  return (Object.keys(directors) as Side[]).filter((side) => roles.includes(directors[side]));
}

/** @param correction undefined: the row stays as drafted */
async function correct(tx: Tx, { list, row }: Held, state: RowState, correction: Correction | undefined): Promise<void> {
  const { balanceCents, owner } = correction ?? {};
  await tx.query(
    `update overdue_list_rows set state = $3, corrected = $4, agreed_balance = $5, agreed_owner = $6 where company_id = $1 and id = $2::bigint`,
    [list.company, row.id, state, correction !== undefined, balanceCents === undefined ? null : formatAmount(balanceCents), owner ?? null],
    'lists.correct',
  );
}

function objectionOf({ id, objection }: HeldRow): NonNullable<HeldRow['objection']> {
  if (!objection) throw new Error(`row ${id} has no objection`);
  return objection;
}

function said({ balanceCents, owner }: Correction) {
  return { balance: balanceCents === undefined ? undefined : formatAmount(balanceCents), owner };
}

function whichOf({ company, id }: FoundList) {
  return { companyId: company, list: id };
}

function throwIf(refused: ListRefusal | undefined): void {
  if (refused) throw new Problem(409, refused.key, refused.facts);
}
