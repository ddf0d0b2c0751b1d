import { Injectable } from '@nestjs/common';
import { addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { pageOf } from '../../people/paging.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { CommercialLists } from '../../receivables/commercial/commercial-lists.js';
import { ContractReceipts } from '../../receivables/commercial/contract-receipts.js';
import { Contracts } from '../../receivables/commercial/contracts.js';
import { ContractsQuery } from '../../receivables/commercial/contracts.shapes.js';
import { CountedSchedules } from '../../receivables/commercial/counted-schedules.js';
import { pageKeyOf, ScheduleProgress } from '../../receivables/commercial/progress.js';
import { type InstalmentProgress, ProgressQuery, type ProgressSums } from '../../receivables/commercial/progress.shapes.js';
import { CreditHolds } from '../../receivables/credit/holds.js';
import { seesAllCustomers } from '../../receivables/customer-scope.js';
import { writePageKey } from '../../receivables/ledger/page-key.js';
import { Frame } from '../frame.js';
import { readForm, typedInto } from '../refused-form.js';

const rowsOnPage = 50;
const peopleShown = 40;

/** Contracts on the screen: how their schedules come in, and those that lack one. */
@Injectable()
export class ContractScreen {
  constructor(
    private readonly frame: Frame,
    private readonly progress: ScheduleProgress,
    private readonly counted: CountedSchedules,
    private readonly contracts: Contracts,
    private readonly receipts: ContractReceipts,
    private readonly commercial: CommercialLists,
    private readonly holds: CreditHolds,
    private readonly names: Names,
  ) {}

  /** @param asked as it stands in the address @throws Problem 400 for what is no month or page */
  async month(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('contracts/contracts', looking, { isProgress: true });
    const wished = typedInto(asked, 'month', 'customer', 'owner', 'after');
    const query = await readForm(ProgressQuery, { ...wished, company: company.id, limit: rowsOnPage });
    const { month, items, rows, countedOn } = await this.read(person, query, company.businessDate);
    const page = pageOf(rows, rowsOnPage, pageKeyOf);
    return this.frame.render('contracts/contracts', looking, {
      company,
      isProgress: true,
      month,
      countedOn,
      owner: query.owner,
      before: monthBeside(month, -1),
      after: monthBeside(month, 1),
      sums: items.filter(({ owner }) => owner !== null).slice(0, peopleShown),
      wholes: items.filter(({ owner }) => owner === null),
      rows: page.items,
      next: page.next,
    });
  }

  /** Of a company with very many contracts the sums are those of the last night, and the rows as they are now. */
  private async read(
    person: CurrentPerson,
    query: ProgressQuery,
    today: BusinessDate,
  ): Promise<ProgressSums & { rows: InstalmentProgress[]; countedOn?: BusinessDate }> {
    const month = query.month ?? today.slice(0, 7);
    const isWhole = query.owner === undefined && query.customer === undefined && seesAllCustomers(person, query.company);
    const counted = isWhole ? await this.counted.of(query.company, month) : undefined;
    if (!counted) return this.progress.month(person, query);
    return { month, items: counted.sums, rows: await this.progress.page(person, query), countedOn: counted.on };
  }

  /** @throws Problem 400 for what is no page */
  async list(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const isMissing = asked.schedule === 'missing';
    if (!company) return this.frame.render('contracts/contracts', looking, { isMissing });
    const { q, after } = typedInto(asked, 'q', 'after');
    const query = await readForm(ContractsQuery, {
      company: company.id,
      limit: rowsOnPage,
      ...(q !== undefined && { q }),
      ...(after !== undefined && { after }),
      ...(isMissing && { scheduled: 'false' }),
    });
    const page = pageOf(await this.contracts.list(person, query), rowsOnPage, ({ company: of, customer, signedOn, id }) =>
      writePageKey('contracts', [of, customer, signedOn, id]),
    );
    const known = await this.names.of(page.items.map(({ signedBy }) => signedBy));
    return this.frame.render('contracts/contracts', looking, {
      company,
      isMissing,
      isAll: !isMissing,
      query: { q },
      contracts: page.items.map((one) => ({ ...one, ownerName: known.get(one.signedBy) ?? one.signedBy })),
      next: page.next,
    });
  }

  /** @throws Problem 404 `contract.unknown` */
  async one(request: SignedInRequest, person: CurrentPerson, id: string): Promise<string> {
    const contract = await this.contracts.read(person, id);
    const { company, customer } = contract;
    const looking = await this.frame.around(request, person);
    const today = looking.frame.company?.businessDate ?? contract.signedOn;
    const [holds, known] = [
      await this.holds.list(person, { company, customer, limit: 100 }, looking.language),
      await this.names.of([contract.signedBy]),
    ];
    return this.frame.render('contracts/contract', looking, {
      contract,
      ownerName: known.get(contract.signedBy) ?? contract.signedBy,
      hold: holds.find(({ kind, subject }) => kind === 'contract' && subject === contract.contract),
      schedule: contract.schedule.map((one) => instalment(one, today)),
      unplanned: unplanned(contract.amount, contract.schedule),
      receipts: await this.receipts.of(company, contract.contract, customer),
      orders: (await this.commercial.orders(person, { company, customer, open: 'true', limit: 50 })).slice(0, 50),
    });
  }
}

function monthBeside(month: string, by: number): string {
  return addMonths(`${month}-01`, by).slice(0, 7);
}

function instalment(one: { instalment: number; dueOn: BusinessDate; amount: string; received: string }, today: BusinessDate): object {
  const restCents = cents(one.amount) - cents(one.received);
  return { ...one, rest: formatAmount(restCents), state: restCents === 0 ? 'paid' : one.dueOn < today ? 'late' : 'waiting' };
}

/** What of the contract no instalment asks for; undefined where all of it is planned. */
function unplanned(amount: string, schedule: readonly { amount: string }[]): string | undefined {
  const rest = cents(amount) - schedule.reduce((sum, one) => sum + cents(one.amount), 0);
  return rest > 0 ? formatAmount(rest) : undefined;
}
