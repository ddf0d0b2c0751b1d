import { type BusinessDate, daysBetween } from '../calendar/dates.js';
import type { Circumstances, Command, Rules } from '../collection-case/commands.js';
import type { Opening } from '../collection-case/context.js';
import { type Accepted, collectionPath, decide, nextNights, openCase, type StoredCase } from '../collection-case/decide.js';
import type { Refusal } from '../collection-case/refusal.js';
import type { Cents } from '../money.js';

/** What a case comes to by a day. */
export interface Ending {
  /** The collection region's state, as a path. */
  readonly state: string;
  /** Of the first docketing. */
  readonly docketedOn?: BusinessDate;
  readonly balanceCents: Cents;
  /** The balance, where the board has it. */
  readonly underReviewCents: Cents;
  readonly writtenOffCents: Cents;
  /** Points taken less points given back. */
  readonly deductedHundredths: number;
  readonly graceMonths: number;
  /** Of the span. */
  readonly reminders: number;
  /** Letters that came due in the span. */
  readonly letters: number;
  /** Days of the span in each state, by its outer name. */
  readonly daysIn: Readonly<Record<string, number>>;
}

/** A case on its way through time, under whatever rules each step is given. */
export class Course {
  private current: Accepted;
  private reminders = 0;
  private letters = 0;
  private deductedHundredths = 0;
  private readonly daysIn: Record<string, number> = {};
  private since: BusinessDate;

  /** @param from the first day of the span that is counted */
  constructor(
    opening: Opening,
    rules: Rules,
    private readonly from: BusinessDate,
  ) {
    this.current = openCase(opening, rules);
    this.since = opening.openedOn > from ? opening.openedOn : from;
  }

  /** The same case at this moment, which may go another way from here. */
  copy(): Course {
    const copy: Course = Object.create(Course.prototype);
    return Object.assign(copy, this, { daysIn: { ...this.daysIn } });
  }

  get stored(): StoredCase {
    return this.current.after;
  }

  get state(): string {
    return collectionPath(this.stored.value);
  }

  get nextDate(): BusinessDate | undefined {
    return this.current.nextDate;
  }

  get remindOn(): BusinessDate | undefined {
    return this.current.remindOn;
  }

  /** Whether other rules would move its next nights. */
  isMovedBy(rules: Rules): boolean {
    const { nextDate, remindOn } = nextNights(this.stored, rules);
    return nextDate !== this.nextDate || remindOn !== this.remindOn;
  }

  /** @returns the refusal of a command that is not taken and changes nothing */
  take(command: Command, told: Circumstances, rules: Rules): Refusal | undefined {
    const decision = decide(this.stored, command, told, rules);
    if (!decision.accepted) return decision.refusal;
    this.countDays(told.date);
    this.current = decision;
    for (const effect of decision.effects)
      if (effect.type === 'deduct')
        this.deductedHundredths += effect.kind === 'deduction' ? effect.pointsHundredths : -effect.pointsHundredths;
    // What came before the span is the same on both courses.
    if (told.date >= this.from)
      for (const { type } of decision.entries) {
        if (type === 'reminderDue') this.reminders += 1;
        if (type === 'letterDue') this.letters += 1;
      }
    return undefined;
  }

  /** @param on the span's last day */
  ending(on: BusinessDate): Ending {
    this.countDays(on);
    const { context } = this.stored;
    return {
      state: this.state,
      ...(context.firstDocketed && { docketedOn: context.firstDocketed.on }),
      balanceCents: context.balanceCents,
      underReviewCents: this.state.startsWith('boardReview') ? context.balanceCents : 0,
      writtenOffCents: context.writtenOffCents,
      deductedHundredths: this.deductedHundredths,
      graceMonths: context.graceMonthsGranted,
      reminders: this.reminders,
      letters: this.letters,
      daysIn: { ...this.daysIn },
    };
  }

  private countDays(until: BusinessDate): void {
    const days = daysBetween(this.since, until);
    if (days <= 0) return;
    const [state = ''] = this.state.split('.');
    this.daysIn[state] = (this.daysIn[state] ?? 0) + days;
    this.since = until;
  }
}
