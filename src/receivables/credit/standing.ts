import { Injectable } from '@nestjs/common';
import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { checkAtSigning } from '../../../workflows/credit/check.js';
import { converted, type Exposure } from '../../../workflows/credit/exposure.js';
import { suggestGrade } from '../../../workflows/credit/suggestion.js';
import { creditTerms } from '../../../workflows/credit/terms.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { CreditGrade, Policy } from '../../../workflows/policy.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { CustomerReader } from '../customers/customer-reader.js';
import type { CreditCheckPreviewAnswer, CreditCheckPreviewForm, StandingAnswer, SuggestionAnswer } from './credit.shapes.js';
import { CreditWords } from './credit-words.js';
import { type CreditBooks, type CustomerCredit, creditBooks, exposureIn } from './exposures.js';

/** One customer's credit: what the policy gives, what is used, and whether another deal would fit. */
@Injectable()
export class CreditStandings {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly customers: CustomerReader,
    private readonly words: CreditWords,
  ) {}

  /** @throws Problem 404 `customer.unknown`, out of scope included; 409 `credit.no_rate` */
  async preview(person: CurrentPerson, form: CreditCheckPreviewForm, language: Language): Promise<CreditCheckPreviewAnswer> {
    await this.customers.head(person, form.company, form.customer);
    const { books, customer, policy, today } = await this.look(form.company, form.customer);
    const amountCents = converted(cents(form.amount), form.currency ?? books.currency, books.currency, books.rates);
    if (amountCents === undefined) throw noRate(form.currency ?? '', books, today);
    const exposure = exposureIn(books, customer);
    if ('unrated' in exposure) throw noRate(exposure.unrated, books, today);
    const deal = { on: today, addedCents: amountCents, amountCents, termDays: form.termDays, securedCents: 0 };
    const { result, reasons, terms } = checkAtSigning(deal, customer.standing, exposure, policy);
    return {
      result,
      reasons: this.words.reasons(reasons, language),
      currency: books.currency,
      ...written(terms),
      exposure: amountsOf(exposure),
      after: formatAmount(exposure.totalCents + amountCents),
    };
  }

  /** @throws Problem 404 `customer.unknown`, out of scope included */
  async of(person: CurrentPerson, company: string, code: string): Promise<StandingAnswer> {
    await this.customers.head(person, company, code);
    const { books, customer, policy, today } = await this.look(company, code);
    const terms = creditTerms(customer.standing, today, policy);
    const exposure = exposureIn(books, customer);
    const [holds] = await this.database.query<{ held: number }>(
      'select count(*)::int as held from credit_holds where company_id = $1 and customer = $2 and released_on is null',
      [company, code],
      'credit.held',
    );
    return {
      company,
      customer: code,
      grade: customer.standing.grade ?? null,
      currency: books.currency,
      ...written(terms),
      weaknesses: [...terms.weaknesses],
      exposure: 'unrated' in exposure ? null : amountsOf(exposure),
      unrated: 'unrated' in exposure ? exposure.unrated : null,
      held: holds?.held ?? 0,
      suggestion: await this.suggestion(company, code, customer.standing.grade, today, policy),
    };
  }

  /** Of a customer whose reader is known to see it. */
  async lastCheck(company: string, code: string): Promise<{ checkedOn: BusinessDate; result: string } | undefined> {
    const [last] = await this.database.query<{ checkedOn: BusinessDate; result: string }>(
      `select checked_on as "checkedOn", result from credit_checks where company_id = $1 and customer = $2 order by checked_on desc, id desc limit 1`,
      [company, code],
      'credit.last_check',
    );
    return last;
  }

  private async look(
    company: string,
    code: string,
  ): Promise<{ books: CreditBooks; customer: CustomerCredit; policy: Policy; today: BusinessDate }> {
    const today = await businessDate(this.database, company);
    const { policy } = await this.rules.on(company, today);
    const books = await creditBooks(this.database, company, today, [code]);
    const customer = books.customers.get(code);
    if (!customer) throw new Problem(404, 'customer.unknown', { customer: code, company });
    return { books, customer, policy, today };
  }

  private async suggestion(
    company: string,
    code: string,
    grade: CreditGrade | undefined,
    today: BusinessDate,
    policy: Policy,
  ): Promise<SuggestionAnswer> {
    const [paid] = await this.database.query<Paid>(
      payments,
      [company, code, addMonths(today, -12), addDays(today, -90)],
      'credit.payments',
    );
    const { payments: count = 0, days = null, share = null, longOverdue = false } = paid ?? {};
    const behaviour = { payments: count, averageDaysLate: days ?? 0, shareLateHundredths: cents(share ?? '0'), longOverdue };
    const found = suggestGrade(behaviour, grade, policy);
    return {
      payments: count,
      averageDaysLate: days,
      shareLate: share,
      longOverdue,
      grade: found?.grade ?? null,
      termDays: found?.termDays ?? null,
      limit: found ? formatAmount(found.limitCents) : null,
      move: found?.move ?? null,
    };
  }
}

interface Paid {
  payments: number;
  days: number | null;
  share: string | null;
  longOverdue: boolean;
}

/** Amounts of different currencies weigh as they are: a customer who pays late does so in each. */
const payments = `
  select count(*)::int as payments, round(sum((p.value_date - r.due_on) * a.amount) / sum(a.amount))::int as days,
    round(coalesce(sum(a.amount) filter (where p.value_date > r.due_on), 0) * 100 / sum(a.amount), 2)::text as share,
    exists (select from receivables o where o.company_id = $1 and o.customer = $2 and o.balance > 0 and o.due_on < $4) as "longOverdue"
  from receipts p
  join allocations a on a.company_id = p.company_id and a.receipt_id = p.id and a.reversed_on is null
  join receivables r on r.company_id = a.company_id and r.id = a.receivable_id
  where p.company_id = $1 and p.customer = $2 and p.value_date >= $3 and p.reversed_on is null`;

function noRate(currency: string, { currency: to }: CreditBooks, on: BusinessDate): Problem {
  return new Problem(409, 'credit.no_rate', { currency, to, on });
}

function written({ limitCents, termDays, limitFrom, termFrom }: ReturnType<typeof creditTerms>) {
  return { limit: limitCents === undefined ? null : formatAmount(limitCents), limitFrom, termDays: termDays ?? null, termFrom };
}

function amountsOf({ openCents, orderedCents, totalCents }: Exposure) {
  return { open: formatAmount(openCents), ordered: formatAmount(orderedCents), total: formatAmount(totalCents) };
}
