import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Command, CommandType } from '../../../workflows/collection-case/commands.js';
import { collectionPath, type StoredCase } from '../../../workflows/collection-case/decide.js';
import type { ReceivableRow } from '../../support/training-system.js';
import { movesOn } from '../../workflows/model/alphabet.js';
import { eventsTaken } from '../../workflows/model/chart.js';
import type { HistoryPlan, Throw } from './chance.js';
import { isWanted } from './courses.js';

/** A command, and who gives it; money comes from nobody but finance's files. */
export interface Deed {
  readonly login: string;
  readonly command: Command;
}

/** As it lies in the database. */
export interface SeenCase {
  readonly caseId: string;
  readonly document: string;
  readonly version: number;
  readonly stored: StoredCase;
}

const anybody = ['sales0001', 'sales0002', 'sales_manager', 'ar_clerk', 'finance_director', 'legal_officer', 'hr', 'auditor', 'admin'];

/** The board meets by itself, and nobody gives the clock's commands. */
const notAlone = ['openVoting', 'closeVoting', 'callToBoard', 'dateReached'];

const onRecordOnly: readonly CommandType[] = ['logAttempt', 'pause', 'recordLetter', 'requestEvidence', 'recordLegalStep'];

/** After so many steps in vain something else is tried. */
const patience = 6;

/** One customer's history: what it wants next, and what chance makes it try. */
export class History {
  private reached = 0;
  private misses = 0;

  constructor(
    readonly plan: HistoryPlan,
    readonly customer: string,
    private readonly firstDay: BusinessDate,
  ) {}

  get receivables(): ReceivableRow[] {
    const { company, dueIn, items, owner } = this.plan;
    const dueOn = addDays(this.firstDay, dueIn);
    return Array.from({ length: items }, (_, n) => ({
      company,
      customer: this.customer,
      document: `${this.customer}-${n + 1}`,
      issuedOn: addDays(dueOn, -60),
      dueOn,
      amount: '1000.00',
      owner,
    }));
  }

  /** It has not come to the end of its course. */
  get isUnderWay(): boolean {
    return this.reached < this.plan.course.length;
  }

  /** The next step of its course, by whoever may be the one to take it. Empty where the state has no place for it. */
  wanted({ stored }: SeenCase, date: BusinessDate): Deed[] {
    // Age may have brought it there already.
    if (this.plan.course[this.reached]?.type === 'docket' && collectionPath(stored.value).startsWith('boardReview')) this.reached += 1;
    const wanted = this.plan.course[this.reached];
    if (!wanted || !eventsTaken(stored).has(wanted.type)) return [];
    return deedsOn(stored, date).filter(({ command }) => isWanted(wanted, command));
  }

  /** Tells whether one of the wanted was taken. */
  learn(isTaken: boolean): void {
    this.misses = isTaken ? 0 : this.misses + 1;
    if (!isTaken && this.misses < patience) return;
    this.reached += 1;
    this.misses = 0;
  }

  /** Something that the state knows, and seldom what only adds to the record; by one throw in ten anything, by anybody. */
  atRandom({ stored }: SeenCase, date: BusinessDate, { pick, odds }: Throw): Deed[] {
    const deeds = deedsOn(stored, date);
    if (odds >= 90) return one(deeds, pick).map((deed) => ({ ...deed, login: anybody[pick % anybody.length] ?? '' }));
    const known = eventsTaken(stored);
    const sensible = deeds.filter(({ command }) => known.has(command.type) && !isAboutNothing(command));
    const votes = sensible.filter(({ command }) => command.type === 'castVote' || command.type === 'recuse');
    if (odds % 3 > 0 && votes.length > 0) return one(votes, pick);
    return one(
      sensible.filter(({ command }) => odds % 5 === 0 || !onRecordOnly.includes(command.type)),
      pick,
    );
  }
}

function one(deeds: readonly Deed[], pick: number): Deed[] {
  return deeds.slice(pick % Math.max(1, deeds.length)).slice(0, 1);
}

/** A document or a correction that there is none of. */
function isAboutNothing(command: Command): boolean {
  return ('evidence' in command && command.evidence === '') || ('correction' in command && command.correction === 0);
}

function deedsOn(stored: StoredCase, date: BusinessDate): Deed[] {
  return movesOn(stored, date)
    .filter(({ command }) => !notAlone.includes(command.type))
    .map(({ command, told: { by } }) => ({ command, login: by.kind === 'person' ? by.login : 'ar_clerk' }));
}
