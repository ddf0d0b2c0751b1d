import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Forgetting } from '../platform/jobs/forgetting.js';
import { senderOf } from '../platform/limits/addresses.js';

const attemptsPerLogin = 5;
const attemptsPerAddress = 20;

/** A guess still being looked at counts against the limits, but its outcome is worth waiting for. */
const pollMilliseconds = 50;
const longestWaitMilliseconds = 3000;

/** An attempt of the last 15 minutes that did not succeed, or not yet. */
interface Attempt {
  sameLogin: boolean;
  sameAddress: boolean;
  pending: boolean;
  secondsLeft: number;
}

type Admission = { id: string } | { busy: true } | { retryAfterSeconds: number };

/** Lock-out of a login and of an address. Counted in the database, so that all replicas count together. */
@Injectable()
export class SignInAttempts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly forgetting: Forgetting,
  ) {}

  onModuleInit(): void {
    this.forgetting.add({ table: 'sign_in_attempts', since: 'at' });
  }

  /**
   * Lets a guess be looked at, unless its login or address has used up its attempts.
   * The attempt is counted before the guess is looked at: of fifty guesses at once, no more than the limit are.
   * @param guess resolves to undefined for a wrong one
   * @throws Problem 429 `sign_in.locked` with `retryAfterSeconds`
   */
  async evaluate<T>(login: string, address: string, guess: () => Promise<T | undefined>): Promise<T | undefined> {
    const attempt = await this.admitted(login, senderOf(address));
    try {
      const result = await guess();
      await this.database.query(
        'update sign_in_attempts set succeeded = $2 where id = $1',
        [attempt, result !== undefined],
        'attempts.outcome',
      );
      return result;
    } catch (error) {
      // No guess was judged, so none is held against anybody.
      await this.database.query('delete from sign_in_attempts where id = $1', [attempt]);
      throw error;
    }
  }

  private async admitted(login: string, address: string): Promise<string> {
    for (let waited = 0; ; waited += pollMilliseconds) {
      const admission = await this.admit(login, address);
      if ('id' in admission) return admission.id;
      if ('retryAfterSeconds' in admission) throw locked(admission.retryAfterSeconds);
      if (waited >= longestWaitMilliseconds) throw locked(1);
      await pause(pollMilliseconds);
    }
  }

  private admit(login: string, address: string): Promise<Admission> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `select pg_advisory_xact_lock(hashtextextended('sign-in of ' || $1, 0)), pg_advisory_xact_lock(hashtextextended('sign-in from ' || $2, 0))`,
        [login, address],
        'attempts.lock',
      );
      const attempts = await tx.query<Attempt>(recentAttempts, [login, address], 'attempts.recent');
      const ofLogin = attempts.filter((attempt) => attempt.sameLogin);
      const fromAddress = attempts.filter((attempt) => attempt.sameAddress);
      const refused = exhausted(ofLogin, attemptsPerLogin) ?? exhausted(fromAddress, attemptsPerAddress);
      if (refused) return refused;
      const [{ id } = { id: '' }] = await tx.query<{ id: string }>(
        'insert into sign_in_attempts (login, address, at) values ($1, $2, clock_timestamp()) returning id',
        [login, address],
        'attempts.add',
      );
      return { id };
    });
  }
}

/** An attempt whose process died stays pending for ever; after ten seconds it counts as failed. */
const recentAttempts = `
  select login = $1 as "sameLogin", address = $2 as "sameAddress",
    succeeded is null and at > clock_timestamp() - interval '10 seconds' as pending,
    extract(epoch from at + interval '15 minutes' - clock_timestamp())::float8 as "secondsLeft"
  from sign_in_attempts
  where (login = $1 or address = $2) and succeeded is not true and at > clock_timestamp() - interval '15 minutes'
  order by at`;

/** @param attempts oldest first */
function exhausted(attempts: Attempt[], limit: number): Exclude<Admission, { id: string }> | undefined {
  if (attempts.length < limit) return undefined;
  const failed = attempts.filter((attempt) => !attempt.pending);
  if (failed.length < limit) return { busy: true };
  return { retryAfterSeconds: Math.max(1, Math.ceil(failed[failed.length - limit]?.secondsLeft ?? 0)) };
}

function locked(retryAfterSeconds: number): Problem {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return new Problem(429, 'sign_in.locked', { retryAfterSeconds, minutes });
}
