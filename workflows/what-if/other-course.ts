import { addDays, type BusinessDate, earliest } from '../calendar/dates.js';
import type { Circumstances, Command, CommandType, Rules } from '../collection-case/commands.js';
import type { Opening } from '../collection-case/context.js';
import type { Step } from '../collection-case/fold.js';
import { Course, type Ending } from './course.js';
import { isNight, isStepOfCourse } from './deeds.js';
import type { Trial } from './trial.js';

/** A case's journal as far as the span goes, each entry with the rules that were in force for it. */
export interface Recorded {
  readonly opening: Opening;
  readonly openedBy: Circumstances;
  readonly openingRules: Rules;
  readonly steps: readonly Step[];
}

/** Where the two courses part. */
export interface Parting {
  readonly on: BusinessDate;
  /** `state`: the case would have been elsewhere · `refused`: a command would not have been taken · `amounts`: only points
   * or months differ · `notices`: only reminders or letters do; these two are told for the last day of the span. */
  readonly kind: 'state' | 'refused' | 'amounts' | 'notices';
  /** The state in which the case was, and that in which it would have been. */
  readonly happened: string;
  readonly wouldHave: string;
  /** The command that would not have been taken, and the refusal's key; `what_if.elsewhere` where it would not have been given. */
  readonly command?: CommandType;
  readonly refusal?: string;
}

export interface Compared {
  /** Undefined where nothing differs. */
  readonly parting?: Parting;
  readonly actual: Ending;
  readonly other: Ending;
}

/**
 * One case under other numbers: the nights are made anew by what they then say; people's commands and money are given again on their
 * days. A step of the course that meets another state than it answered is left out, and noted; where the courses meet again, as when
 * the same meeting votes on the case, they go on together. Pure: nothing that happened is touched.
 */
export function otherCourse(recorded: Recorded, trial: Trial): Compared {
  return new Comparison(recorded, trial).run();
}

/** Earlier machines had no nights that remind. */
const reminding = 2;

class Comparison {
  private readonly actual: Course;
  /** The same object until the span begins. */
  private other: Course;
  private readonly nightsRun: readonly BusinessDate[];
  private parting: Parting | undefined;
  /** The last night that the other course has been through. */
  private night: BusinessDate;
  private latest: Rules;

  constructor(
    private readonly recorded: Recorded,
    private readonly trial: Trial,
  ) {
    const { opening, openedBy, openingRules, steps } = recorded;
    this.latest = openingRules;
    this.actual = new Course(opening, openingRules, trial.from);
    const inSpan = openedBy.date >= trial.from;
    this.other = inSpan ? new Course(opening, this.ruled(openingRules, openedBy.date), trial.from) : this.actual;
    // A case that is opened in the night is there for the rest of it.
    this.night = openedBy.by.kind === 'clock' ? addDays(openedBy.date, -1) : openedBy.date;
    this.nightsRun = nightsRunBefore(steps);
  }

  run(): Compared {
    const { recorded, trial } = this;
    const openedOn = recorded.openedBy.date;
    // One that is opened late is at once where its age belongs.
    if (openedOn >= trial.from && isDue(this.other.nextDate, openedOn)) this.tell('dateReached', openedOn);
    for (const [index, step] of recorded.steps.entries()) this.goOn(step, this.nightsRun[index] ?? step.told.date);
    this.begin();
    this.nightsUpTo(trial.until);
    this.compare(trial.until);
    const actual = this.actual.ending(trial.until);
    const other = this.other.ending(trial.until);
    const parting = this.parting ?? partingOfNotices(actual, other, trial.until);
    return { ...(parting && { parting }), actual, other };
  }

  private goOn(step: Step, nightsRun: BusinessDate): void {
    const { command, told, rules } = step;
    const { date } = told;
    if (date >= this.trial.from) {
      this.begin();
      this.nightsUpTo(nightsRun);
    }
    this.latest = rules;
    const before = this.actual.state;
    const wasDue = isDue(command.type === 'remind' ? this.actual.remindOn : this.actual.nextDate, date);
    const refusedThen = this.actual.take(command, told, rules);
    if (refusedThen) throw new Error(`the record has a ${command.type} of ${date} that is refused by ${refusedThen.key}`);
    if (this.other === this.actual) this.night = laterOf(this.night, nightsRun);
    else if (isNight(command.type)) this.again(step, wasDue);
    else this.give(step, before);
    this.compare(date);
  }

  /** From here on each goes its own way. */
  private begin(): void {
    if (this.other === this.actual) this.other = this.actual.copy();
  }

