import { isBusinessDate } from '../../workflows/calendar/dates.js';
import type { CommandContext, RegisterCommand } from '../platform/command.js';
import { Problem } from '../platform/errors/problem.js';
import { plainReason } from '../platform/jobs/plain-reason.js';
import { StartupError } from '../platform/startup-error.js';
import { Stopping } from '../platform/stopping.js';
import { Night, type NightReport } from './night.js';
import { SweepProgress } from './sweep-progress.js';
import { takenUpAgain } from './taken-up-again.js';
import { TrainingClock } from './training-clock.js';

/** `recoup sweep` and `recoup clock`. */
export const registerDunning: RegisterCommand = (program, context) => {
  program
    .command('sweep')
    .description('run the night, and the missed ones, of every company up to today')
    .action(async () => {
      let nights = 0;
      const progress = new SweepProgress();
      const night = (await context.app()).get(Night);
      const tell = (report: NightReport) => {
        nights += 1;
        progress.clear();
        context.print(line(report));
      };
      const stopping = (await context.app()).get(Stopping);
      const lost = takenUp(context, progress, () => stopping.check());
      const run = () => night.runMissed(tell, progress);
      await untilStopped(context, () => takenUpAgain(run, { isFurther: furtherThan(() => nights), onLost: lost })).finally(() =>
        progress.clear(),
      );
      if (nights === 0) context.print('No night is missing.');
    });
  program
    .command('clock')
    .argument('[date]', 'YYYY-MM-DD; left out, the date is printed')
    .description('training mode: move the business date, running the night of each day passed')
    .action(async (date: string | undefined) => {
      const clock = (await context.app()).get(TrainingClock);
      if (date !== undefined) {
        if (!isBusinessDate(date)) throw new StartupError(`"${date}" is no date: write YYYY-MM-DD, for instance 2026-03-31.`);
        await untilStopped(context, () =>
          clock.move(date, (report) => {
            if (report.opened + report.advanced + report.reminded > 0) context.print(line(report));
          }),
        );
      }
      context.print(`Business date: ${await clock.read()}`);
    });
};

/** Whether the number has grown since it was asked for last. */
function furtherThan(count: () => number): () => boolean {
  let seen = count();
  return () => {
    const before = seen;
    seen = count();
    return seen > before;
  };
}

/** @param check throws where the process is told to stop */
function takenUp(context: CommandContext, progress: SweepProgress, check: () => void): (error: unknown) => void {
  return (error) => {
    check();
    progress.clear();
    context.print(`The database has given up what this process had under way (${plainReason(error)}); it is taken up again.`);
  };
}

/** On Ctrl-C the night under way is finished. @throws StartupError when there would have been more of them */
async function untilStopped(context: CommandContext, work: () => Promise<void>): Promise<void> {
  const stopping = (await context.app()).get(Stopping);
  void context.stopped().then(() => stopping.begin());
  await work().catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'stopping'
      ? new StartupError('Stopped between two nights; run it again for the rest.')
      : error;
  });
}

function line({ companyId, on, opened, advanced, reminded }: NightReport): string {
  return `Night of ${on}, ${companyId}: ${opened} cases opened, ${advanced} advanced, ${reminded} with reminders or letters`;
}
