/**
 * Does together what is asked while the last round is under way, so that many who write at once need one statement.
 * @param work on all of a round; its answers stand in the order of what was asked
 */
export function together<T, R>(work: (asked: T[]) => Promise<R[]>): (one: T) => Promise<R> {
  let waiting: { one: T; resolve: (answer: R) => void; reject: (error: unknown) => void }[] = [];
  let underWay = false;

  async function rounds(): Promise<void> {
    underWay = true;
    while (waiting.length > 0) {
      const round = waiting;
      waiting = [];
      try {
        const answers = await work(round.map(({ one }) => one));
        for (const [i, { resolve }] of round.entries()) resolve(answers[i] as R);
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    underWay = false;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      // Whoever asks in the same turn comes along.
      if (!underWay) {
        underWay = true;
        setImmediate(() => void rounds());
      }
    });
}
