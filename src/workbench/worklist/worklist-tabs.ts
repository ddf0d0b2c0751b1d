import { Injectable } from '@nestjs/common';
import type { Only } from '../../cases/case-list.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { WaitingList } from '../../cases/waiting-list.js';
import { disputed, old, oneOf, positionMissing, unattended, type WorklistTab } from '../../cases/worklist-tabs.js';
import type { CurrentPerson } from '../../people/current-person.js';

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
  ) {}

  async of(
    { id, businessDate: today }: { id: string; businessDate: string },
    person: CurrentPerson,
  ): Promise<Record<WorklistTab, Tab> & { dueToday: { count: number; isMore: boolean } }> {
    const rules = await this.rules.on(id, today);
    const waiting = await this.waiting.of(person, id);
    const due = [...new Set(waiting.items.filter((item) => item.waiting.dueOn <= today).map((item) => item.id))];
    return {
      today: { condition: oneOf(due), isIndexed: false },
      unattended: { condition: unattended(today, rules), isIndexed: false },
      position: { condition: positionMissing(today, rules), isIndexed: false },
      disputed: { condition: disputed, isIndexed: true },
      old: { condition: old(today), isIndexed: true },
      dueToday: { count: due.length, isMore: waiting.isMore },
    };
  }
}
