import type { Outcome } from '../retry.js';

/** A kind of chat robot. Another one (DingTalk, Feishu) is a file beside the first and a line in `robots.ts`. */
export interface ChatRobot {
  /** Whether the webhook is one of its kind. */
  takes(webhook: URL): boolean;
  /** @param signal ends the try. Never throws, and never repeats the webhook in its reply: its key is a secret */
  post(webhook: URL, text: string, signal: AbortSignal): Promise<Outcome>;
}
