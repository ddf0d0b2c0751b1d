import { expect } from '@jest/globals';
import type { Fact, FactKind } from '../../../workflows/attribution/facts.js';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { nightAfterWorkingDays } from '../../../workflows/calendar/working-days.js';
import type { Circumstances, Command } from '../../../workflows/collection-case/commands.js';
import type { CaseContext, Opening } from '../../../workflows/collection-case/context.js';
import {
  type Accepted,
  type CaseValue,
  collectionPath,
  decide,
  openCase,
  type StoredCase,
} from '../../../workflows/collection-case/decide.js';
import type { Effect, Entry } from '../../../workflows/collection-case/entries.js';
import { fold, type Step } from '../../../workflows/collection-case/fold.js';
import type { Refusal } from '../../../workflows/collection-case/refusal.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import type { Recorded } from '../../../workflows/what-if/other-course.js';
import { rulesWith } from './calendar.js';
import { isPlainJson, violations } from './invariants.js';
import { board, type Office, toldBy, toldByClock, toldByImport } from './people.js';

export interface Receivable {
  readonly issuedOn?: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly amount?: string;
  readonly owner?: string;
  /** Overdue day 1 unless the debt is taken over older than that. */
  readonly openedOn?: BusinessDate;
}

interface Meeting {
  readonly id: string;
  readonly openedOn?: BusinessDate;
}

/**
 * One case of the training company, moved from day to day: the night comes first, then what people and files do. After
 * every step all that must always hold is looked at, and the case is read back from JSON as it would be from the database.
 */
export class CasePlayer {
  date: BusinessDate;
  /** All that went on record and all that the shell was asked to do, in order. */
  readonly entries: (Entry & { readonly recordedOn: BusinessDate })[] = [];
  readonly effects: Effect[] = [];
  private nextDate: BusinessDate | undefined;
  private remindOn: BusinessDate | undefined;
  private stored: StoredCase | undefined;
  private meeting: Meeting | undefined;
  private meetings = 0;
  private readonly steps: Step[] = [];
  private readonly opening: Opening;
  private readonly rules;

  constructor(
    { issuedOn = '2025-10-01', dueOn, amount = '1000.00', owner = 'sales0001', openedOn = addDays(dueOn, 1) }: Receivable,
    policy: Partial<Policy> = {},
    private readonly office: Office = {},
  ) {
    const ids = { companyId: 'C01', caseId: '1', customer: 'K1', document: 'INV-1', instalment: 1, currency: 'CNY' };
    this.opening = { ...ids, issuedOn, dueOn, amountCents: cents(amount), receivedCents: 0, creditedCents: 0, owner, openedOn };
    this.rules = rulesWith(policy);
    this.date = addDays(openedOn, -1);
    this.on(openedOn);
  }

  get state(): StoredCase {
    if (!this.stored) throw new Error('the case has not been opened yet');
    return this.stored;
  }

  get value(): CaseValue {
    return this.state.value;
  }

  get collection(): string {
    return collectionPath(this.state.value);
  }

  get context(): Omit<CaseContext, 'out'> {
    return this.state.context;
  }

  get balance(): string {
    return formatAmount(this.context.balanceCents);
  }

  factsOf(wanted: FactKind): readonly Fact[] {
    return this.context.facts.filter(({ kind }) => kind === wanted);
  }

  /** When the next night has something to do here. */
  get next(): BusinessDate | undefined {
    return this.nextDate;
  }

  /** Moves on to the date, the nights included. */
  on(date: BusinessDate): this {
    if (date < this.date) throw new Error(`${date} lies before ${this.date}`);
    while (this.date < date) {
      this.date = addDays(this.date, 1);
      this.night();
    }
    return this;
  }

  /** A person's command, which must be taken. */
  by(login: string, command: Command): this {
    return this.accept(command, toldBy(login, this.context.owner, this.date, this.office));
  }

  /** A person's command, which must be refused and change nothing. */
  refused(login: string, command: Command): Refusal {
    return this.refuse(command, toldBy(login, this.context.owner, this.date, this.office));
  }

  refusedImport(command: Command): Refusal {
    return this.refuse(command, toldByImport(this.date));
  }

  refusedClock(command: Command): Refusal {
    return this.refuse(command, toldByClock(this.context.owner, this.date, this.office));
  }

  imported(command: Command): this {
    return this.accept(command, toldByImport(this.date));
  }

  /** What the clock finds by itself beside the night. */
  clock(command: Command): this {
    return this.accept(command, toldByClock(this.context.owner, this.date, this.office));
  }

  receipt(receipt: string, amount: string, valueDate: BusinessDate = this.date, instrument = 'bank_transfer'): this {
    return this.imported({ type: 'applyReceipt', receipt, amountCents: cents(amount), valueDate, instrument });
  }

