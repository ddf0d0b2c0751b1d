import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { type CreditReason, checkAtSigning, uncoveredCents } from '../../../workflows/credit/check.js';
import { converted } from '../../../workflows/credit/exposure.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import type { Tx } from '../../platform/database/database.js';
import { type CreditBooks, creditBooks, exposureIn } from './exposures.js';

export type SubjectKind = 'contract' | 'order';

export interface Judging {
  readonly companyId: string;
  readonly on: BusinessDate;
  readonly policy: Policy;
  readonly importId?: string;
}

type Release = 'security' | 'exposure' | 'exception' | 'lapsed';

/** A contract or order as it is judged. */
interface Subject {
  subject: string;
  customer: string;
  owner: string;
  on: BusinessDate;
  currency: string;
  amount: string;
  /** Not yet invoiced. */
  left: string;
  termDays: number | null;
  /** The open hold's number. */
  hold: string | null;
  secured: string;
  /** An approved exception has not ended. */
  excepted: boolean;
}

interface Judged {
  one: Subject;
  release?: Release;
  reasons: readonly CreditReason[];
  amountCents: number | undefined;
}

const atOnce = 500;

/**
 * Judges contracts or orders as they stand: places holds where the policy would not have them, renews the reasons of those held, and
 * releases what nothing stands against any more. Doing it twice changes nothing.
 */
export async function judgeCredit(tx: Tx, judging: Judging, kind: SubjectKind, subjects: readonly string[]): Promise<void> {
  for (let from = 0; from < subjects.length; from += atOnce) await judgeSome(tx, judging, kind, subjects.slice(from, from + atOnce));
}

async function judgeSome(tx: Tx, judging: Judging, kind: SubjectKind, subjects: readonly string[]): Promise<void> {
  const { companyId, on } = judging;
  const found = await tx.query<Subject>(selectSubjects(kind), [companyId, subjects, on], `credit.subjects_${kind}`);
  const books = await creditBooks(tx, companyId, on, [...new Set(found.map(({ customer }) => customer))]);
  const judged = found.map((one) => judge(one, kind, books, judging.policy));
  const held = judged.filter(({ release }) => release === undefined);
  await place(tx, judging, kind, held);
  await renew(tx, judging, held);
  await release(tx, judging, judged);
}

function judge(one: Subject, kind: SubjectKind, books: CreditBooks, policy: Policy): Judged {
  const customer = books.customers.get(one.customer);
  const inCompany = (amount: string) => converted(cents(amount), one.currency, books.currency, books.rates);
  const amountCents = inCompany(one.amount);
  if (one.excepted) return { one, release: 'exception', reasons: [], amountCents };
  if (cents(one.left) === 0 || !customer) return { one, release: 'lapsed', reasons: [], amountCents };
  const leftCents = inCompany(one.left);
  if (amountCents === undefined || leftCents === undefined)
    return { one, reasons: [{ key: 'rate_missing', currency: one.currency }], amountCents };
  const isOrder = kind === 'order';
  const exposure = exposureIn(books, customer, isOrder ? one.subject : undefined);
  const deal = { on: one.on, addedCents: isOrder ? 0 : leftCents, amountCents, termDays: one.termDays ?? undefined };
  const securedCents = cents(one.secured);
  const { reasons } = checkAtSigning({ ...deal, securedCents }, customer.standing, exposure, policy);
  if (reasons.length > 0) return { one, reasons, amountCents };
  const bare = securedCents > 0 ? checkAtSigning({ ...deal, securedCents: 0 }, customer.standing, exposure, policy) : undefined;
  return { one, release: bare?.result === 'hold' ? 'security' : 'exposure', reasons, amountCents };
}

