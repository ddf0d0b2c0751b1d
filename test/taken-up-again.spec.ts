import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { takenUpAgain } from '../src/dunning/taken-up-again.js';

const lost = () => Object.assign(new pg.DatabaseError('idle', 0, 'error'), { code: '25P03' });
const broken = () => Object.assign(new pg.DatabaseError('check', 0, 'error'), { code: '23514' });

/** One outcome an attempt; undefined: it ends well. `further` before those that had got something done. */
async function attempts(outcomes: (Error | undefined)[], further: number[] = [], stopAt = Number.POSITIVE_INFINITY) {
  let attempt = 0;
  let lostTimes = 0;
  const failure = await takenUpAgain(
    async () => {
      const outcome = outcomes[attempt++];
      if (outcome) throw outcome;
    },
    {
      isFurther: () => further.includes(attempt),
      onLost: () => {
        if (++lostTimes >= stopAt) throw new Error('stopping');
      },
      waits: [0, 0],
    },
  ).catch((error: Error) => error.message);
  return { attempt, failure };
}

describe('Work that the database has given up', () => {
  test('is taken up again until it is done', async () => {
    expect(await attempts([lost(), lost(), undefined])).toEqual({ attempt: 3, failure: undefined });
  });

  test('is left when nothing gets done any more', async () => {
    expect(await attempts([lost(), lost(), lost(), undefined])).toEqual({ attempt: 3, failure: 'idle' });
  });

  test('has all its attempts again once something got done', async () => {
    expect(await attempts([lost(), lost(), lost(), lost(), undefined], [3])).toEqual({ attempt: 5, failure: undefined });
  });

  test('is left when the process is told to stop', async () => {
    expect(await attempts([lost(), lost(), undefined], [], 2)).toEqual({ attempt: 2, failure: 'stopping' });
  });

  test.each([
    ['another failure', () => broken(), 'check'],
    ['another failure of one of two companies', () => new AggregateError([lost(), broken()], 'two'), 'two'],
  ])('is not what %s is', async (_what, error, message) => {
    expect(await attempts([error(), undefined])).toEqual({ attempt: 1, failure: message });
  });

  test('may be that of two companies', async () => {
    expect(await attempts([new AggregateError([lost(), lost()], 'two'), undefined])).toEqual({ attempt: 2, failure: undefined });
  });
});
