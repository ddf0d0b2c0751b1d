import { Injectable } from '@nestjs/common';
import { AccessRecord, isForRecord } from '../people/access-record.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database, type Tx } from '../platform/database/database.js';
import { type FieldError, Problem } from '../platform/errors/problem.js';
import type { Answer } from './answer.js';
import { apiJson } from './api-json.js';
import { CaseDesk } from './case-desk.js';
import { CaseReader } from './case-reader.js';
import { CommandBody } from './command-body.js';
import { CommandSpread } from './command-spread.js';
import { Idempotency } from './idempotency.js';
import { refusalProblem } from './refusal-problem.js';

/** One accepted command as the API answers it. */
export interface TakenCommand {
  case: string;
  version: number;
  state: unknown;
  entries: unknown;
  /** Further cases of the customer that the command went to. */
  others?: TakenCommand[];
}

/** What was refused of a command among many. */
export interface RefusedItem {
  case: string;
  status: number;
  code: string;
  facts: Record<string, unknown>;
  errors?: FieldError[];
}

export interface Asked {
  caseId: string;
  body: unknown;
  version: number | undefined;
}

/** The one door for persons' commands: reads the body, finds what it touches, submits it, answers. */
@Injectable()
export class CommandDoor {
  constructor(
    private readonly bodies: CommandBody,
    private readonly database: Database,
    private readonly reader: CaseReader,
    private readonly spread: CommandSpread,
    private readonly desk: CaseDesk,
    private readonly idempotency: Idempotency,
    private readonly record: AccessRecord,
  ) {}

  /** @throws Problem as the contract says; nothing has changed then */
  async give(asked: Asked, person: CurrentPerson, key: string | undefined): Promise<TakenCommand> {
    // Without a key no answer has to be kept together with the work.
    if (key === undefined) return (await this.takeUnlocked(asked, person)) ?? this.takeOnce(asked, person, key);
    return this.takeOnce(asked, person, key);
  }

  /** @returns undefined for what may go to several cases, which have to be locked */
  private async takeUnlocked({ caseId, body, version }: Asked, person: CurrentPerson): Promise<TakenCommand | undefined> {
    const seen = await this.reader.withDay(caseId, person);
    const { form, cases } = await this.bodies.read(body);
    const addressed = { companyId: seen.found.companyId, caseId, command: form.command(), version };
    if (!this.spread.isAlone(addressed.command, cases)) return undefined;
    const command = await this.spread.completed(this.database, addressed);
    const answer = await this.desk.submitUnlocked({ ...addressed, command }, seen, { kind: 'person', person });
    if (!answer.accepted) throw refusalProblem(answer.refusal);
    return taken(answer);
  }

  private async takeOnce(asked: Asked, person: CurrentPerson, key: string | undefined): Promise<TakenCommand> {
    const { caseId, body } = asked;
    // Who asks again may have looked again: the version is no part of what was asked.
    const made = await this.idempotency.once(person.login, key, { caseId, body }, async (tx) => {
      const answer = await this.takeWhole(tx, asked, person);
      // The first answer of a key is kept, a rule's refusal too; what says "may not" or "look again" is not an answer to keep.
      if (answer instanceof Problem && (key === undefined || answer.status !== 409)) throw answer;
      return answer instanceof Problem ? { status: 409, answer: { code: answer.code, facts: answer.facts } } : { status: 200, answer };
    });
    if (made.status === 200) return made.answer as TakenCommand;
    const { code, facts } = made.answer as { code: string; facts: Record<string, unknown> };
    throw new Problem(made.status, code, facts);
  }

