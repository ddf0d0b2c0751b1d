import 'reflect-metadata';
import { once } from 'node:events';
import { decideAlone } from './tasks/decide-alone.js';
import { importFile } from './tasks/import-file.js';
import { mailSink } from './tasks/mail-sink.js';
import { night } from './tasks/night.js';
import { rooms } from './tasks/rooms.js';
import { scores } from './tasks/scores.js';
import { sendMail } from './tasks/send-mail.js';
import { sendStraight } from './tasks/send-straight.js';
import { serve } from './tasks/serve.js';
import { serveBare } from './tasks/serve-bare.js';
import { setUp } from './tasks/set-up.js';
import { whatIf } from './tasks/what-if.js';
import type { Measured } from './worker.js';

const tasks = { setUp, importFile, night, decideAlone, mailSink, sendMail, sendStraight, serve, serveBare, whatIf, scores, rooms };

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;

/** What a worker does: prepare, tell that it is ready, work when told to, close. */
export interface Task<I> {
  info: I;
  run(): Promise<void>;
  close(): Promise<void>;
}

// A worker whose run was broken off must not go on alone.
const orphaned = () => process.exit(1);
process.once('disconnect', orphaned);

const [name, args] = process.argv.slice(2);
const start = tasks[name as TaskName] as (args: unknown) => Promise<Task<unknown>>;
const { info, run, close } = await start(JSON.parse(args ?? '{}'));
process.send?.(info ?? {});
await once(process, 'message');
const [cpu, began] = [process.cpuUsage(), performance.now()];
await run();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
await close();
process.send?.({
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
} satisfies Measured);
process.off('disconnect', orphaned).disconnect();
