import { Injectable } from '@nestjs/common';
import type { Role } from '../../workflows/collection-case/actor.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { SealAnswer } from './audit.shapes.js';
import type { Seal } from './seal.js';
import { sealText } from './seal-file.js';
import { leavesOf, sealColumns } from './verify/seals.js';

export const sealReaders: [Role, ...Role[]] = ['auditor', 'finance_director', 'general_manager'];

/** The seals as they are kept. */
@Injectable()
export class Seals {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async page(company: string, { limit, after }: { limit: number; after?: string }): Promise<Page<SealAnswer>> {
    const rows = await this.database.query<SealAnswer>(
      `select company_id as company, number, business_date as "businessDate",
         to_char(sealed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sealedAt", leaves, encode(root, 'hex') as root,
         encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash, public_key as "publicKey", encode(signature, 'hex') as signature
       from seals where company_id = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`,
      [company, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ number }) => String(number));
  }

  /** What the seal's file outside the database says, which need not be there any more. @throws Problem 404 `seal.unknown` */
  async file(company: string, number: number): Promise<string> {
    const [seal] = await this.database.query<Seal>(`select ${sealColumns} from seals where company_id = $1 and number = $2`, [
      company,
      number,
    ]);
    if (!seal) throw new Problem(404, 'seal.unknown', { company, number });
    return sealText({ seal, leaves: await leavesOf(this.database, seal) });
  }
}