  /** Many commands, each answered by itself: one that is refused holds up no other. */
  async giveMany(
    asked: readonly Asked[],
    person: CurrentPerson,
    key: string | undefined,
    origin: { path: string; requestId: string },
  ): Promise<(TakenCommand | RefusedItem)[]> {
    const { answer } = await this.idempotency.once(person.login, key, asked, async (tx) => {
      await this.desk.hold(tx, ...namedIn(asked), person);
      const answers: (TakenCommand | RefusedItem)[] = [];
      for (const one of asked) {
        const made = await this.takeWhole(tx, one, person);
        answers.push(made instanceof Problem ? refusedItem(one, made) : made);
      }
      return { status: 200, answer: answers };
    });
    const answers = answer as (TakenCommand | RefusedItem)[];
    for (const one of answers)
      if ('code' in one && isForRecord(one))
        await this.record.refused({
          ...origin,
          login: person.login,
          method: 'POST',
          caseId: one.case,
          status: one.status,
          code: one.code,
          facts: one.facts,
        });
    return answers;
  }

  /**
   * What `giveMany` would answer now, without anything being done.
   * @param body of the one command that goes to all of them
   * @throws Problem 400 `request.invalid` for a body that has not the command's shape
   */
  async foresee(cases: readonly Omit<Asked, 'body'>[], body: unknown, person: CurrentPerson): Promise<({ case: string } | RefusedItem)[]> {
    const { form } = await this.bodies.read(body);
    const companies = await this.reader.companiesOf(
      cases.map(({ caseId }) => caseId),
      person,
    );
    const commands = cases.map(({ caseId, version }) => ({
      companyId: companies.get(caseId) ?? '',
      caseId,
      version,
      command: form.command(),
    }));
    const completed = await this.spread.completedForAll(this.database, commands);
    const answers = await this.desk.foresee(completed, { kind: 'person', person });
    return answers.map((answer) => {
      if (answer.accepted) return { case: answer.caseId };
      const { status, code, facts } = refusalProblem(answer.refusal);
      return { case: answer.caseId, status, code, facts };
    });
  }

  /** Of several cases touched by one command, all or none. @returns the Problem of a refusal, so that its transaction may still keep it */
  private async takeWhole(tx: Tx, asked: Asked, person: CurrentPerson): Promise<TakenCommand | Problem> {
    await tx.query('savepoint one_command');
    const made = await this.take(tx, asked, person).catch((error: unknown) => {
      if (error instanceof Problem) return error;
      throw error;
    });
    await tx.query(made instanceof Problem ? 'rollback to savepoint one_command' : 'release savepoint one_command');
    return made;
  }

  /** @throws Problem of a refusal */
  private async take(tx: Tx, { caseId, body, version }: Asked, person: CurrentPerson): Promise<TakenCommand> {
    const companyId = await this.reader.companyOf(caseId, person, tx);
    const { form, cases } = await this.bodies.read(body);
    const command = form.command();
    const commands = await this.spread.spread(tx, { companyId, caseId, command, version }, cases);
    const answers = await this.desk.submit(commands, { kind: 'person', person }, { within: tx });
    const refused = answers.find((answer) => !answer.accepted);
    if (refused && !refused.accepted) throw refusalProblem(refused.refusal, commands.length > 1 ? { case: refused.caseId } : {});
    const [own, ...others] = answers.map(taken);
    if (!own) throw new Error('the desk answered nothing');
    return others.length > 0 ? { ...own, others } : own;
  }
}

/** The cases and the documents that the commands name; what is no number is refused later, in its place. */
function namedIn(asked: readonly Asked[]): [cases: string[], evidence: string[]] {
  const bodies = asked.map(({ body }) => body as { cases?: unknown; evidence?: unknown });
  const cases = [...asked.map(({ caseId }) => caseId), ...bodies.flatMap(({ cases }) => cases)];
  return [cases.filter(isId), bodies.map(({ evidence }) => evidence).filter(isId)];
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,18}$/.test(value);
}

function taken(answer: Answer): TakenCommand {
  if (!answer.accepted) throw new Error('a refused answer was taken for an accepted one');
  return { case: answer.caseId, version: answer.version, state: answer.state, entries: apiJson(answer.entries) };
}

function refusedItem({ caseId }: Asked, { status, code, facts, errors }: Problem): RefusedItem {
  return { case: caseId, status, code, facts, ...(errors && { errors }) };
}
