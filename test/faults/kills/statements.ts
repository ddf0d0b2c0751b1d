import pg from 'pg';

/** Sends the statement on its way, as the driver would have. */
export type Send = () => unknown;

/** Takes the place of sending, for one statement. @returns what sending would */
export type Interruption = (client: pg.Client, send: Send, isStream: boolean) => unknown;

type Query = (...args: unknown[]) => unknown;

/** Counts the statements of this process's clients, and does something else instead of one of them. */
export class Statements {
  count = 0;
  private readonly original = pg.Client.prototype.query as unknown as Query;
  private at = Number.POSITIVE_INFINITY;
  private instead: Interruption | undefined;

  /** @param isCounted leaves the clients of others alone */
  constructor(isCounted: (client: pg.Client) => boolean = () => true) {
    const meet = (client: pg.Client, args: unknown[]) => this.meet(client, args, isCounted(client));
    (pg.Client.prototype as unknown as { query: Query }).query = function (this: pg.Client, ...args: unknown[]) {
      return meet(this, args);
    };
  }

  /** From here on it counts anew. @param at the statement, from 0, that is not simply sent */
  begin(at = Number.POSITIVE_INFINITY, instead?: Interruption): void {
    this.count = 0;
    this.at = at;
    this.instead = instead;
  }

  end(): void {
    (pg.Client.prototype as unknown as { query: Query }).query = this.original;
  }

  private meet(client: pg.Client, args: unknown[], isCounted: boolean): unknown {
    const send = () => this.original.apply(client, args);
    if (!isCounted || this.count++ !== this.at || !this.instead) return send();
    const [first] = args as [{ submit?: unknown }];
    return this.instead(client, send, typeof first === 'object' && typeof first.submit === 'function');
  }
}
