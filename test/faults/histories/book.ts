import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { TrainingSystem } from '../../support/training-system.js';
import { Board } from './board.js';
import type { BatchPlan, Throw } from './chance.js';
import { type Attempt, Hands } from './hands.js';
import { History, type SeenCase } from './history.js';

/** So many histories go on at once; each by itself goes one step after the other. */
const lanes = 6;

const nothing: Throw = { pick: 0, odds: 0 };

/** Numbers that make more of the chart reachable for small debts, and a second version in the middle. */
const policies = [
  ['C01', 1, '2000-01-01', { smallBalanceCents: 600_00 }],
  ['C01', 2, '2026-04-01', { smallBalanceCents: 600_00, writeOffLimitCents: 900_00, reviewAfterOverdueDays: 60 }],
  ['C02', 1, '2026-03-15', { smallBalanceCents: 600_00, graceLeewayWorkingDays: 5, attributionAnswerWorkingDays: 3 }],
] as const;

/** Random histories in one training system, batch after batch. */
export class Book {
  readonly hands: Hands;
  /** Receivables that were imported; each has a case in the end. */
  receivables = 0;
  private batches = 0;

  constructor(private readonly system: TrainingSystem) {
    this.hands = new Hands(system);
  }

  /** Companies' policies, and the customer that corrections name. */
  async begin(): Promise<void> {
    for (const policy of policies)
      await this.system.owner.query('insert into policies (company_id, version, effective_from, numbers) values ($1, $2, $3, $4)', [
        ...policy,
      ]);
    await this.system.owner.query(`insert into customers (company_id, customer, name) select id, 'K2', '客户二' from companies`);
  }

  /** Lets all histories of the batch run to their end, which is the night after the last step. */
  async write({ gaps, histories: plans }: BatchPlan): Promise<void> {
    const prefix = `B${++this.batches}`;
    let date = await this.today();
    const histories = plans.map((plan, n) => new History(plan, `${prefix}K${n}`, date));
    await this.bring(histories);
    const board = new Board(this.hands);
    for (const [step, gap] of gaps.entries()) {
      date = addDays(date, gap);
      if (step % 8 === 0) await this.analyse();
      if (gap > 0) await this.system.moveTo(date);
      this.hands.newDay();
      await inLanes(histories, (history) => this.step(history, date, history.plan.throws[step] ?? nothing));
      if (step % 2 === 1) await this.hands.files.send(plans[0]?.throws[step] ?? nothing);
      await this.allocate(prefix, step);
      await board.meet(step);
    }
    await this.system.moveTo(addDays(date, 1));
  }

  private async bring(histories: readonly History[]): Promise<void> {
    const rows = histories.flatMap(({ receivables }) => receivables);
    for (const list of Map.groupBy(rows, ({ company }) => company).values()) await this.system.receivables(...list);
    this.receivables += rows.length;
  }

  /** Mostly what the course wants; beside it, and after its end, what chance says. */
  private async step(history: History, date: BusinessDate, chance: Throw): Promise<void> {
    const [first = '', second = first] = history.receivables.map(({ document }) => document);
    const course = await this.look(first);
    const wanted = course && chance.odds < 85 ? history.wanted(course, date) : [];
    if (course && history.isUnderWay) history.learn(await this.tryUntilTaken(history, course, wanted, date, chance));
    if (history.isUnderWay && chance.odds % 4 > 0) return;
    const seen = await this.look(chance.pick % 2 === 0 ? first : second);
    if (seen) await this.tryUntilTaken(history, seen, history.atRandom(seen, date, chance), date, chance);
  }

  private async tryUntilTaken(
    history: History,
    seen: SeenCase,
    deeds: readonly Pick<Attempt, 'login' | 'command'>[],
    date: BusinessDate,
    chance: Throw,
  ): Promise<boolean> {
    const others = history.receivables.map(({ document }) => document).filter((document) => document !== seen.document);
    const other = others[0] === undefined ? undefined : (await this.look(others[0]))?.caseId;
    for (const deed of deeds) if (await this.hands.try({ ...deed, seen, other }, date, chance)) return true;
    return false;
  }

  /** The AR clerk allocates what is on account of a customer: too much first, then what there is. */
  private async allocate(prefix: string, step: number): Promise<void> {
    if (step % 3 !== 0) return;
    const waiting = await this.system.rows<{ id: string; amount: string; document: string }>(
      `select r.id, r.on_account::text as amount, i.document from receipts r
       cross join lateral (select document from receivables i where i.company_id = r.company_id and i.customer = r.customer order by i.id limit 1) i
       where r.on_account > 0 and r.customer like $1 || 'K%' order by r.id limit 10`,
      [prefix],
    );
    for (const { id, amount, document } of waiting)
      for (const asked of [`9${amount}`, amount]) {
        const lines = [{ document, instalment: 1, amount: asked }];
        this.hands.answered(await this.system.api.post('ar_clerk', `/api/v1/receipts/${id}/allocations`, { lines }));
      }
  }

  private async look(document: string): Promise<SeenCase | undefined> {
    const [seen] = await this.system.rows<SeenCase>(
      `select c.id as "caseId", r.document, c.version, c.snapshot as stored from receivables r
       join cases c on c.company_id = r.company_id and c.receivable_id = r.id
       where r.company_id = any (array['C01', 'C02']) and r.document = $1 and r.instalment = 1`,
      [document],
    );
    return seen;
  }

  /** What autovacuum would have done by now: the test server has it switched off. */
  private async analyse(): Promise<void> {
    await this.system.owner.query('analyze');
  }

  private async today(): Promise<BusinessDate> {
    const { body } = await this.system.api.get('admin', '/api/v1/training/clock');
    return body.date;
  }
}

async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const ends = await Promise.allSettled(
    Array.from({ length: lanes }, async () => {
      for (let one = rest.shift(); one; one = rest.shift()) await work(one);
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
