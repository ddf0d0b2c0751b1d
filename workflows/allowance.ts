import { addDays, addMonths, type BusinessDate } from './calendar/dates.js';
import { type Cents, cents, formatAmount } from './money.js';
import type { AccountedKind } from './vouchers.js';

/** What of one kind of voucher was booked: a sum in the company's currency. */
export interface Booked {
  readonly kind: AccountedKind;
  readonly amount: string;
}

/** How each kind moves the allowance (坏账准备): credited, debited, or left alone. */
const moves: Readonly<Record<AccountedKind, 1 | 0 | -1>> = {
  write_off: -1,
  recovery: 1,
  recovery_receipt: 0,
  recovery_reversed: -1,
  recovery_receipt_reversed: 0,
  write_off_reversed: 1,
};

export const allowanceKinds = (Object.keys(moves) as AccountedKind[]).filter((kind) => moves[kind] !== 0);

/** 1 where a voucher of this kind adds to the allowance, -1 where it takes from it. */
export const allowanceMove = (kind: AccountedKind): 1 | 0 | -1 => moves[kind];

/** What the allowance holds: what the last provision left it with, less what was written off since, plus what came back. */
export function heldCents(last: string, booked: readonly Booked[]): Cents {
  return booked.reduce((held, { kind, amount }) => held + moves[kind] * cents(amount), cents(last));
}

/** A month that a provision is proposed for. */
export interface ProvisionAsked {
  /** YYYY-MM. */
  readonly month: string;
  readonly today: BusinessDate;
  /** Of the record: how many months rolled by its end. */
  readonly months: number;
  readonly opening?: string | undefined;
  readonly waiting?: { readonly month: string; readonly by: string } | undefined;
  /** The latest month with an approved one. */
  readonly last?: string | undefined;
}

export interface ProvisionRefusal {
  readonly key:
    | 'provision.month_open'
    | 'provision.no_history'
    | 'provision.waiting'
    | 'provision.order'
    | 'provision.opening_known'
    | 'provision.same_person'
    | 'provision.decided';
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A month is looked at when it is over, and when the ledger goes back over one that rolled. */
export function refuseReckoning({
  month,
  today,
  months,
}: Pick<ProvisionAsked, 'month' | 'today' | 'months'>): ProvisionRefusal | undefined {
  const to = monthEnd(month);
  if (today <= to) return { key: 'provision.month_open', facts: { month, to, today } };
  return months < 1 ? { key: 'provision.no_history', facts: { month, to } } : undefined;
}

/** One after the other, each month later than the last; what the allowance held at first is said with the first. */
export function refuseProposing(asked: ProvisionAsked): ProvisionRefusal | undefined {
  const { month, waiting, last, opening } = asked;
  const refused = refuseReckoning(asked);
  if (refused) return refused;
  if (waiting) return { key: 'provision.waiting', facts: { waiting: waiting.month, by: waiting.by } };
  if (last !== undefined && month <= last) return { key: 'provision.order', facts: { month, last } };
  return last !== undefined && opening !== undefined ? { key: 'provision.opening_known', facts: { last } } : undefined;
}

/** By somebody else than who proposed it, and once. */
export function refuseProvisionDecision(
  { month, proposedBy, decidedBy }: { month: string; proposedBy: string; decidedBy?: string | undefined },
  by: { login: string; standsInFor: readonly string[] },
): ProvisionRefusal | undefined {
  if (proposedBy === by.login || by.standsInFor.includes(proposedBy)) return { key: 'provision.same_person', facts: { month, proposedBy } };
  return decidedBy === undefined ? undefined : { key: 'provision.decided', facts: { month, by: decidedBy } };
}

/** Its last day. @param month YYYY-MM */
export function monthEnd(month: string): BusinessDate {
  return addDays(addMonths(`${month}-01`, 1), -1);
}

/** Signed. */
export function changeOf(required: string, held: Cents): string {
  return formatAmount(cents(required) - held);
}
