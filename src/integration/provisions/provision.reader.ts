import { Injectable } from '@nestjs/common';
import type { ImpairedCase } from '../../assessment/measures/impaired.reader.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { AmountsBasis } from './provision-basis.js';
import { type ProvisionSums, sumsOf } from './provision-figures.js';
import { provisionColumns, provisionTables } from './provision-list.js';
import { provisionReaders } from './provisions.js';
import type { ImpairedCasesQuery, ProvisionRow } from './provisions.shapes.js';

export type ReadProvision = ProvisionSums & Omit<ProvisionRow, 'required' | 'held' | 'change' | 'voucher'> & Kept;

interface Kept {
  /** The approved one before it; null for the first. */
  readonly lastId: string | null;
  /** Cases that are impaired individually. */
  readonly impairedCases: number;
}

/** In the order that the provision keeps them in. */
export type ImpairedRow = ImpairedCase & { readonly place: string };

interface Stored extends Omit<ProvisionRow, 'required' | 'held' | 'change'>, Kept {
  policyVersion: number;
  opening: string | null;
  basis: AmountsBasis;
}

/** A provision as it is looked at: its sums, and its cases a page at a time, of which there may be very many. */
@Injectable()
export class ProvisionReader {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** @throws Problem 403; 404 `provision.unknown` */
  async sums(person: CurrentPerson, id: string): Promise<ReadProvision> {
    const [found] = await this.database.query<Stored>(selectSums, [id], 'provision.sums');
    if (!found || rolesIn(person, found.company).length === 0) throw new Problem(404, 'provision.unknown', { provision: id });
    requireRole(person, found.company, ...provisionReaders);
    const { policyVersion, opening, basis, voucher, ...row } = found;
    const policy = await this.rules.policy(row.company, policyVersion);
    return { ...sumsOf({ ...row, policy, opening, basis, number: voucher }), ...row };
  }

  /** Of a provision that one may read. @returns up to one more than the limit */
  cases(company: string, id: string, { bucket, q, after, limit }: ImpairedCasesQuery): Promise<ImpairedRow[]> {
    const values = [company, id, bucket ?? null, q?.toLowerCase() ?? null, after ?? '0', limit + 1];
    return this.database.query<ImpairedRow>(selectCases, values, 'provision.cases');
  }
}

/** Of each bucket the sum of its cases is enough: amounts are exact, and are rounded after they are summed up. */
const selectSums = `
  select ${provisionColumns}, p.policy_version as "policyVersion", p.opening, p.last_id as "lastId",
    jsonb_array_length(p.basis -> 'impaired') as "impairedCases",
    p.basis || jsonb_build_object('impaired', coalesce((
      select jsonb_agg(s) from (
        select c ->> 'bucket' as bucket, sum((c ->> 'amount')::numeric)::text as amount
        from jsonb_array_elements(p.basis -> 'impaired') c group by 1) s), '[]')) as basis
  ${provisionTables} where p.id = $1::bigint`;

const selectCases = `
  select c.place::text, c.one ->> 'case' as "case", c.one ->> 'customer' as customer, c.one ->> 'customerName' as "customerName",
    c.one ->> 'document' as document, (c.one ->> 'instalment')::int as instalment, c.one ->> 'bucket' as bucket, c.one ->> 'currency' as currency,
    c.one ->> 'balance' as balance, c.one ->> 'amount' as amount
  from provisions p cross join lateral jsonb_array_elements(p.basis -> 'impaired') with ordinality as c (one, place)
  where p.company_id = $1 and p.id = $2::bigint and c.place > $5::bigint and ($3::text is null or c.one ->> 'bucket' = $3)
    and ($4::text is null or position($4 in lower(concat_ws(' ', c.one ->> 'customer', c.one ->> 'customerName', c.one ->> 'document'))) > 0)
  order by c.place limit $6`;
