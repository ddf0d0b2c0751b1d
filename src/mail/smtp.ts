import { Readable } from 'node:stream';
import nodemailer, { type SentMessageInfo, type Transporter } from 'nodemailer';
import type { Outcome } from './retry.js';

/** A message as the sender holds it. */
export interface Parcel {
  readonly address: string;
  readonly subject: string;
  readonly html: string | null;
  readonly body: string;
  readonly messageId: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[];
}

const connections = 5;
const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, dnsTimeout: 20_000 };
const thisMachine = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Nodemailer's options for an SMTP_URL: `smtps://` is TLS from the start; `smtp://` must be upgraded by STARTTLS before anything is
 * said, unless the server runs on this machine or the URL ends in `?insecure=true`. Certificates are checked.
 * @param ca PEM of authorities to trust instead of the public ones
 */
export function smtpOptions(smtpUrl: string, ca?: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const mayBePlain = thisMachine.includes(url.hostname) || url.searchParams.get('insecure') === 'true';
  return {
    pool: true as const,
    maxConnections: connections,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !mayBePlain,
    ignoreTLS: !secure && mayBePlain,
    ...(url.username !== '' && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...(ca !== undefined && { tls: { ca } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...timeouts,
  };
}

/** The mail server, behind a pool of connections. */
export class Smtp {
  private readonly transport: Transporter<SentMessageInfo>;

  constructor(
    smtpUrl: string,
    private readonly from: string,
    ca?: string,
  ) {
    this.transport = nodemailer.createTransport(smtpOptions(smtpUrl, ca)) as Transporter<SentMessageInfo>;
    // One hook serves all messages: each brings what has to happen before its final dot.
    this.transport.use('stream', (mail, done) => {
      const { message, data } = mail as unknown as { message: { createReadStream(): Readable }; data: { beforeFinalDot: BeforeFinalDot } };
      const original = message.createReadStream.bind(message);
      message.createReadStream = () => Readable.from(guarded(original, data.beforeFinalDot), { objectMode: false });
      done();
    });
  }

  /**
   * @param handOver is awaited when the server is ready for the message and its end is not sent yet; if it throws, the message is not
   *   taken. Nodemailer tells the same of a connection lost before and after the end: this is what tells them apart
   */
  async send(parcel: Parcel, handOver: () => Promise<void>): Promise<Outcome> {
    let handedOver = false;
    const beforeFinalDot = async () => {
      await handOver();
      handedOver = true;
    };
    try {
      const { response } = (await this.transport.sendMail({ ...this.mailOf(parcel), beforeFinalDot } as object)) as SentMessageInfo;
      return { is: 'sent', reply: String(response) };
    } catch (error) {
      return outcomeOf(error as SmtpError, handedOver);
    }
  }

  close(): void {
    this.transport.close();
  }

  private mailOf({ address, subject, html, body, messageId, attachments }: Parcel) {
    return {
      from: this.from,
      // As an object, so that no comma in it makes two addresses.
      to: { name: '', address },
      subject: subject.replace(/\s+/g, ' '),
      messageId,
      text: body,
      ...(html !== null && { html }),
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: attachments.map(({ name, type, bytes }) => ({ filename: name, contentType: type, content: bytes })),
    };
  }
}

type BeforeFinalDot = () => Promise<void>;

/** Read only when the server has asked for the message. */
async function* guarded(stream: () => Readable, beforeFinalDot: BeforeFinalDot): AsyncGenerator<Buffer> {
  for await (const chunk of stream()) yield chunk as Buffer;
  await beforeFinalDot();
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

const aboutTheMessage = ['MAIL FROM', 'RCPT TO', 'DATA'];

/** Only an answer about the message itself is final; a server that refuses to talk, or to let us in, may be put right. */
function outcomeOf({ message, command = '', responseCode, response }: SmtpError, handedOver: boolean): Outcome {
  const reply = (response ?? message).slice(0, 1000);
  if (responseCode === undefined) return { is: handedOver ? 'unknown' : 'refused_for_now', reply };
  return { is: responseCode >= 500 && aboutTheMessage.includes(command) ? 'refused' : 'refused_for_now', reply };
}
