import { CommandDoor, type TakenCommand } from '../../../src/cases/command-door.js';
import { canonicalJson } from '../../../src/cases/journal-hash.js';
import type { CurrentPerson } from '../../../src/people/current-person.js';
import { Sessions } from '../../../src/people/sessions.js';
import { Problem } from '../../../src/platform/errors/problem.js';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CommandOf } from '../../../workflows/collection-case/commands.js';
import type { Answer } from '../../support/api.js';
import type { TrainingSystem } from '../../support/training-system.js';
import { bodyOf } from './bodies.js';
import type { Throw } from './chance.js';
import { FinanceFiles } from './finance-files.js';
import type { Deed, SeenCase } from './history.js';

/** What is to be done to which case. */
export interface Attempt extends Deed {
  readonly seen: SeenCase;
  /** The customer's other case, where there is one. */
  readonly other: string | undefined;
}

const severalCases = ['proposePlan', 'proposeAttribution', 'decideAttribution'];

/**
 * Does what a history wants through the program's own doors: persons' commands through the door of the API, documents and
 * meetings over HTTP, money and corrections in finance's files. Counts what came of it.
 */
export class Hands {
  readonly files: FinanceFiles;
  /** Commands that persons gave to cases and that were taken. */
  taken = 0;
  /** How often each code refused. */
  readonly refused = new Map<string, number>();
  private readonly people = new Map<string, CurrentPerson>();
  private keys = 0;

  constructor(readonly system: TrainingSystem) {
    this.files = new FinanceFiles(system, (code) => this.refuse(code));
  }

  /** Who somebody is may depend on the day. */
  newDay(): void {
    this.people.clear();
  }

  /** @returns whether it was taken; what goes into a file is taken to be */
  async try(attempt: Attempt, date: BusinessDate, chance: Throw): Promise<boolean> {
    const { command } = attempt;
    switch (command.type) {
      case 'applyReceipt':
      case 'reverseReceipt':
      case 'applyCredit':
      case 'reverseCredit':
        await this.files.note(command, attempt.seen, date, chance);
        return true;
      case 'correctFacts':
        if (chance.pick % 2 === 0) return this.give(attempt, chance);
        this.files.correct(command, attempt.seen);
        return true;
      case 'attachEvidence':
        return this.file(attempt, command);
      case 'nameSeat':
        return this.nameSeat(attempt, command);
      default:
        return this.give(attempt, chance);
    }
  }

  /** An answer over HTTP. @returns whether it is a good one */
  answered({ status, body }: Answer): boolean {
    if (status < 300) return true;
    if (status >= 500) throw new Error(`answered with ${status}: ${JSON.stringify(body)}`);
    this.refuse(body.code);
    return false;
  }

  private async give({ seen, other, login, command }: Attempt, { pick, odds }: Throw): Promise<boolean> {
    const body = bodyOf(command);
    const several = other !== undefined && severalCases.includes(command.type) && pick % 2 === 0;
    // One throw in twenty has not looked again since the last change; another sends the same thing twice.
    const version = odds % 20 === 4 ? seen.version - 1 : seen.version;
    const key = odds % 20 === 7 ? `key ${++this.keys}` : undefined;
    const asked = { caseId: seen.caseId, body: several ? { ...body, cases: [other] } : body, version };
    const person = await this.person(login);
    const answers = await Promise.all(
      Array.from({ length: key === undefined ? 1 : 2 }, () =>
        this.system.server.app.get(CommandDoor).give(asked, person, key).catch(refusal),
      ),
    );
    const [answer, same] = answers;
    if (same && said(same) !== said(answer)) throw new Error(`one key was answered twice: ${JSON.stringify(answers)}`);
    if (answer instanceof Problem)
      this.refuse(
        answer.code +
          (answer.code === 'request.invalid'
            ? ` ${command.type} ${JSON.stringify(answer.errors?.map((e) => `${e.field} ${e.code}`))}`
            : ''),
      );
    else this.taken += 1 + ((answer as TakenCommand).others?.length ?? 0);
    return !(answer instanceof Problem);
  }

  private async file({ seen, other, login }: Attempt, { kind, ground }: CommandOf<'attachEvidence'>): Promise<boolean> {
    const fields = { kind, ground, ...(other !== undefined && { cases: other }) };
    const file = { name: `${kind}.pdf`, content: `%PDF-1.4 ${seen.document} ${kind}` };
    const filed = this.answered(await this.system.api.upload(login, `/api/v1/cases/${seen.caseId}/evidence`, fields, file));
    if (filed) this.taken += other === undefined ? 1 : 2;
    return filed;
  }

  private async nameSeat({ seen, login }: Attempt, { seat, person }: CommandOf<'nameSeat'>): Promise<boolean> {
    const meeting = seen.stored.context.round?.meeting ?? '0';
    return this.answered(await this.system.api.post(login, `/api/v1/meetings/${meeting}/seats`, { seat, person }));
  }

  private async person(login: string): Promise<CurrentPerson> {
    const known = this.people.get(login);
    if (known) return known;
    const holder = await this.system.server.app.get(Sessions).holderOf(await this.system.api.token(login));
    if (!holder?.person) throw new Error(`${login} is not signed in`);
    this.people.set(login, holder.person);
    return holder.person;
  }

  private refuse(code: string): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }
}

/** What was answered; a kept answer may have its fields in another order. */
function said(answer: TakenCommand | Problem | undefined): string {
  return canonicalJson(answer instanceof Problem ? { code: answer.code, facts: answer.facts } : answer);
}

/** A refusal is an answer; anything else is a fault of the program. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem && error.status < 500) return error;
  throw error;
}
