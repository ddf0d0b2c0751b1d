import { describe, expect, test } from '@jest/globals';
import { Pieces, soon } from '../src/dunning/pieces.js';

const day = 24 * 3_600_000;

describe('Who finds nothing while others of the process hold what is left', () => {
  test('goes on when the next piece is done', async () => {
    const pieces = new Pieces();
    const waiting = soon(pieces.next, day);
    pieces.done();
    await waiting;
  });

  test('does not miss one that was done while it looked', async () => {
    const pieces = new Pieces();
    const next = pieces.next;
    pieces.done();
    await soon(next, day);
  });

  test('waits for another one, not for one that was done before', async () => {
    const pieces = new Pieces();
    pieces.done();
    let isDone = false;
    const waiting = soon(pieces.next, day).then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    pieces.done();
    await waiting;
  });

  test('looks again after a while where none is done: another process says nothing', () => soon(new Pieces().next, 1));
});
