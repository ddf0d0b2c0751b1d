import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.js';
import { BenchServer } from './bench-server.js';
import { commands } from './benches/commands.js';
import { dailyList } from './benches/daily-list.js';
import { decision } from './benches/decision.js';
import { firstImport } from './benches/first-import.js';
import { mail } from './benches/mail.js';
import { night } from './benches/night.js';
import { opening } from './benches/opening.js';
import { pages } from './benches/pages.js';
import { scores } from './benches/scores.js';
import { screens } from './benches/screens.js';
import { whatIf } from './benches/what-if.js';
import { table } from './table.js';

const benches: readonly Bench[] = [firstImport, dailyList, opening, decision, night, mail, commands, pages, whatIf, scores];

/** `npm run bench`: each work beside its limit, measured in the same run on the same database server. */
const { values } = parseArgs({
  options: {
    receivables: { type: 'string', default: '100000' },
    cases: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
});
/** A part of another one, which may be asked for alone. */
const parts: readonly Bench[] = [screens];
const asked = values.only?.split(',');
const chosen = asked === undefined ? benches : [...benches, ...parts].filter(({ name }) => asked.includes(name));
if (chosen.length === 0) {
  console.error(`--only takes names of ${[...benches, ...parts].map(({ name }) => name).join(', ')}, with commas between them.`);
  process.exit(1);
}

const server = await BenchServer.start(values.keep && resolve(values.keep));
try {
  const setting = {
    server,
    receivables: Number(values.receivables),
    cases: Number(values.cases),
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    say: (line: string) => console.error(line),
  };
  const lines = [];
  for (const { name, run } of chosen) {
    setting.say(`${name} …`);
    lines.push(...(await run(setting)));
  }
  console.log(`\n${setting.receivables} receivables, ${setting.cases} cases to read, median of ${setting.rounds} rounds`);
  console.log(`Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), PostgreSQL with default settings\n`);
  console.log(table(lines));
} finally {
  await server.stop();
}
