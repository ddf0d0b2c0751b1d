import { createHash } from 'node:crypto';
import { UnreadableFile } from './unreadable-file.js';

/** Content as it comes, its last piece only once all of it has the hash. @throws UnreadableFile `altered` instead */
export async function* verified(content: AsyncIterable<Buffer>, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  for await (const piece of content) {
    hash.update(piece);
    if (held) yield held;
    held = piece;
  }
  if (hash.digest('hex') !== sha256) throw new UnreadableFile('altered');
  if (held) yield held;
}
