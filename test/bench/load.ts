import { Agent, request } from 'node:http';
import { percentile } from './figures.js';

export interface Ask {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
}

export interface Load {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/**
 * So many clients, each asking again as soon as it was answered, on connections that stay open.
 * @param ask what a client asks for the how-manieth time
 * @throws Error for any answer but 200
 */
export async function load(
  url: string,
  { clients, seconds, token, ask }: { clients: number; seconds: number; token: string; ask: (client: number, time: number) => Ask },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  const client = async (number: number) => {
    for (let time = 0; performance.now() < end; time += 1) {
      const began = performance.now();
      await answered(url, agent, token, ask(number, time));
      latencies.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  return { perSecond: latencies.length / took, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

function answered(url: string, agent: Agent, token: string, { method, path, body }: Ask): Promise<string> {
  const sent = body && Buffer.from(JSON.stringify(body));
  const headers = {
    authorization: `Bearer ${token}`,
    ...(sent && { 'content-type': 'application/json', 'content-length': sent.length }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method, agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode} ${text}`))));
    });
    asked.on('error', reject).end(sent);
  });
}
