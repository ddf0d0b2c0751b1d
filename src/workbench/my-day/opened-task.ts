import { Injectable } from '@nestjs/common';
import type { WaitingCases } from '../../cases/waiting-list.js';
import type { CurrentPerson } from '../../people/current-person.js';
import type { Language } from '../../platform/i18n/language.js';
import { CaseForm } from '../case/case-form.js';
import { CaseLook, type CaseLooked } from '../case/case-look.js';
import { CaseScreen, type Sent } from '../case/case-screen.js';
import { panelsView } from '../case/panels-view.js';
import { hasWholeForm, keyOf } from './my-day-view.js';

/** The form of the one task that is open, where it is more than a line: with what it decides on. */
@Injectable()
export class OpenedTask {
  constructor(
    private readonly look: CaseLook,
    private readonly form: CaseForm,
    private readonly screen: CaseScreen,
  ) {}

  /** @param open the key of a task; undefined for one that has no such form, or may not be done any more */
  async of(open: string | undefined, { items }: WaitingCases, person: CurrentPerson, language: Language): Promise<object | undefined> {
    const task = items.find((one) => keyOf(one) === open);
    const { command } = task?.waiting ?? {};
    if (!task || !hasWholeForm(command)) return undefined;
    const looked = await this.look.at(task.id, person, language);
    if (!looked.possible.allowed.includes(command)) return undefined;
    return { ...besides(command, looked), id: task.id, form: await this.form.view(command, looked, '/') };
  }

  /** The form of a task as it was typed, with the sentence of its refusal beside its button. */
  async refused(sent: Sent, person: CurrentPerson, language: Language, requestId: string): Promise<object> {
    const looked = await this.look.at(sent.id, person, language);
    const refused = await this.screen.refused(looked, person, sent, requestId);
    const form = await this.form.view(sent.type, looked, '/', { ...refused, besideButton: true });
    return { ...besides(sent.type, looked), id: sent.id, form };
  }
}

/** What a command decides on. */
function besides(command: string, looked: CaseLooked): object {
  const { plan, attribution, dispute } = panelsView(looked);
  return {
    ...(command === 'acceptPlan' && { plan }),
    ...(command.endsWith('Attribution') && { attribution }),
    ...(command === 'resolveDispute' && { dispute }),
  };
}
