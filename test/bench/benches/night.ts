import type { Bench, Setting } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { compare, type Side } from '../comparison.js';
import { today } from '../ledger.js';
import { caseSeed, nightLedger, yesterday } from '../seeds.js';
import { advanceStraight } from '../straight-night.js';
import { timed } from '../timed.js';
import { Worker } from '../worker.js';

/** Every case escalates: a change of state, a journal entry and two notices each. */
export const night: Bench = {
  name: 'night',
  run: async (setting) => {
    const { server, receivables: count } = setting;
    const seed = await caseSeed(setting, 'night', nightLedger(setting), yesterday);
    const limit: Side = () => server.withClone(seed, (url) => onDatabase(url, (client) => timed(() => advanceStraight(client))));
    const lines = [];
    for (const workers of [1, 2]) {
      const work = `night of ${count} due cases, ${workers === 1 ? 'one worker' : 'two workers'}`;
      lines.push(await compare(setting, { work, count, ours: () => withWorkers(setting, seed, workers), limit }));
    }
    return lines;
  },
};

/** Processes on one database, as replicas are. */
function withWorkers({ server }: Setting, seed: string, count: number): ReturnType<Side> {
  return server.withClone(seed, async (url) => {
    const workers = await Promise.all(Array.from({ length: count }, () => Worker.start('night', { url, on: today })));
    const done = await Promise.all(workers.map((worker) => worker.go()));
    return {
      seconds: Math.max(...done.map(({ seconds }) => seconds)),
      cpuSeconds: done.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      peakMegabytes: Math.max(...done.map(({ peakMegabytes }) => peakMegabytes)),
    };
  });
}
