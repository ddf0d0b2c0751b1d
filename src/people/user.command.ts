import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { isEmail } from 'class-validator';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Role, roles } from '../../workflows/collection-case/actor.js';
import type { RegisterCommand } from '../platform/command.js';
import { StartupError } from '../platform/startup-error.js';
import { longestPassword, shortestPassword } from './passwords.js';
import { UserDesk } from './user-desk.js';

/** `recoup user …`: makes the first administrator, and helps where nobody can sign in any more. */
export const registerUser: RegisterCommand = (program, context) => {
  const user = program.command('user').description('people who sign in, and their roles');
  const desk = async () => (await context.app()).get(UserDesk);

  withPassword(user.command('add <login>').description('add a person, or another role to one who is there'))
    .option('--name <name>', 'required for a new person')
    .addOption(roleOption().makeOptionMandatory())
    .option('--company <id>', 'only in this company (default: in every company)')
    .option('--email <address>', 'where reminders are mailed', asAddress)
    .action(async (login: string, options: { name?: string; email?: string; role: Role; company?: string; passwordStdin?: true }) => {
      const { name, email, role, company = null } = options;
      const password = await passwordOf(options);
      const taken = await (await desk()).add({ login, name, email, role, company, password: password.value });
      context.print(`${login} is ${role}${taken ? '' : ' and keeps the password'}`);
      if (taken && password.generated) context.print(`password: ${password.value}`);
    });

  withPassword(user.command('password <login>').description('set a new password and end all sessions')).action(
    async (login: string, options: { passwordStdin?: true }) => {
      const password = await passwordOf(options);
      await (await desk()).setPassword(login, password.value);
      context.print(password.generated ? `password: ${password.value}` : 'password set');
    },
  );

  user
    .command('email <login> <address>')
    .description('say where reminders are mailed')
    .action(async (login: string, address: string) => {
      await (await desk()).setEmail(login, asAddress(address));
      context.print(`${login} is mailed at ${address}`);
    });

  user
    .command('list')
    .description('everybody, with their roles')
    .action(async () => {
      for await (const { login, name, active, canSignIn, roles: held } of (await desk()).everybody()) {
        const state = !active ? 'inactive' : canSignIn ? 'signs in' : 'no password';
        const grants = held.map(({ role, company }) => (company === null ? role : `${role}@${company}`)).join(' ');
        context.print([login, name, state, grants].join('\t'));
      }
    });

  user
    .command('revoke <login>')
    .description('take a role away; without --role: every role and every session')
    .addOption(roleOption())
    .option('--company <id>', 'the grant for this company (default: the one for every company)')
    .action(async (login: string, { role, company = null }: { role?: Role; company?: string | null }) => {
      if (role === undefined) await (await desk()).revokeEverything(login);
      else await (await desk()).revoke({ login, role, company });
      context.print(role === undefined ? `${login} has no role and no session any more` : `${login} is no longer ${role}`);
    });
};

function withPassword(command: Command): Command {
  return command.option('--password-stdin', 'read the password from stdin (default: make one and print it)');
}

/** @throws InvalidArgumentError for what is no address */
function asAddress(value: string): string {
  if (!isEmail(value)) throw new InvalidArgumentError('Must be an e-mail address.');
  return value;
}

function roleOption(): Option {
  return new Option('--role <role>').choices(roles);
}

/** @throws StartupError for a password that is too short or too long */
async function passwordOf({ passwordStdin }: { passwordStdin?: true }): Promise<{ value: string; generated: boolean }> {
  if (!passwordStdin) return { value: randomBytes(12).toString('base64url'), generated: true };
  const value = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (value.trim().length >= shortestPassword && value.length <= longestPassword) return { value, generated: false };
  throw new StartupError(`The password must have ${shortestPassword} to ${longestPassword} characters.`);
}
