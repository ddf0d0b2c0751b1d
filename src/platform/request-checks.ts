import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Problem } from './errors/problem.js';

/** Of these, a second one could mean something else to a proxy than to us. */
const onlyOnce: readonly string[] = ['authorization', 'content-type', 'host', 'idempotency-key', 'if-match'];

/** @returns Problem 400 `request.header_twice` for a request of which two readers could make two different ones */
export function refuseAmbiguous({ rawHeaders, headers }: IncomingMessage): Problem | undefined {
  // Nothing is repeated in nearly every request, and then there is nothing to compare.
  if (rawHeaders.length === Object.keys(headers).length * 2) return undefined;
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const header = onlyOnce.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return header === undefined ? undefined : new Problem(400, 'request.header_twice', { header });
}

/** @returns Problem 400 `request.malformed` for a query that is not written as UTF-8 in per cent signs: it would be taken as it stands */
export function refuseUndecodable({ url }: IncomingMessage): Problem | undefined {
  if (!url?.includes('%')) return undefined;
  try {
    decodeURIComponent(url.slice(url.indexOf('?') + 1));
    return undefined;
  } catch {
    return new Problem(400, 'request.malformed');
  }
}

/** @throws Problem 415 `request.encoding` for a body that says it is compressed or in another encoding than UTF-8 */
export function refuseEncoded(headers: IncomingHttpHeaders): void {
  const [, , charset] = /;\s*charset\s*=\s*("?)([^";\s]*)\1/i.exec(headers['content-type'] ?? '') ?? [];
  const coding = headers['content-encoding'];
  const encoding = charset !== undefined && !/^utf-?8$/i.test(charset) ? charset : coding === 'identity' ? undefined : coding;
  if (encoding !== undefined) throw new Problem(415, 'request.encoding', { encoding: encoding.slice(0, 40) });
}