  /** A night on record is the place where it ran; whether it has anything to do here is asked anew. */
  private again({ command, told, rules }: Step, wasDue: boolean): void {
    const due = isDue(command.type === 'remind' ? this.other.remindOn : this.other.nextDate, told.date);
    // One that nothing was due in brought other rules, which the other course has, too.
    if (due || !wasDue) this.other.take(command, told, this.ruled(rules, told.date));
  }

  private give({ command, told, rules }: Step, before: string): void {
    const elsewhere = this.other.state !== before || isOtherRound(this.actual, this.other);
    const refusal =
      isStepOfCourse(command.type) && elsewhere ? 'what_if.elsewhere' : this.other.take(command, told, this.ruled(rules, told.date))?.key;
    if (refusal !== undefined) this.part(told.date, 'refused', command.type, refusal);
  }

  /** Nights that the record has nothing of, because they had nothing to do. */
  private nightsUpTo(last: BusinessDate): void {
    if (last <= this.night) return;
    const first = laterOf(addDays(this.night, 1), this.trial.from);
    for (let on = this.dueFrom(first); on !== undefined && on <= last; on = this.dueFrom(addDays(on, 1))) {
      this.night = on;
      // As the night of a policy's day does.
      if (this.trial.nextVersionOn(on) === on && this.other.isMovedBy(this.rulesOn(on))) this.tell('dateReached', on);
      if (isDue(this.other.nextDate, on)) this.tell('dateReached', on);
      if (isDue(this.other.remindOn, on) && this.latest.machine >= reminding) this.tell('remind', on);
      this.compare(on);
    }
    this.night = laterOf(this.night, last);
  }

  /** The next night that may have something to do. */
  private dueFrom(first: BusinessDate): BusinessDate | undefined {
    const next = earliest([this.other.nextDate, this.other.remindOn, this.trial.nextVersionOn(first)]);
    return next === undefined ? undefined : laterOf(next, first);
  }

  private tell(type: 'dateReached' | 'remind', on: BusinessDate): void {
    this.other.take({ type } as Command, { by: { kind: 'clock' }, date: on, away: [] }, this.rulesOn(on));
  }

  private rulesOn(on: BusinessDate): Rules {
    return this.ruled({ ...this.latest, policy: this.trial.policyOn(on) }, on);
  }

  private ruled(rules: Rules, date: BusinessDate): Rules {
    return date < this.trial.from ? rules : { ...rules, policy: this.trial.triedOn(rules.policy) };
  }

  private compare(on: BusinessDate): void {
    if (this.actual.state !== this.other.state) this.part(on, 'state');
  }

  private part(on: BusinessDate, kind: Parting['kind'], command?: CommandType, refusal?: string): void {
    this.parting ??= {
      on,
      kind,
      happened: this.actual.state,
      wouldHave: this.other.state,
      ...(command && { command }),
      ...(refusal !== undefined && { refusal }),
    };
  }
}

/**
 * Up to which night the case had been told when each step was taken. A person may be faster than the night of the same day, and a
 * night that was missed is on record behind what came after its date.
 */
function nightsRunBefore(steps: readonly Step[]): BusinessDate[] {
  const run: BusinessDate[] = [];
  let first: BusinessDate | undefined;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const { command, told } = steps[index] as Step;
    if (isNight(command.type) && (first === undefined || told.date <= first)) first = told.date;
    run[index] = first === undefined || told.date < first ? told.date : addDays(first, -1);
  }
  return run;
}

function partingOfNotices(actual: Ending, other: Ending, until: BusinessDate): Parting | undefined {
  if (JSON.stringify(actual) === JSON.stringify(other)) return undefined;
  const { reminders: _, letters: __, ...amounts } = actual;
  const same = Object.entries(amounts).every(([name, value]) => JSON.stringify(value) === JSON.stringify(other[name as keyof Ending]));
  return { on: until, kind: same ? 'notices' : 'amounts', happened: actual.state, wouldHave: other.state };
}

/** Votes were cast for one meeting's round. */
function isOtherRound(actual: Course, other: Course): boolean {
  const [ours, theirs] = [actual.stored.context.round?.meeting, other.stored.context.round?.meeting];
  return ours !== undefined && theirs !== undefined && ours !== theirs;
}

function isDue(night: BusinessDate | undefined, on: BusinessDate): boolean {
  return night !== undefined && night <= on;
}

function laterOf(one: BusinessDate, other: BusinessDate): BusinessDate {
  return one > other ? one : other;
}
