import { Injectable } from '@nestjs/common';
import { addMonths } from '../../../workflows/calendar/dates.js';
import { cents } from '../../../workflows/money.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { HoldsQuery, NearLimitQuery, securityKinds } from '../../receivables/credit/credit.shapes.js';
import { CreditHolds } from '../../receivables/credit/holds.js';
import { NearLimit, nearKeyOf } from '../../receivables/credit/near-limit.js';
import { Frame, type Looking } from '../frame.js';
import { readForm, type ToldRefusal, typedInto } from '../refused-form.js';

/** A form of a hold that was sent and not taken. */
export interface SentToHold {
  form: 'secure' | 'ask' | 'decide';
  typed: Record<string, string>;
  told: ToldRefusal;
}

const rowsOnPage = 50;
const nearShown = 8;
const tabs = ['held', 'asked', 'released', 'near'] as const;

/** The credit desk on the screen. */
@Injectable()
export class CreditScreen {
  constructor(
    private readonly frame: Frame,
    private readonly holds: CreditHolds,
    private readonly near: NearLimit,
    private readonly names: Names,
  ) {}

  /** @param asked as it stands in the address @throws Problem 400 for what is no page */
  async desk(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const tab = tabs.find((one) => one === asked.show) ?? 'held';
    const view = { tab, tabs: tabs.map((name) => ({ name, isHere: name === tab })) };
    if (!company) return this.frame.render('credit/credit', looking, view);
    const { after } = typedInto(asked, 'after');
    const of = { company: company.id, ...(after !== undefined && { after }) };
    if (tab === 'near') return this.nearLimit(looking, person, of, view);
    const query = await readForm(HoldsQuery, {
      ...of,
      limit: rowsOnPage,
      state: tab === 'released' ? 'released' : 'held',
      ...(tab === 'asked' && { asked: 'true' }),
    });
    const page = pageOf(await this.holds.list(person, query, looking.language), rowsOnPage, ({ id }) => id);
    const beside = tab === 'held' && after === undefined ? await this.near.list(person, { company: company.id, limit: nearShown }) : [];
    return this.frame.render('credit/credit', looking, {
      ...view,
      company,
      isHolds: true,
      holds: page.items.map((hold) => ({ ...hold, isAsked: hold.exceptions.some(({ outcome }) => outcome === 'waiting') })),
      next: page.next,
      beside: beside.slice(0, nearShown).map(shownCustomer),
      hasMore: beside.length > nearShown,
    });
  }

  /** @throws Problem 404 `credit.unknown` */
  async one(request: SignedInRequest, person: CurrentPerson, id: string, sent?: SentToHold): Promise<string> {
    const looking = await this.frame.around(request, person);
    const hold = await this.holds.read(person, id, looking.language);
    const roles = rolesIn(person, hold.company);
    const isHeld = hold.releasedOn === null;
    const waiting = hold.exceptions.find(({ outcome }) => outcome === 'waiting');
    const known = await this.names.of(hold.exceptions.flatMap(({ askedBy, decidedBy }) => [askedBy, decidedBy ?? '']));
    const name = (login: string | null) => known.get(login ?? '') ?? login;
    const today = looking.frame.company?.businessDate ?? hold.judgedOn;
    return this.frame.render('credit/hold', looking, {
      hold,
      isHeld,
      exceptions: hold.exceptions.map((one) => ({ ...one, askedByName: name(one.askedBy), decidedByName: name(one.decidedBy) })),
      kinds: securityKinds,
      today,
      inAMonth: addMonths(today, 1),
      waiting,
      may: {
        secure: isHeld && roles.some((role) => role === 'ar_clerk' || role === 'finance_director'),
        ask: isHeld && !waiting && roles.some((role) => role === 'sales_manager' || role === 'sales_director'),
        decide: waiting !== undefined && roles.some((role) => role === 'finance_director' || role === 'general_manager'),
      },
      sent,
    });
  }

  private async nearLimit(looking: Looking, person: CurrentPerson, of: { company: string; after?: string }, view: object): Promise<string> {
    const query = await readForm(NearLimitQuery, { ...of, limit: rowsOnPage });
    const page = pageOf(await this.near.list(person, query), rowsOnPage, nearKeyOf);
    return this.frame.render('credit/credit', looking, {
      ...view,
      company: looking.frame.company,
      isNear: true,
      customers: page.items.map(shownCustomer),
      next: page.next,
    });
  }
}

function shownCustomer<T extends { beyond: string; percent: number | null }>(one: T): object {
  const isOver = cents(one.beyond) > 0;
  return { ...one, isOver, width: Math.min(100, one.percent ?? 100), tone: isOver ? 'fr' : 'fa' };
}
