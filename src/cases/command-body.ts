import { Injectable } from '@nestjs/common';
import { fromClockOnly, fromFinanceOnly, fromMeetingOnly } from '../../workflows/collection-case/commands.js';
import { Problem } from '../platform/errors/problem.js';
import { validationPipe } from '../platform/errors/validation.js';
import { commandForms, isFormType } from './forms/command-forms.js';
import type { CommandForm } from './forms/form.js';

/** Further cases that the same command goes to, and the command's own form. */
export interface ReadBody {
  readonly form: CommandForm;
  readonly cases: readonly string[];
}

/** Reads the body of a command: which one it is, and whether it has that one's shape. */
@Injectable()
export class CommandBody {
  private readonly pipe = validationPipe();

  /** @throws Problem 400 `request.invalid`, 403 or 409 for commands that do not come through this door */
  async read(body: unknown): Promise<ReadBody> {
    const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
    if (!isFormType(type)) throw otherDoor(type);
    const form = (await this.pipe.transform(body, { type: 'body', metatype: commandForms[type] })) as CommandForm & { cases?: string[] };
    return { form, cases: form.cases ?? [] };
  }
}

function otherDoor(type: unknown): Problem {
  if (fromFinanceOnly.some((one) => one === type)) return new Problem(409, 'receipt.by_sales', { command: type });
  if (fromMeetingOnly.some((one) => one === type)) return new Problem(409, 'command.from_meeting_only', { command: type });
  if (fromClockOnly.some((one) => one === type)) return new Problem(409, 'command.from_clock_only', { command: type });
  if (type === 'attachEvidence') return new Problem(409, 'command.needs_file', { command: type });
  const field = {
    field: 'type',
    code: type === undefined ? 'required' : 'choice',
    facts: { allowed: Object.keys(commandForms).join(', ') },
  };
  return new Problem(400, 'request.invalid', {}, [field]);
}