async function place(tx: Tx, { companyId, on, importId }: Judging, kind: SubjectKind, held: readonly Judged[]): Promise<void> {
  const rows = held.filter(({ one }) => one.hold === null).map((judged) => ({ ...written(judged), ...judged.one }));
  if (rows.length === 0) return;
  await tx.query(
    `insert into credit_holds (company_id, subject_kind, subject, customer, owner, placed_on, import_id, placed_reasons, reasons, judged_on, amount, uncovered)
     select $1, $2, subject, customer, owner, $3, $4, reasons, reasons, $3, amounting, uncovered
     from jsonb_to_recordset($5::jsonb) as x (subject text, customer text, owner text, reasons jsonb, amounting numeric, uncovered numeric)
     on conflict (company_id, subject_kind, subject) where released_on is null do nothing`,
    [companyId, kind, on, importId ?? null, JSON.stringify(rows)],
    'credit.place',
  );
}

async function renew(tx: Tx, { companyId, on }: Judging, held: readonly Judged[]): Promise<void> {
  const rows = held.filter(({ one }) => one.hold !== null).map((judged) => ({ ...written(judged), hold: judged.one.hold }));
  if (rows.length === 0) return;
  await tx.query(
    `update credit_holds h set reasons = x.reasons, judged_on = $2, amount = x.amounting, uncovered = x.uncovered
     from jsonb_to_recordset($3::jsonb) as x (hold bigint, reasons jsonb, amounting numeric, uncovered numeric)
     where h.company_id = $1 and h.id = x.hold and h.released_on is null`,
    [companyId, on, JSON.stringify(rows)],
    'credit.renew',
  );
}

async function release(tx: Tx, { companyId, on }: Judging, judged: readonly Judged[]): Promise<void> {
  const rows = judged.flatMap(({ one, release: because }) =>
    because !== undefined && one.hold !== null ? [{ hold: one.hold, because }] : [],
  );
  if (rows.length === 0) return;
  await tx.query(
    `update credit_holds h set released_on = $2, released_at = now(), release = x.because, judged_on = $2
     from jsonb_to_recordset($3::jsonb) as x (hold bigint, because text)
     where h.company_id = $1 and h.id = x.hold and h.released_on is null`,
    [companyId, on, JSON.stringify(rows)],
    'credit.release',
  );
}

function written({ reasons, amountCents }: Judged): { reasons: readonly CreditReason[]; amounting: string | null; uncovered: string } {
  return {
    reasons,
    amounting: amountCents === undefined ? null : formatAmount(amountCents),
    uncovered: formatAmount(uncoveredCents(reasons, amountCents ?? 0)),
  };
}

const what: Readonly<Record<SubjectKind, string>> = {
  contract: `
    select k.contract as subject, k.customer, k.signed_by as owner, k.signed_on as on, k.currency, k.amount, k.term_days,
      greatest(k.amount - coalesce((
        select sum(r.amount) from receivables r
        where r.company_id = k.company_id and r.contract = k.contract and r.customer = k.customer and r.currency = k.currency), 0.00), 0.00) as left_over
    from contracts k where k.company_id = $1 and k.contract = any ($2::text[])`,
  order: `
    select o."order" as subject, o.customer, o.owner, o.ordered_on as on, o.currency, o.amount, null::integer as term_days,
      case when o.status = 'cancelled' then 0.00 else o.open_amount end as left_over
    from orders o where o.company_id = $1 and o."order" = any ($2::text[])`,
};

/** What secures one counts as long as it is open, under whichever of its holds it was recorded. */
function selectSubjects(kind: SubjectKind): string {
  return `
    select s.subject, s.customer, s.owner, s.on, s.currency, s.amount, s.left_over as left, s.term_days as "termDays",
      (select h.id from credit_holds h
       where h.company_id = $1 and h.subject_kind = '${kind}' and h.subject = s.subject and h.released_on is null) as hold,
      coalesce((
        select sum(c.amount) from credit_holds h join credit_securities c on c.company_id = h.company_id and c.hold_id = h.id
        where h.company_id = $1 and h.subject_kind = '${kind}' and h.subject = s.subject), 0.00) as secured,
      exists (
        select from credit_holds h
        join credit_exceptions e on e.company_id = h.company_id and e.hold_id = h.id and e.ends_on >= $3::date
        join credit_exception_decisions d on d.company_id = e.company_id and d.exception_id = e.id and d.outcome = 'approved'
        where h.company_id = $1 and h.subject_kind = '${kind}' and h.subject = s.subject) as excepted
    from (${what[kind]}) s order by s.subject`;
}
