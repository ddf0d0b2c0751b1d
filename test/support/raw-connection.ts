import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which anything can be said, also what no client of HTTP would send. */
export class RawConnection {
  private received = '';

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      this.received += piece;
      socket.emit('heard');
    });
    // Being cut off is what is looked for.
    socket.on('error', () => undefined);
    socket.on('close', () => socket.emit('heard'));
  }

  static async to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** @returns the connection */
  say(...lines: string[]): this {
    this.socket.write(lines.join('\r\n'));
    return this;
  }

  /** Says no more, but still listens. */
  finish(): this {
    this.socket.end();
    return this;
  }

  /** Is gone without a word, as a client whose cable is pulled. */
  cut(): void {
    this.socket.resetAndDestroy();
  }

  /** Takes nothing more of what is sent. */
  stopReading(): void {
    this.socket.pause();
  }

  /** What has been answered once the connection is closed by the other end. */
  async closed(): Promise<string> {
    this.socket.resume();
    while (!this.socket.closed) await once(this.socket, 'heard');
    return this.received;
  }

  /** What has been answered once it matches. @throws Error when the connection is closed before */
  async hears(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received)) {
      if (this.socket.closed) throw new Error(`closed without ${pattern}: ${this.received}`);
      await once(this.socket, 'heard');
    }
    return this.received;
  }
}

/** What a problem told on a raw connection says. */
export function problemIn(answer: string): { status: number; code: string; detail: string } {
  const at = answer.lastIndexOf('\r\n\r\n');
  return JSON.parse(answer.slice(at + 4));
}
