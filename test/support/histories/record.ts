import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RulesInForce } from '../../../src/cases/rules-in-force.js';
import { machineVersion } from '../../../workflows/collection-case/machine.js';
import { defaultPolicy } from '../../../workflows/policy.js';
import { Book } from '../../faults/histories/book.js';
import { batchPlans } from '../../faults/histories/chance.js';
import { TrainingSystem } from '../training-system.js';
import { chosen } from './chosen.js';
import { exploredHistories, journalOf } from './explored.js';
import { historiesFolder, type RecordedEntry, type RecordedRules } from './old-histories.js';
import { writtenHistories } from './written.js';

/** So much of what the running system wrote is kept, and of the model's shortest histories to the transitions that are missing then. */
const entriesAtMost = { written: 230, explored: 250 };
/** Debts of the model's size can be waived under it. */
const modelsPolicy = 9;
const smallBalanceCents = 600_00;

const { version } = JSON.parse(readFileSync(join(historiesFolder, '../../../package.json'), 'utf8')) as { version: string };
const path = join(historiesFolder, `${process.argv[2] ?? version}.jsonl`);
if (existsSync(path)) {
  console.error(
    `${path} is there: what was recorded once is kept as it is. Name another file, for instance: npm run record-histories -- ${version}-2`,
  );
  process.exit(1);
}
const { default: startServer } = await setUp('globalSetup');
const { default: stopServer } = await setUp('globalTeardown');
await startServer();
try {
  const { rules, entries } = await recorded();
  const lines = [rules, ...entries].map((line) => JSON.stringify(line));
  writeFileSync(path, `${lines.join('\n')}\n`, { flag: 'wx' });
  console.log(`${path}: ${entries.length} entries of ${new Set(entries.map(({ history }) => history)).size} histories`);
} finally {
  await stopServer();
}

/** What Jest runs before and after all database tests. */
function setUp(name: string): Promise<{ default(): Promise<void> }> {
  return import(join(import.meta.dirname, `../${name}.mjs`));
}

async function recorded(): Promise<{ rules: RecordedRules; entries: RecordedEntry[] }> {
  const system = await TrainingSystem.start('2026-01-05');
  try {
    const book = new Book(system);
    await book.begin();
    for (const plan of fc.sample(batchPlans(200), { seed: 20261121, numRuns: 1 })) await book.write(plan);
    const inForce = system.server.app.get(RulesInForce);
    const written = await writtenHistories(system, inForce);
    const had = new Set<string>();
    const kept = chosen(
      written.map(({ candidate }) => candidate),
      had,
      entriesAtMost.written,
    );
    const calendarVersion = written[0]?.entries[0]?.calendarVersion ?? 0;
    const { calendar } = await inForce.at('C01', { machineVersion, policyVersion: 0, calendarVersion });
    const explored = exploredHistories({
      machine: machineVersion,
      policy: { ...defaultPolicy, smallBalanceCents, version: modelsPolicy },
      calendar,
    });
    const rest = chosen(explored, had, entriesAtMost.explored);
    const entries = [
      ...written.filter(({ candidate }) => kept.includes(candidate)).flatMap(({ entries }) => entries),
      ...rest.flatMap(journalOf),
    ];
    const policies = await policiesOf(system);
    const calendars = { [calendarVersion]: { publishedYears: [...calendar.publishedYears], exceptions: [...calendar.exceptions] } };
    return { rules: { release: version, policies, calendars }, entries };
  } finally {
    await system.close();
  }
}

async function policiesOf(system: TrainingSystem): Promise<RecordedRules['policies']> {
  const rows = await system.rows<{ company: string; versions: Record<string, object> }>(
    'select company_id as company, jsonb_object_agg(version, numbers) as versions from policies group by 1 order by 1',
  );
  const policies = Object.fromEntries(rows.map(({ company, versions }) => [company, versions]));
  return { ...policies, C01: { ...policies.C01, [modelsPolicy]: { smallBalanceCents } } };
}
