import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Problem } from '../src/platform/errors/problem.js';
import { toldFailure } from '../src/platform/errors/told-failure.js';
import { StartupError } from '../src/platform/startup-error.js';

const cut = (code: string, syscall: string) => Object.assign(new Error(`${syscall} ${code}`), { code, syscall });

function ofDatabase(code: string): Error {
  return Object.assign(new pg.DatabaseError('terminating connection', 20, 'error'), { code });
}

describe('What a command fails by is told as a sentence:', () => {
  it.each<[what: string, error: unknown, sentence: string | RegExp]>([
    ['a refusal', new Problem(409, 'clock.backwards', { date: '2026-01-01', last: '2026-03-02' }), /2026-03-02/],
    [
      'bad input, with its places',
      new Problem(400, 'request.invalid', {}, [{ field: 'columns.dueOn', code: 'required' }]),
      /columns\.dueOn: /,
    ],
    ['a lease that ran out', ofDatabase('25P03'), /\(PostgreSQL 25P03\).*run it again\.$/],
    ['a server that was stopped', ofDatabase('57P01'), /\(PostgreSQL 57P01\)/],
    ['a connection that is gone, on writing', cut('EPIPE', 'write'), /^The database .*\(Error: write EPIPE\).*run it again\.$/],
    ['a connection that is gone, on reading', cut('ECONNRESET', 'read'), /\(Error: read ECONNRESET\)/],
    ['the same of several companies', new AggregateError([cut('EPIPE', 'write'), cut('EPIPE', 'write')]), /^The database [^!]*again\.$/],
    ['what says so itself', new StartupError('Port 1 is taken.'), 'Port 1 is taken.'],
  ])('%s', (_what, error, sentence) => {
    const told = toldFailure(error);
    expect(told).toBeInstanceOf(StartupError);
    expect((told as Error).message).toMatch(sentence);
    expect((told as Error).message).not.toContain('terminating connection');
  });

  it.each<[what: string, error: unknown]>([
    ['what nobody foresaw', new TypeError('x is not a function')],
    ['a bad statement', ofDatabase('42601')],
    ['what nobody foresaw, beside what somebody did', new AggregateError([cut('EPIPE', 'write'), new TypeError('x')])],
    ['a client that hangs up', Object.assign(new Error('aborted'), { code: 'ECONNRESET' })],
  ])('but not %s', (_what, error) => {
    expect(toldFailure(error)).toBe(error);
  });
});
