import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { withinCompanies } from '../company-money.js';
import { customerRoles, withinCustomers } from '../customer-scope.js';
import { Conditions } from '../ledger/list-conditions.js';
import type { CreditCheckAnswer, CreditChecksQuery, OrderAnswer, OrdersQuery, RateAnswer, RatesQuery } from './commercial.shapes.js';

/** What sales and finance both see of customers: how they were checked, what they have ordered. Each list gives one more than asked for, if there is. */
@Injectable()
export class CommercialLists {
  constructor(private readonly database: Database) {}

  creditChecks(person: CurrentPerson, query: CreditChecksQuery): Promise<CreditCheckAnswer[]> {
    const order = ['k.company_id', 'k.customer', 'k.checked_on', 'k.id'] as const;
    const list = new Conditions((values) => withinCustomers(person, 'k', values), 'credit_checks', order, query);
    list.find(query.q, ['k.customer']);
    return this.database.query<CreditCheckAnswer>(
      `select k.company_id as company, k.id, k.customer, c.name as "customerName", k.checked_on as "checkedOn", k.checked_by as "checkedBy",
         k.result, k.credit_limit as limit, k.term_days as "termDays", k.note
       from credit_checks k join customers c on c.company_id = k.company_id and c.customer = k.customer
       where ${list.sql} order by ${list.order} limit ${query.limit + 1}`,
      list.values,
    );
  }

  orders(person: CurrentPerson, query: OrdersQuery): Promise<OrderAnswer[]> {
    const order = ['o.company_id', 'o.customer', 'o.ordered_on', 'o.id'] as const;
    const list = new Conditions((values) => withinCustomers(person, 'o', values), 'orders', order, query);
    list.only(query.open, 'o.open_amount > 0');
    list.find(query.q, ['o."order"', 'o.customer']);
    return this.database.query<OrderAnswer>(
      `select o.company_id as company, o.id, o."order", o.customer, c.name as "customerName", o.ordered_on as "orderedOn", o.currency, o.amount,
         o.open_amount as "openAmount", o.shipped_on as "shippedOn", o.invoiced_on as "invoicedOn", o.owner,
         coalesce(o.status, case when o.open_amount = 0 then 'invoiced' when o.shipped_on is not null then 'shipped' else 'open' end) as status
       from orders o join customers c on c.company_id = o.company_id and c.customer = o.customer
       where ${list.sql} order by ${list.order} limit ${query.limit + 1}`,
      list.values,
    );
  }

  /** In these the currency stands where other lists have the customer, and the version where they have the id. */
  rates(person: CurrentPerson, { currency, ...query }: RatesQuery): Promise<RateAnswer[]> {
    const order = ['r.company_id', 'r.currency', 'r.rate_on', 'r.version'] as const;
    const scope = (values: unknown[]) => withinCompanies(person, customerRoles, 'r', values);
    const list = new Conditions(scope, 'rates', order, { ...query, customer: currency });
    list.only(query.current, current);
    return this.database.query<RateAnswer>(
      `select r.company_id as company, r.currency, r.rate_on as on, r.rate, r.version, ${current} as current, r.correction, r.import_id as import,
         r.recorded_by as by
       from rate_versions r where ${list.sql} order by ${list.order} limit ${query.limit + 1}`,
      list.values,
    );
  }
}

const current = `not exists (
  select from rate_versions l where l.company_id = r.company_id and l.currency = r.currency and l.rate_on = r.rate_on and l.version > r.version)`;
