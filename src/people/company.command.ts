import { plainToInstance } from 'class-transformer';
import { validateOrReject } from 'class-validator';
import type { RegisterCommand } from '../platform/command.js';
import { Problem } from '../platform/errors/problem.js';
import { StartupError } from '../platform/startup-error.js';
import { Companies } from './companies.js';
import { NewCompanyForm } from './companies.shapes.js';

/** `recoup company add`: a production database starts without any. */
export const registerCompany: RegisterCommand = (program, context) => {
  program
    .command('company')
    .description('the legal entities')
    .command('add <id>')
    .description('add a company; its code stands in every file and never changes')
    .requiredOption('--name <name>')
    .option('--currency <code>', 'of its books', 'CNY')
    .option('--time-zone <name>', 'where its day begins', 'Asia/Shanghai')
    .action(async (id: string, options: { name: string; currency: string; timeZone: string }) => {
      const form = plainToInstance(NewCompanyForm, { id, ...options });
      await validateOrReject(form).catch((errors: { property: string }[]) => {
        throw new StartupError(`Not as it must be: ${errors.map(({ property }) => property).join(', ')}.`);
      });
      const companies = (await context.app()).get(Companies);
      const { businessDate } = await companies.add(form).catch((error: unknown) => {
        throw error instanceof Problem ? new StartupError(`Company ${id} is there already.`) : error;
      });
      context.print(`${id} ${form.name}: business date ${businessDate}`);
    });
};
