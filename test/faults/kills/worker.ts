import 'reflect-metadata';
import { once } from 'node:events';
import { atWork, perform } from './at-work.js';
import { Statements } from './statements.js';
import type { Order, Report } from './worker-process.js';

/** Opens the program, waits for its order, does the jobs, and is killed in the middle of the one it was told. */
const [url = '', home = ''] = process.argv.slice(2);
const app = await atWork(url, home);
const statements = new Statements();
tell({ is: 'ready' });
const [{ jobs, from, kill }] = (await once(process, 'message')) as [Order];
for (const [n, job] of jobs.entries()) {
  if (n < from) continue;
  const fatal = kill?.job === n;
  statements.begin(fatal ? kill.statement : undefined, (_client, send) => (kill?.sent ? sendAndDie(send) : die()));
  await perform(app, job);
  // Done before the statement was reached: then nobody hears that it was done.
  if (fatal) die();
  tell({ is: 'done', job: n, statements: statements.count });
}
await app.close();
process.disconnect();

function tell(report: Report): void {
  process.send?.(report);
}

/** What was sent arrives; its answer comes too late. */
function sendAndDie(send: () => unknown): unknown {
  setImmediate(die);
  return send();
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