  /** The receipt bounces. */
  reversal(receipt: string, amount: string, reversedOn: BusinessDate = this.date): this {
    return this.imported({ type: 'reverseReceipt', receipt, amountCents: cents(amount), reversedOn });
  }

  credit(credit: string, amount: string): this {
    return this.imported({ type: 'applyCredit', credit, amountCents: cents(amount), creditedOn: this.date });
  }

  creditReversal(credit: string, amount: string): this {
    return this.imported({ type: 'reverseCredit', credit, amountCents: cents(amount), reversedOn: this.date });
  }

  /** Calls the next meeting, or finds the one already called; the rest of the escalated cases go onto the docket. */
  call(): this {
    if (!this.meeting) {
      this.meetings += 1;
      this.meeting = { id: `M${this.meetings}` };
    }
    if (this.collection === 'financeConfirmation' && this.context.escalated)
      this.accept({ type: 'callToBoard', meeting: this.meeting.id }, toldByClock(this.context.owner, this.date, this.office));
    return this;
  }

  open(): this {
    const id = this.meeting?.id ?? this.call().meeting?.id ?? '';
    this.meeting = { id, openedOn: this.date };
    if (this.collection === 'boardReview.docketed') this.by('finance_director', { type: 'openVoting', meeting: id, roll: board });
    return this;
  }

  close(): this {
    const id = this.meeting?.id ?? '';
    this.meeting = undefined;
    if (this.collection === 'boardReview.voting') this.by('finance_director', { type: 'closeVoting', meeting: id });
    return this;
  }

  /** The night of today once more, as after a crash. */
  repeatNight(): this {
    return this.accept({ type: 'dateReached' }, toldByClock(this.context.owner, this.date, this.office));
  }

  /** What the fold of the history gives (domain.md, What must always hold, 1). */
  replayed(): StoredCase {
    return fold(this.opening, this.steps, this.rules);
  }

  /** The journal as a what-if reads it. */
  get recorded(): Recorded {
    const openedBy = toldByClock(this.opening.owner, this.opening.openedOn, this.office);
    return { opening: this.opening, openedBy, openingRules: this.rules, steps: this.steps };
  }

  private night(): void {
    if (this.date === this.opening.openedOn) this.took(openCase(this.opening, this.rules));
    const told = toldByClock(this.stored?.context.owner ?? '', this.date, this.office);
    if (this.nextDate !== undefined && this.nextDate <= this.date) {
      this.accept({ type: 'dateReached' }, told);
      expect(this.nextDate === undefined || this.nextDate > this.date).toBe(true);
    }
    if (this.remindOn !== undefined && this.remindOn <= this.date) {
      const { length } = this.entries;
      this.accept({ type: 'remind' }, told);
      expect(this.remindOn === undefined || this.remindOn > this.date).toBe(true);
      expect(this.entries.length).toBeGreaterThan(length);
    }
    const { meetingCalledOnDay, meetingClosesAfterWorkingDays } = this.rules.policy;
    if (Number(this.date.slice(8)) === meetingCalledOnDay) this.call();
    const openedOn = this.meeting?.openedOn;
    if (openedOn === undefined || this.date < nightAfterWorkingDays(this.rules.calendar, openedOn, meetingClosesAfterWorkingDays)) return;
    if (this.collection === 'boardReview.voting') this.accept({ type: 'closeVoting', meeting: this.meeting?.id ?? '' }, told);
    this.meeting = undefined;
  }

  private accept(command: Command, told: Circumstances): this {
    const decision = decide(this.state, command, told, this.rules);
    if (!decision.accepted) throw new Error(`${this.date}: ${command.type} is refused: ${JSON.stringify(decision.refusal)}`);
    this.steps.push({ command, told, rules: this.rules });
    return this.took(decision);
  }

  private took({ after, entries, effects, nextDate, remindOn }: Accepted): this {
    expect(violations(after)).toEqual([]);
    expect(isPlainJson(after)).toBe(true);
    this.stored = JSON.parse(JSON.stringify(after)) as StoredCase;
    this.entries.push(...entries.map((entry) => ({ ...entry, recordedOn: this.date })));
    this.effects.push(...effects);
    this.nextDate = nextDate;
    this.remindOn = remindOn;
    return this;
  }

  private refuse(command: Command, told: Circumstances): Refusal {
    const before = JSON.stringify(this.state);
    const decision = decide(this.state, command, told, this.rules);
    if (decision.accepted) throw new Error(`${this.date}: ${command.type} is taken in ${collectionPath(this.value)}`);
    expect(JSON.stringify(this.state)).toBe(before);
    return decision.refusal;
  }
}
