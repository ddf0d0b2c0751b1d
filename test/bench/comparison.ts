import type { Line, Setting } from './bench.js';
import { median, perSecond, ratioOf } from './figures.js';
import type { Measured } from './worker.js';

/** One way of doing the work, once; it begins with the same data each time. */
export type Side = () => Promise<Pick<Measured, 'seconds'> & Partial<Measured>>;

/**
 * Does the work in both ways, in turn, as many rounds as asked for.
 * @param count how much one go of either side does
 */
export async function compare(
  { rounds, say }: Pick<Setting, 'rounds' | 'say'>,
  { work, count, ours, limit }: { work: string; count: number; ours: Side; limit: Side },
): Promise<Line> {
  const pairs: { ours: number; limit: number }[] = [];
  let peak = 0;
  for (let round = 1; round <= rounds; round += 1) {
    // Alternating, so that neither side always comes after the other.
    const sides = round % 2 === 1 ? [ours, limit] : [limit, ours];
    const [first, second] = [await sides[0]?.(), await sides[1]?.()];
    const [own, best] = round % 2 === 1 ? [first, second] : [second, first];
    if (!own || !best) throw new Error('a side was not run');
    peak = Math.max(peak, own.peakMegabytes ?? 0);
    pairs.push({ ours: count / own.seconds, limit: count / best.seconds });
    const cpu = own.cpuSeconds === undefined ? '' : `, ${((own.cpuSeconds / count) * 1e6).toFixed(0)} µs of our CPU each`;
    say(
      `  ${work}, round ${round}: ${perSecond(count / own.seconds)} of ${perSecond(count / best.seconds)}, ${(best.seconds / own.seconds).toFixed(2)}${cpu}`,
    );
  }
  return {
    work,
    ours: perSecond(median(pairs.map((pair) => pair.ours))),
    limit: perSecond(median(pairs.map((pair) => pair.limit))),
    ratio: ratioOf(pairs.map((pair) => pair.ours / pair.limit)),
    memory: peak > 0 ? `${peak.toFixed(0)} MB` : '',
  };
}
