import { describe, expect, test } from '@jest/globals';
import { progressLine, SweepProgress } from '../src/dunning/sweep-progress.js';

const night = { companyId: 'C01', on: '2026-03-21', step: 'advanced', of: 4_000 } as const;

describe('A sweep on a terminal', () => {
  test.each([
    [0, 0, 'C01 2026-03-21 advancing ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 4000 cases'],
    [1_000, 500, 'C01 2026-03-21 advancing ██████░░░░░░░░░░░░░░░░░░ 1000 of 4000 cases, 2 s left'],
    [1_000, 60_000, 'C01 2026-03-21 advancing ██████░░░░░░░░░░░░░░░░░░ 1000 of 4000 cases, 3 min left'],
    [4_000, 60_000, 'C01 2026-03-21 advancing ████████████████████████ 4000 of 4000 cases, 0 s left'],
    // More have come due since they were counted.
    [4_400, 60_000, 'C01 2026-03-21 advancing ████████████████████████ 4400 of 4400 cases, 0 s left'],
  ])('shows %i done after %i ms', (done, elapsed, line) => {
    expect(progressLine({ ...night, done }, elapsed)).toBe(line);
  });

  test('is one line that is written over, and gone before the next one is printed', () => {
    const written: string[] = [];
    const progress = new SweepProgress({ isTTY: true, write: (text) => written.push(text) });
    progress.onProgress?.({ ...night, done: 0 });
    progress.clear();
    progress.clear();
    expect(written).toEqual([expect.stringMatching(/^\r.*0 of 4000 cases$/), '\r\x1b[K']);
  });

  test('and nothing where nobody looks', () => {
    expect(new SweepProgress({ write: () => undefined }).onProgress).toBeUndefined();
  });
});
