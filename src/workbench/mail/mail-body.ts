import type { FastifyReply } from 'fastify';

/** What a mail's own markup may do: be looked at. Its links open beside the page, never inside it. */
const bodyPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** A mail as it would look, for the frame of a page. */
export function mailBody(reply: FastifyReply, html: string | null): string {
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('content-security-policy', bodyPolicy);
  // It shares nothing with the pages of this address, and so not their keyed process.
  reply.raw.removeHeader('origin-agent-cluster');
  return (html ?? '').replace('<head>', '<head><base target="_blank">');
}
