import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Circumstances, Command } from '../../workflows/collection-case/commands.js';
import { type Accepted, decide, openCase } from '../../workflows/collection-case/decide.js';
import { forgivingCommands } from '../../workflows/collection-case/forgiving.js';
import type { Refusal } from '../../workflows/collection-case/refusal.js';
import type { CurrentPerson } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import { Database, type Tx } from '../platform/database/database.js';
import type { Answer, CaseCommand, NotReached } from './answer.js';
import type { Author } from './author.js';
import { type DueColumn, type HeldCase, keyOf, lockCases, lockDueCases, lockInOrder } from './case-rows.js';
import { CircumstancesOfDay, circumstancesOf, type Day } from './circumstances.js';
import { type Decided, decided } from './decided.js';
import { noHash } from './journal-hash.js';
import { type CaseToOpen, overdueWithoutCase } from './overdue-without-case.js';
import { needsVersion, staleness } from './staleness.js';
import { forgiveInTurn, surroundingsOf } from './surroundings.js';
import { writeDecided, writeUnlocked } from './write-decided.js';

/** Large submissions are written in parts of this many cases, all in one transaction. */
const casesAtOnce = 1_000;

/**
 * The only writer of cases. Whatever happens to one, a vote, a receipt, the night, is a command to the machine and comes
 * through here: locked, decided, written with its journal entry and effects, all or nothing.
 */
@Injectable()
export class CaseDesk {
  constructor(
    private readonly database: Database,
    private readonly days: CircumstancesOfDay,
  ) {}

  /**
   * Takes commands in their order; each is answered by itself and a refused one changes nothing.
   * @param within a transaction to be part of; without one, all accepted commands commit together
   * @param inSight the caller has found that the person may act on these cases, as whoever releases a letter on all that it is about;
   *   role and rules are looked at all the same
   * @returns an answer for each command, in order
   */
  submit(commands: readonly CaseCommand[], by: Author, { within, inSight }: { within?: Tx; inSight?: true } = {}): Promise<Answer[]> {
    if (commands.length === 0) return Promise.resolve([]);
    const scope = inSight ? undefined : scopeOf(by);
    if (!within) return this.database.transaction((tx) => this.submitIn(tx, commands, by, scope));
    return this.submitIn(within, commands, by, scope);
  }

  /**
   * Takes one command for a case that was read just now and that nobody has locked: in most cases nobody else wants it, and there
   * is nothing to wait for but the reading and the writing. Who is faster is noticed by the write, which then writes nothing, and
   * the command is taken as by `submit`.
   * @param seen as it was read, with the day of the same moment
   */
  async submitUnlocked(asked: CaseCommand, seen: { found: HeldCase; day: Day }, by: Author): Promise<Answer> {
    // What forgives waits for its turn, and that takes a transaction.
    if (forgivingCommands.includes(asked.command.type)) return this.submitOne(asked, by);
    const made = await judge(this.database, asked, seen.found, seen.day, by);
    if ('kind' in made) return refusedAnswer(asked, made);
    if (await writeUnlocked(this.database, made)) return acceptedAnswer(asked, made);
    return this.submitOne(asked, by);
  }

  private async submitOne(asked: CaseCommand, by: Author): Promise<Answer> {
    const [answer] = await this.submit([asked], by);
    if (!answer) throw new Error('the desk answered nothing');
    return answer;
  }

