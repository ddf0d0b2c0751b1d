import { Injectable } from '@nestjs/common';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { rolesAnywhere, rolesIn } from '../../people/current-person.js';
import { Frame, type Looking } from '../frame.js';
import { Meanwhile } from '../meanwhile.js';
import { RefusedForm, type ToldRefusal } from '../refused-form.js';
import { type Section, sectionsOf } from './sections.js';
import type { Visit } from './visit.js';

/** A form that was not taken: which, what was typed, and why. */
export interface Sent {
  form: string;
  typed: Record<string, string>;
  told: ToldRefusal;
}

interface Step {
  /** The form's name on its page. */
  form: string;
  typed: Record<string, string>;
  /** It puts its fields in the place of what is there: what somebody else has put there meanwhile is looked at first. */
  overwrites?: boolean;
  /** @returns where the change can be seen */
  work(): Promise<string>;
  /** The page with the form, once more. */
  again(sent: Sent): Promise<string>;
}

/** What the pages of the administration have in common: their tabs, and forms that come again when they are refused. */
@Injectable()
export class AdminDesk {
  constructor(
    private readonly frame: Frame,
    private readonly refused: RefusedForm,
    private readonly meanwhile: Meanwhile,
  ) {}

  looking({ request, person }: Visit): Promise<Looking> {
    return this.frame.around(request, person);
  }

  /** @param page of `templates/pages/admin` @param section whose tab is lit */
  show(page: string, section: Section, { person }: Visit, looking: Looking, view: object): string {
    const { company } = looking.frame;
    const held = company ? rolesIn(person, company.id) : rolesAnywhere(person);
    const is = Object.fromEntries(held.map((role): [Role, true] => [role, true]));
    return this.frame.render(`admin/${page}`, looking, { ...view, company, is, me: person.login, sections: sectionsOf(person, section) });
  }

  async take({ request, reply, person }: Visit, { form, typed, overwrites, work, again }: Step): Promise<string | undefined> {
    try {
      if (overwrites) await this.meanwhile.refuseOverwriting(request);
      return void reply.redirect(await work(), 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return again({ form, typed, told });
    }
  }
}
