import fc from 'fast-check';

/** Numbers that look like chance, the same for the same seed. */
export class Picks {
  private readonly numbers: Iterator<number>;

  constructor(seed: number) {
    this.numbers = endless(seed);
  }

  next(): number {
    return this.numbers.next().value;
  }

  /** One of them; undefined of none. */
  of<T>(some: readonly T[]): T | undefined {
    return some[this.next() % Math.max(1, some.length)];
  }

  /** Takes one out. */
  take<T>(some: T[]): T | undefined {
    return some.splice(this.next() % Math.max(1, some.length), 1)[0];
  }
}

function* endless(seed: number): Generator<number, never> {
  for (let part = 0; ; part += 1) yield* fc.sample(fc.noBias(fc.nat()), { seed: seed + part, numRuns: 1_000 });
}
