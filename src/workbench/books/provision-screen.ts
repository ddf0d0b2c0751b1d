import { Injectable } from '@nestjs/common';
import { allowanceMove, refuseProvisionDecision } from '../../../workflows/allowance.js';
import { addMonths } from '../../../workflows/calendar/dates.js';
import { agingBuckets } from '../../../workflows/scorecard/aging.js';
import { ProvisionReader, type ReadProvision } from '../../integration/provisions/provision.reader.js';
import { ProvisionList } from '../../integration/provisions/provision-list.js';
import { Provisions } from '../../integration/provisions/provisions.js';
import {
  ImpairedCasesQuery,
  type ProvisionForm,
  type ProvisionRow,
  ProvisionsQuery,
} from '../../integration/provisions/provisions.shapes.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal, typedInto } from '../refused-form.js';
import { bucketsView, changeView } from './provision-view.js';

/** A form that was sent and not taken. */
export interface SentProvision {
  form: 'ask' | 'propose' | 'approve' | 'reject';
  typed: Record<string, string>;
  told: ToldRefusal;
}

const rowsOnPage = 50;
const provisionsOnPage = 24;
const tones: Readonly<Record<string, string>> = { proposed: 'soon', approved: 'open', rejected: 'grace' };

/** Provisions for bad debts on the screen. */
@Injectable()
export class ProvisionScreen {
  constructor(
    private readonly frame: Frame,
    private readonly provisions: Provisions,
    private readonly stored: ProvisionList,
    private readonly reader: ProvisionReader,
    private readonly names: Names,
  ) {}

  /** @throws Problem 400 for what is no page */
  async all(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>, sent?: SentProvision): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('books/provisions', looking, { isProvisions: true });
    const { after } = typedInto(asked, 'after');
    const ask = (wished: object) => readForm(ProvisionsQuery, { company: company.id, ...wished });
    const query = await ask({ limit: provisionsOnPage, ...(after !== undefined && { after }) });
    const page = pageOf(await this.stored.list(person, query), query.limit, ({ id }) => id);
    const [last] = await this.stored.list(person, await ask({ state: 'approved', limit: 1 }));
    const [waiting] = await this.listed(await this.stored.list(person, await ask({ state: 'proposed', limit: 1 })));
    const shown = after === undefined ? (waiting ?? last) : undefined;
    const isClerk = rolesIn(person, company.id).includes('ar_clerk');
    return this.frame.render('books/provisions', looking, {
      isProvisions: true,
      company,
      items: await this.listed(page.items),
      next: page.next,
      newest: shown && (await this.compared(person, shown.id)),
      waiting,
      mayPropose: isClerk && !waiting,
      isFirst: !last,
      month: sent?.typed.month ?? addMonths(`${company.businessDate.slice(0, 7)}-01`, -1).slice(0, 7),
      sent,
    });
  }

  /** What a provision for this month would be. @throws Problem as `Provisions.preview` */
  async preview(request: SignedInRequest, person: CurrentPerson, form: ProvisionForm): Promise<string> {
    const figures = await this.provisions.preview(form, person);
    const looking = await this.frame.around(request, person);
    const last = await this.stored.list(person, await readForm(ProvisionsQuery, { company: form.company, state: 'approved', limit: 1 }));
    const before = last[0] && last[0].month < form.month ? await this.reader.sums(person, last[0].id) : undefined;
    return this.frame.render('books/provision', looking, {
      isPreview: true,
      provision: figures,
      table: bucketsView(figures, before),
      change: changeView(figures.change),
      moves: movesOf(figures),
      cases: figures.impaired.cases.slice(0, rowsOnPage),
      impairedCases: figures.impaired.cases.length,
      isMore: figures.impaired.cases.length > rowsOnPage,
      mayPropose: rolesIn(person, form.company).includes('ar_clerk'),
      opening: form.opening,
    });
  }

  /** @throws Problem 400 for what is no page; 403; 404 `provision.unknown` */
  async one(
    request: SignedInRequest,
    person: CurrentPerson,
    id: string,
    asked: Record<string, unknown>,
    sent?: SentProvision,
  ): Promise<string> {
    const { table, provision } = await this.compared(person, id);
    const looking = await this.frame.around(request, person);
    const query = await readForm(ImpairedCasesQuery, { ...typedInto(asked, 'bucket', 'q', 'after'), limit: rowsOnPage });
    const page = pageOf(await this.reader.cases(provision.company, id, query), rowsOnPage, ({ place }) => place);
    const names = await this.names.of([provision.proposedBy, provision.decidedBy ?? '']);
    const decides = provision.state === 'proposed' && rolesIn(person, provision.company).includes('finance_director');
    const by = { login: person.login, standsInFor: standsInForLogins(person, provision.company) };
    return this.frame.render('books/provision', looking, {
      provision,
      table,
      tone: tones[provision.state],
      change: changeView(provision.change),
      moves: movesOf(provision),
      proposedByName: names.get(provision.proposedBy) ?? provision.proposedBy,
      decidedByName: names.get(provision.decidedBy ?? '') ?? provision.decidedBy,
      cases: page.items,
      next: page.next,
      query,
      impairedCases: provision.impairedCases,
      buckets: agingBuckets.map((bucket) => ({ bucket, isHere: bucket === query.bucket })),
      decides,
      refusal: decides ? refuseProvisionDecision({ month: provision.month, proposedBy: provision.proposedBy }, by) : undefined,
      sent,
    });
  }

  private async compared(person: CurrentPerson, id: string) {
    const provision = await this.reader.sums(person, id);
    const before = provision.lastId === null ? undefined : await this.reader.sums(person, provision.lastId);
    return { provision, table: bucketsView(provision, before), change: changeView(provision.change), tone: tones[provision.state] };
  }

  private async listed(rows: readonly ProvisionRow[]) {
    const names = await this.names.of(rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? '']));
    return rows.map((row) => ({
      ...row,
      tone: tones[row.state],
      moved: changeView(row.change),
      proposedByName: names.get(row.proposedBy) ?? row.proposedBy,
      decidedByName: names.get(row.decidedBy ?? '') ?? row.decidedBy,
    }));
  }
}

/** What the allowance went through, with what it took away as such. */
function movesOf({ allowance }: Pick<ReadProvision, 'allowance'>) {
  return allowance.moves.map(({ kind, amount }) => ({ kind, amount, isLess: allowanceMove(kind) < 0 }));
}
