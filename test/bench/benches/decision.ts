import type { Bench } from '../bench.js';
import { median } from '../figures.js';
import { inWorker } from '../worker.js';

const times = 50_000;

/** The rules alone, without database: there is nothing to compare them with. */
export const decision: Bench = {
  name: 'decision',
  run: async ({ rounds }) => {
    const each: number[] = [];
    for (let round = 0; round < rounds; round += 1) each.push(((await inWorker('decideAlone', { times })).cpuSeconds / times) * 1e6);
    return [{ work: 'decide() for a case on its 91st day', ours: `${median(each).toFixed(1)} µs`, limit: '', ratio: '', memory: '' }];
  },
};
