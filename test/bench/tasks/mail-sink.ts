import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Task } from '../worker-main.js';

/** A mail server that takes everything and keeps nothing, until it is told to go. */
export async function mailSink({ host }: { host: string }): Promise<Task<{ smtpUrl: string }>> {
  const sink = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      stream.on('end', () => done()).resume();
    },
  });
  sink.listen(0, host);
  await once(sink.server, 'listening');
  const { port } = sink.server.address() as AddressInfo;
  return {
    info: { smtpUrl: `smtp://${host}:${port}` },
    run: async () => undefined,
    close: () => new Promise((resolve) => sink.close(() => resolve())),
  };
}
