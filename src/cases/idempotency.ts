import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Forgetting } from '../platform/jobs/forgetting.js';
import { canonicalJson } from './journal-hash.js';

/** An answer that is given again for the same key and body. */
export interface KeptAnswer {
  readonly status: number;
  readonly answer: unknown;
}

/** A person's `Idempotency-Key`: the work is done once, in the transaction that also keeps its answer (architecture.md, One way in). */
@Injectable()
export class Idempotency implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly forgetting: Forgetting,
  ) {}

  onModuleInit(): void {
    this.forgetting.add({ table: 'idempotency_keys', since: 'at' });
  }

  /**
   * @param key undefined = no promise, the work is simply done
   * @param request what must be the same under the same key
   * @throws Problem 422 `request.other_body` for a key that was used with another body
   */
  once(login: string, key: string | undefined, request: unknown, work: (tx: Tx) => Promise<KeptAnswer>): Promise<KeptAnswer> {
    return this.database.transaction(async (tx) => {
      if (key === undefined) return work(tx);
      if (!/^[\x20-\x7e]{1,200}$/.test(key) || key.trim() === '')
        throw new Problem(400, 'request.invalid', {}, [{ field: 'Idempotency-Key', code: 'idempotency_key' }]);
      const hash = createHash('sha256').update(canonicalJson(request)).digest();
      // The same key twice at once: the second waits for the first one's answer.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${login} ${key}`], 'idempotency.lock');
      const [kept] = await tx.query<KeptAnswer & { hash: Buffer }>(
        'select request_hash as hash, status, answer from idempotency_keys where login = $1 and key = $2',
        [login, key],
        'idempotency.find',
      );
      if (kept && !kept.hash.equals(hash)) throw new Problem(422, 'request.other_body', { key });
      if (kept) return { status: kept.status, answer: kept.answer };
      const made = await work(tx);
      await tx.query(
        'insert into idempotency_keys (login, key, request_hash, status, answer) values ($1, $2, $3, $4, $5)',
        [login, key, hash, made.status, JSON.stringify(made.answer)],
        'idempotency.keep',
      );
      return made;
    });
  }
}
