import type { Outcome } from '../retry.js';
import type { ChatRobot } from './chat-robot.js';

/** What a message may be long, in bytes of UTF-8. */
const longestBytes = 2048;
/** Too many messages in a minute; the system is busy. */
const forNow = [45009, -1];

/** A group's robot in WeCom 企业微信: answers 200 and says in `errcode` whether it took the message. */
export const wecomRobot: ChatRobot = {
  takes: ({ hostname }) => hostname === 'qyapi.weixin.qq.com',

  async post(webhook, text, signal): Promise<Outcome> {
    let response: Response;
    try {
      response = await fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content: shortened(text) } }),
        redirect: 'error',
        signal,
      });
    } catch (error) {
      return { is: 'refused_for_now', reply: reasonOf(error) };
    }
    if (response.status >= 500 || response.status === 429) return { is: 'refused_for_now', reply: `HTTP ${response.status}` };
    if (!response.ok) return { is: 'refused', reply: `HTTP ${response.status}` };
    let body: string;
    try {
      body = await response.text();
    } catch (error) {
      return { is: 'refused_for_now', reply: reasonOf(error) };
    }
    const answer = answerIn(body);
    if (answer.errcode === 0) return { is: 'sent', reply: 'errcode 0' };
    const is = typeof answer.errcode === 'number' && forNow.includes(answer.errcode) ? 'refused_for_now' : 'refused';
    return { is, reply: `errcode ${String(answer.errcode).slice(0, 20)}` };
  },
};

/** A page that somebody on the way has put in its place is no answer. */
function answerIn(body: string): { errcode?: unknown } {
  try {
    return (JSON.parse(body) ?? {}) as { errcode?: unknown };
  } catch {
    return {};
  }
}

/** Only kinds of failure: a message of the network may repeat the address. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? 'connection failed');
}

/** Whole lines, as many as fit. */
function shortened(text: string): string {
  const lines = text.split('\n');
  while (lines.length > 1 && Buffer.byteLength(lines.join('\n')) > longestBytes) lines.pop();
  return lines.join('\n');
}
