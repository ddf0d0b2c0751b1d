import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Problem } from './errors/problem.js';

/** Where the process is on its way out: first it says so, then it gives back its work. */
@Injectable()
export class Stopping implements OnModuleDestroy {
  private stage: 'none' | 'announced' | 'begun' = 'none';

  /** From now on a load balancer is told to turn to another replica; what comes all the same is served. */
  announce(): void {
    if (this.stage === 'none') this.stage = 'announced';
  }

  /** From now on nothing is begun any more, and long work ends at its next safe point. */
  begin(): void {
    this.stage = 'begun';
  }

  onModuleDestroy(): void {
    this.begin();
  }

  get announced(): boolean {
    return this.stage !== 'none';
  }

  get begun(): boolean {
    return this.stage === 'begun';
  }

  /** What to tell whoever asks for something now. */
  problem(): Problem {
    return new Problem(503, 'stopping', { retryAfterSeconds: 5 });
  }

  /** At a safe point of long work. @throws Problem 503 `stopping` when it is time to end */
  check(): void {
    if (this.begun) throw this.problem();
  }
}
