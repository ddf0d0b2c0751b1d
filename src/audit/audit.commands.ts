import { businessDate } from '../cases/circumstances.js';
import type { RegisterCommand } from '../platform/command.js';
import { Database } from '../platform/database/database.js';
import { StartupError } from '../platform/startup-error.js';
import { readSealFile } from './seal-file.js';
import { SealKey } from './seal-key.js';
import { Sealing } from './sealing.js';
import { Verification } from './verify/verification.js';

/** `recoup seal` and `recoup verify`. */
export const registerAudit: RegisterCommand = (program, context) => {
  program
    .command('seal')
    .description('seal what happened since the last seal, in every company; every night does so by itself')
    .action(async () => {
      const app = await context.app();
      const database = app.get(Database);
      const sealing = app.get(Sealing);
      const companies = await database.query<{ id: string }>('select id from companies order by id');
      for (const { id } of companies) {
        const seal = await sealing.seal(id, await businessDate(database, id));
        context.print(
          seal ? `${id}: seal ${seal.number} over ${seal.leaves} cases, root ${seal.root.toString('hex')}` : `${id}: nothing has changed`,
        );
      }
      context.print(`Files: ${sealing.folder}`);
    });
  program
    .command('rotate-seal-key')
    .description('sign seals with a new key from now on; the old one vouches for it, and is gone then')
    .action(async () => {
      const app = await context.app();
      const database = app.get(Database);
      const sealing = app.get(Sealing);
      await app.get(SealKey).successor();
      const companies = await database.query<{ id: string }>('select id from companies order by id');
      for (const { id } of companies) {
        const seal = await sealing.handOver(id, await businessDate(database, id));
        context.print(seal ? `${id}: seal ${seal.number} is signed by the new key` : `${id}: nothing to hand over`);
      }
      await app.get(SealKey).succeed();
      context.print(`New public key: ${await app.get(SealKey).publicKey()}`);
    });
  program
    .command('verify')
    .description('derive the whole record again and say what does not hold')
    .option('--seal <file...>', 'seal files kept outside the database')
    .action(async ({ seal: paths = [] }: { seal?: string[] }) => {
      const files = await Promise.all(paths.map(readSealFile));
      const { ok, cases, entries, seals, problemCount, problems } = await (await context.app()).get(Verification).verify(files, progress);
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      for (const { check, companyId, caseId, what } of problems)
        context.print(`${check}: ${companyId}${caseId === undefined ? '' : ` case ${caseId}`}: ${what}`);
      context.print(`${cases} cases, ${entries} entries, ${seals} seals: ${ok ? 'everything holds' : `${problemCount} problems`}`);
      if (!ok) throw new StartupError('The record does not hold.');
    });
};

function progress(cases: number): void {
  if (process.stderr.isTTY && cases % 500 === 0) process.stderr.write(`\r${cases} cases`);
}