  /** What `submit` would answer now. Nothing stays written. */
  async foresee(commands: readonly CaseCommand[], by: Author): Promise<Answer[]> {
    const undone = new Error('undone');
    let answers: Answer[] = [];
    await this.database
      .transaction(async (tx) => {
        answers = await this.submitIn(tx, commands, by, scopeOf(by));
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    return answers;
  }

  /** Before several submissions in one transaction: holds all that they are going to touch. */
  hold(tx: Tx, cases: readonly string[], evidence: readonly string[], person: CurrentPerson): Promise<void> {
    return lockInOrder(tx, cases, evidence, personScope(person));
  }

  private async submitIn(tx: Tx, commands: readonly CaseCommand[], by: Author, scope: ReturnType<typeof scopeOf>): Promise<Answer[]> {
    const held = new Map((await lockCases(tx, commands, scope)).map((one) => [keyOf(one), one]));
    await forgiveInTurn(tx, commands);
    const days = await this.daysOf(tx, [...held.values()], by);
    const answers: Answer[] = [];
    let written: Decided[] = [];
    for (const asked of commands) {
      // What was forgiven just now counts together with what is forgiven next, which looks for it in the database.
      if (written.length > 0 && forgivingCommands.includes(asked.command.type)) {
        await writeInParts(tx, written);
        written = [];
      }
      const before = held.get(keyOf(asked));
      const day = days.get(asked.companyId);
      const made: Decided | Refusal | NotReached =
        before && day ? await judge(tx, asked, before, day, by) : { kind: 'scope', key: 'case.unknown', facts: { case: asked.caseId } };
      if ('kind' in made) answers.push(refusedAnswer(asked, made));
      else {
        written.push(made);
        held.set(keyOf(asked), made.after);
        answers.push(acceptedAnswer(asked, made));
      }
    }
    await writeInParts(tx, written);
    return answers;
  }

  /**
   * Opens the case of every receivable of the company that is overdue, has a balance and no case yet, and brings it to
   * where the night would have brought it (domain.md, Ledger in). Takes at most 1,000 in a transaction of its own; call again
   * until it returns 0.
   * @param by the clock for the night, or the import that brought them
   * @param within a transaction to be part of, which takes them all
   * @returns how many were opened; 0 when none is left that nobody else holds
   */
  async openCases(companyId: string, by: Author, { within }: { within?: Tx } = {}): Promise<number> {
    if (!within) return (await this.database.transaction((tx) => this.openSome(tx, companyId, by))).length;
    let opened = 0;
    let last: CaseToOpen | undefined;
    do {
      // Until the commit the index still leads to those that were opened: it is read on, not again from its beginning.
      const some = await this.openSome(within, companyId, by, last);
      opened += some.length;
      last = some.at(-1);
    } while (last);
    return opened;
  }

  private async openSome(tx: Tx, companyId: string, by: Author, after?: CaseToOpen): Promise<CaseToOpen[]> {
    const day = await this.days.day(tx, companyId, by);
    const cases = await overdueWithoutCase(tx, companyId, day.date, casesAtOnce, after);
    const written = cases.flatMap(({ receivableId, ownersManager, opening }) => {
      const accepted = openCase(opening, day.rules);
      const before: HeldCase = {
        companyId,
        caseId: opening.caseId,
        receivableId,
        version: 0,
        stored: accepted.after,
        lastHash: noHash,
        ownersManager,
      };
      const told = circumstancesOf(by, before, day);
      const opened = decided(before, accepted, { type: 'openCase', ...opening }, told, day);
      const advanced = advance(opened.after, accepted.nextDate, day);
      return advanced ? [opened, advanced] : [opened];
    });
    await writeInParts(tx, written);
    return cases;
  }

  /**
   * Tells up to 1,000 of the company's cases whose night has come that it is `on`. Several processes may do so at once:
   * each takes cases that nobody else holds.
   * @returns how many were advanced; 0 when none is left that nobody holds
   */
  advanceDue(companyId: string, on: BusinessDate): Promise<number> {
    return this.tellDue(companyId, on, 'next_date', { type: 'dateReached' }, ({ nextDate }) => nextDate);
  }

  /** The same for reminders, letters to the customer and what was neglected; to be done once all cases were advanced. */
  remindDue(companyId: string, on: BusinessDate): Promise<number> {
    return this.tellDue(companyId, on, 'remind_on', { type: 'remind' }, ({ remindOn }) => remindOn);
  }

  private tellDue(
    companyId: string,
    on: BusinessDate,
    column: DueColumn,
    command: Command,
    next: (accepted: Accepted) => BusinessDate | undefined,
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await lockDueCases(tx, column, companyId, on, casesAtOnce);
      if (due.length === 0) return 0;
      const by: Author = { kind: 'clock', on };
      const day = await this.days.day(tx, companyId, by);
      const written = due.map((before) => {
        const made = take(before, command, circumstancesOf(by, before, day), day);
        if ('kind' in made) throw new Error(`case ${before.caseId} refuses the night by ${made.key}`);
        // It would be told the same night for ever.
        if ((next(made.accepted) ?? '9999-12-31') <= on) throw new Error(`case ${before.caseId} is still due on ${on} after its night`);
        return made;
      });
      await writeInParts(tx, written);
      return due.length;
    });
  }

