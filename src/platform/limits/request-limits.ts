import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../config.js';
import { Problem } from '../errors/problem.js';
import { watchedRoutes } from '../health/watched-routes.js';
import { addressOf, senderOf } from './addresses.js';
import { CountExchange } from './count-exchange.js';

/** How much one person, and one address, may ask for in a minute: nobody can starve the others. Neither question waits for anything. */
@Injectable()
export class RequestLimits {
  constructor(
    private readonly config: Config,
    private readonly exchange: CountExchange,
  ) {}

  /** Counts every request by its address, before its body is read. */
  watch(app: NestFastifyApplication): void {
    const limit = this.config.requestsPerMinute.address;
    if (limit === 0) return;
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRequest', (request, _reply, done) => {
        if (watchedRoutes.includes(request.routeOptions.url ?? '')) return done();
        done(this.refusal(`from ${senderOf(addressOf(request))}`, limit));
      });
  }

  /** @throws Problem 429 `request.too_many` with `retryAfterSeconds` */
  admitPerson(login: string): void {
    const limit = this.config.requestsPerMinute.person;
    const refusal = limit === 0 ? undefined : this.refusal(`of ${login}`, limit);
    if (refusal) throw refusal;
  }

  private refusal(subject: string, limit: number): Problem | undefined {
    const retryAfterSeconds = this.exchange.counts.admit(subject, limit);
    if (retryAfterSeconds !== undefined) return new Problem(429, 'request.too_many', { limit, retryAfterSeconds });
    this.exchange.soon();
    return undefined;
  }
}
