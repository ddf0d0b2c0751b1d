import { isBusinessDate } from '../../workflows/calendar/dates.js';
import type { CommandContext, RegisterCommand } from '../platform/command.js';
import { Problem } from '../platform/errors/problem.js';
import { StartupError } from '../platform/startup-error.js';
import { Stopping } from '../platform/stopping.js';
import { Night, type NightReport } from './night.js';
import { SweepProgress } from './sweep-progress.js';
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
      await untilStopped(context, () => night.runMissed(tell, progress)).finally(() => progress.clear());
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