  private async daysOf(tx: Pick<Tx, 'query'>, held: readonly HeldCase[], by: Author): Promise<Map<string, Day>> {
    const days = new Map<string, Day>();
    for (const companyId of new Set(held.map((one) => one.companyId))) days.set(companyId, await this.days.day(tx, companyId, by));
    return days;
  }
}

/** What becomes of a command for the case as it is held. */
async function judge(
  tx: Pick<Tx, 'query'>,
  asked: CaseCommand,
  before: HeldCase,
  day: Day,
  by: Author,
): Promise<Decided | Refusal | NotReached> {
  const stale = await staleness(tx, asked, before);
  const told = { ...circumstancesOf(by, before, day), ...(!stale && (await surroundingsOf(tx, asked.command.type, before, day))) };
  const decision = stale ?? take(before, asked.command, told, day);
  // Looked at last: who may not, or cannot now, is told that and not how to ask.
  return 'kind' in decision || isVersioned(asked, by) ? decision : versionless(before);
}

function acceptedAnswer({ companyId, caseId }: CaseCommand, { after, accepted }: Decided): Answer {
  return { companyId, caseId, accepted: true, version: after.version, state: after.stored.value, entries: accepted.entries };
}

function refusedAnswer({ companyId, caseId }: CaseCommand, refusal: Refusal | NotReached): Answer {
  return { companyId, caseId, accepted: false, refusal };
}

function isVersioned({ version, command }: CaseCommand, by: Author): boolean {
  return by.kind !== 'person' || version !== undefined || !needsVersion(command.type);
}

function versionless({ version }: HeldCase): NotReached {
  return { kind: 'versionless', key: 'request.version_required', facts: { version } };
}

/** Import and clock act on every case; a person within their rows. */
function scopeOf(by: Author): { sql: string; values: unknown[] } | undefined {
  return by.kind === 'person' ? personScope(by.person) : undefined;
}

function personScope(person: CurrentPerson): { sql: string; values: unknown[] } {
  // The first two values are the keys' own.
  const values: unknown[] = [undefined, undefined];
  const sql = caseScope(person, 'c', values);
  return { sql, values: values.slice(2) };
}

function take(before: HeldCase, command: Command, told: Circumstances, day: Day) {
  const decision = decide(before.stored, command, told, day.rules);
  return decision.accepted ? decided(before, decision, command, told, day) : decision.refusal;
}

/** A case that is opened late is at once where its age belongs. */
function advance(opened: HeldCase, nextDate: BusinessDate | undefined, day: Day): Decided | undefined {
  if (nextDate === undefined || nextDate > day.date) return undefined;
  const made = take(opened, { type: 'dateReached' }, { by: { kind: 'clock' }, date: day.date }, day);
  if ('kind' in made) throw new Error(`case ${opened.caseId} refuses the night by ${made.key}`);
  return made;
}

async function writeInParts(tx: Tx, written: readonly Decided[]): Promise<void> {
  for (let from = 0; from < written.length; from += casesAtOnce) await writeDecided(tx, written.slice(from, from + casesAtOnce));
}
