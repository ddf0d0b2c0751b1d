import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail server on this machine that keeps what it takes. */
export class MailServer {
  readonly mails: ParsedMail[] = [];
  /** Answers to the next messages, in turn; when none is left they are taken. */
  readonly refusals: { at: 'recipient' | 'message'; code: number; text: string }[] = [];
  /** Awaited before a message is taken. */
  hold: () => Promise<void> = async () => undefined;

  private constructor(private readonly server: SMTPServer) {}

  static async start(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<MailServer> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      disableReverseLookup: true,
      ...options,
      onRcptTo: (_address, _session, done) => done(mails.refusal('recipient')),
      onData: (stream, _session, done) => {
        simpleParser(stream)
          .then(async (mail) => {
            await mails.hold();
            const refused = mails.refusal('message');
            if (!refused) mails.mails.push(mail);
            done(refused);
          })
          .catch(done);
      },
    });
    // A client that breaks the connection off is what some tests are about.
    server.on('error', () => undefined);
    const mails = new MailServer(server);
    server.listen(0, host);
    await once(server.server, 'listening');
    return mails;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  private refusal(at: 'recipient' | 'message'): Error | undefined {
    if (this.refusals[0]?.at !== at) return undefined;
    const { code, text } = this.refusals.shift() ?? { code: 0, text: '' };
    return Object.assign(new Error(text), { responseCode: code });
  }
}

/** A mail server that hangs up: when it should answer DATA, or when it has the whole message. */
export class DroppingServer {
  /** Connections that came as far as to be dropped. */
  dropped = 0;

  private constructor(private readonly server: Server) {}

  static async start(at: 'data' | 'final dot'): Promise<DroppingServer> {
    const server = createServer((socket) => converse(socket, at, () => dropping.dropped++));
    const dropping = new DroppingServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return dropping;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function converse(socket: Socket, at: 'data' | 'final dot', onDrop: () => void): void {
  let received = '';
  let inMessage = false;
  const drop = () => {
    onDrop();
    socket.destroy();
  };
  socket.on('error', () => undefined);
  socket.write('220 test\r\n');
  socket.on('data', (chunk) => {
    received += chunk.toString();
    if (inMessage) {
      if (received.endsWith('\r\n.\r\n')) drop();
      return;
    }
    for (let end = received.indexOf('\r\n'); end >= 0; end = received.indexOf('\r\n')) {
      const line = received.slice(0, end);
      received = received.slice(end + 2);
      if (line !== 'DATA') socket.write('250 ok\r\n');
      else if (at === 'data') drop();
      else {
        inMessage = true;
        socket.write('354 go on\r\n');
      }
    }
  });
}
