import { Injectable } from '@nestjs/common';
import type { Only } from '../../cases/case-list.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { WaitingList } from '../../cases/waiting-list.js';
import { disputed, old, oneOf, positionMissing, unattended, type WorklistTab } from '../../cases/worklist-tabs.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { dueBy, SeenDays } from '../rail/seen-days.js';

/** A tab's cases; an indexed condition needs nothing that the index of the sums has not. */
export interface Tab {
  condition: Only;
  isIndexed: boolean;
}

/** What the worklist's tabs mean for a person today. */
@Injectable()
export class WorklistTabs {
  constructor(
    private readonly waiting: WaitingList,
    private readonly rules: RulesInForce,
    private readonly days: SeenDays,
  ) {}

  /** @param tab the chosen one: only for `today` are the cases themselves asked what waits in them; its number is the last one known */
  async of(
    { id, businessDate: today }: { id: string; businessDate: string },
    person: CurrentPerson,
    tab: WorklistTab | undefined,
  ): Promise<Record<WorklistTab, Tab> & { dueToday: { count: number; isMore: boolean } | undefined }> {
    const rules = await this.rules.on(id, today);
    const due = tab === 'today' ? await this.dueToday(id, today, person) : [];
    const known = this.days.of(person.login, id, today);
    return {
      today: { condition: oneOf(due), isIndexed: false },
      unattended: { condition: unattended(today, rules), isIndexed: false },
      position: { condition: positionMissing(today, rules), isIndexed: false },
      disputed: { condition: disputed, isIndexed: true },
      old: { condition: old(today), isIndexed: true },
      dueToday: known && { count: known.cases, isMore: known.isMore },
    };
  }

  private async dueToday(company: string, today: string, person: CurrentPerson): Promise<string[]> {
    const waiting = await this.waiting.of(person, company);
    this.days.keep(person.login, company, today, dueBy(today, waiting));
    return [...new Set(waiting.items.filter((item) => item.waiting.dueOn <= today).map((item) => item.id))];
  }
}
