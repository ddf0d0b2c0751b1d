import type { Line, Setting } from './bench.js';
import { median, milliseconds, perSecond, ratioOf } from './figures.js';
import { type Ask, type Load, load } from './load.js';
import { token } from './seeds.js';
import { Worker } from './worker.js';

export interface Asking {
  work: string;
  clients: number;
  /** What a client asks our server for the how-manieth time. */
  ours: (client: number, time: number) => Ask;
  /** The same for the bare one. */
  limit: (client: number, time: number) => Ask;
}

/** A server that has been up for an hour has long been compiled. */
const warmUpSeconds = 10;

/** The product's server and the bare one, each on a database of its own, asked in turn. */
export class ServerPair {
  private constructor(
    private readonly setting: Setting,
    private readonly own: Worker<'serve'>,
    private readonly bare: Worker<'serveBare'>,
  ) {}

  /** @returns what `work` returns; the memory of our server stands in the first line */
  static async of(setting: Setting, seed: string, work: (pair: ServerPair) => Promise<Line[]>): Promise<Line[]> {
    const { server } = setting;
    return server.withClone(seed, (ownUrl) =>
      server.withClone(seed, async (bareUrl) => {
        const own = await Worker.start('serve', { url: ownUrl });
        const bare = await Worker.start('serveBare', { url: bareUrl });
        const [first, ...rest] = await work(new ServerPair(setting, own, bare));
        const { peakMegabytes } = await own.go();
        await bare.go();
        return first ? [{ ...first, memory: `${peakMegabytes.toFixed(0)} MB` }, ...rest] : [];
      }),
    );
  }

  /** One line each for throughput, p50 and p99. */
  async compare(asking: Asking): Promise<Line[]> {
    const { rounds, seconds, say } = this.setting;
    const { work } = asking;
    await this.ask(asking, warmUpSeconds);
    const pairs: { ours: Load; limit: Load }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const pair = await this.ask(asking, seconds);
      pairs.push(pair);
      const { ours, limit } = pair;
      say(
        `  ${work}, round ${round}: ${perSecond(ours.perSecond)} of ${perSecond(limit.perSecond)}, p99 ${milliseconds(ours.p99)} of ${milliseconds(limit.p99)}`,
      );
    }
    const line = (what: keyof Load, shown: (value: number) => string): Line => ({
      work: what === 'perSecond' ? work : `– ${what}`,
      ours: shown(median(pairs.map(({ ours }) => ours[what]))),
      limit: shown(median(pairs.map(({ limit }) => limit[what]))),
      ratio: ratioOf(pairs.map(({ ours, limit }) => ours[what] / limit[what])),
      memory: '',
    });
    return [line('perSecond', perSecond), line('p50', milliseconds), line('p99', milliseconds)];
  }

  private async ask({ clients, ours, limit }: Asking, seconds: number): Promise<{ ours: Load; limit: Load }> {
    return {
      ours: await load(this.own.info.url, { clients, seconds, token, ask: ours }),
      limit: await load(this.bare.info.url, { clients, seconds, token, ask: limit }),
    };
  }
}
