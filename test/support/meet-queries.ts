import pg from 'pg';

/** Sends the statement on its way, as the driver would have. */
export type Send = () => unknown;

type Query = (...args: unknown[]) => unknown;

/**
 * Lets `meet` stand in front of every statement that this process sends.
 * @param meet returns what sending would
 * @returns what undoes it
 */
export function meetQueries(meet: (client: pg.Client, args: readonly unknown[], send: Send) => unknown): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    return meet(this, args, () => original.apply(this, args));
  };
  return () => {
    prototype.query = original;
  };
}

/** The connections of a program in this process call themselves by this name. */
export function nameOf(client: pg.Client): string {
  return (client as unknown as { connectionParameters: { application_name: string } }).connectionParameters.application_name;
}
