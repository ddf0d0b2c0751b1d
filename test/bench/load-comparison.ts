import type { Line, Setting } from './bench.js';
import { median, milliseconds, perSecond, ratioOf } from './figures.js';
import { type Ask, type Load, load } from './load.js';
import { token } from './seeds.js';
import { Worker } from './worker.js';

type Asking = (client: number, time: number) => Ask;

const warmUpSeconds = 2;

/** The product's server and the bare one on databases of their own, asked in turn; one line each for throughput, p50 and p99. */
export async function compareLoads(
  { server, rounds, seconds, say }: Setting,
  seed: string,
  { work, clients, ours, limit }: { work: string; clients: number; ours: Asking; limit: Asking },
): Promise<Line[]> {
  const pairs: { ours: Load; limit: Load }[] = [];
  let memory = '';
  await server.withClone(seed, (ownUrl) =>
    server.withClone(seed, async (bareUrl) => {
      const own = await Worker.start('serve', { url: ownUrl });
      const bare = await Worker.start('serveBare', { url: bareUrl });
      const askOwn = (time: number) => load(own.info.url, { clients, seconds: time, token, ask: ours });
      const askBare = (time: number) => load(bare.info.url, { clients, seconds: time, token, ask: limit });
      await askOwn(warmUpSeconds);
      await askBare(warmUpSeconds);
      for (let round = 1; round <= rounds; round += 1) {
        const pair = { ours: await askOwn(seconds), limit: await askBare(seconds) };
        pairs.push(pair);
        say(
          `  ${work}, round ${round}: ${perSecond(pair.ours.perSecond)} of ${perSecond(pair.limit.perSecond)}, p99 ${milliseconds(pair.ours.p99)} of ${milliseconds(pair.limit.p99)}`,
        );
      }
      memory = `${(await own.go()).peakMegabytes.toFixed(0)} MB`;
      await bare.go();
    }),
  );
  const line = (what: keyof Load, shown: (value: number) => string): Line => ({
    work: what === 'perSecond' ? work : `– ${what}`,
    ours: shown(median(pairs.map((pair) => pair.ours[what]))),
    limit: shown(median(pairs.map((pair) => pair.limit[what]))),
    ratio: ratioOf(pairs.map((pair) => pair.ours[what] / pair.limit[what])),
    memory: what === 'perSecond' ? memory : '',
  });
  return [line('perSecond', perSecond), line('p50', milliseconds), line('p99', milliseconds)];
}
