import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import { daysOfPeriod } from '../../../workflows/scorecard/assessment-period.js';
import { factorOf } from '../../../workflows/scorecard/reward.js';
import { type Pay, type WageLoss, wageLoss } from '../../../workflows/scorecard/wage.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../../platform/sheets/csv.js';
import type { Cell } from '../../platform/sheets/sheet-xml.js';
import { workbookStream } from '../../platform/sheets/workbook-stream.js';
import type { ShownCard } from '../cards/card-answer.js';
import { Scorecards } from '../cards/scorecards.js';
import { closedOn } from '../closed-periods.js';
import type { PayOfPerson, PayrollForm } from './periods.shapes.js';

export interface PayrollFile {
  readonly name: string;
  readonly content: Readable;
}

interface Row {
  readonly card: ShownCard;
  readonly pay: Pay | undefined;
  readonly loss: WageLoss | undefined;
}

interface Column {
  readonly head: string;
  readonly width: number;
  readonly cell: (row: Row) => Cell;
}

/**
 * The closed cards of a period for payroll. Pay is nobody's business here: who exports may send it along for this one file, and it is not
 * kept; without it the file says that nothing can be said of what points cost.
 */
@Injectable()
export class Payroll {
  constructor(
    private readonly database: Database,
    private readonly cards: Scorecards,
    private readonly rules: RulesInForce,
    private readonly known: Known,
    private readonly texts: Texts,
  ) {}

  /** @throws Problem 403, 404 `company.unknown`; 409 `period.not_closed`, `payroll.no_card` */
  async make(period: string, { company, format, pay = [] }: PayrollForm, reader: CurrentPerson, language: Language): Promise<PayrollFile> {
    requireRole(reader, company, 'hr', 'finance_director', 'general_manager');
    await this.known.company(company);
    const days = daysOfPeriod(period);
    const { policy } = await this.rules.on(company, days.to);
    const cards = await this.database.transaction(async (tx) => {
      if ((await closedOn(tx, company, period)) === undefined) throw new Problem(409, 'period.not_closed', { period });
      return this.cards.all(tx, company, days);
    });
    const rows = rowsOf(cards, pay, policy);
    const columns = this.columns(language, policy);
    const say = (key: string, facts?: object) => this.texts.say(language, `assessment:payroll.${key}`, { ...facts });
    const name = say('file', { company, period });
    const table = rows.map((row) => columns.map(({ cell }) => cell(row)));
    const foot = say(pay.length === 0 ? 'without_pay' : 'with_pay', { percent: formatAmount(policy.wageWarningHundredths) });
    if (format === 'csv') {
      const lines = [columns.map(({ head }) => head), ...table.map((cells) => cells.map(plain)), [foot]].map(csvLine);
      return { name, content: Readable.from([byteOrderMark + lines.join('')]) };
    }
    async function* some() {
      yield table;
    }
    const sheet = { name: say('sheet'), columns, rows: some(), foot, page: { foot } };
    return { name, content: Readable.from(workbookStream([sheet]), { objectMode: false }) };
  }

  private columns(language: Language, policy: Policy): Column[] {
    const say = (key: string, facts?: object) => this.texts.say(language, `assessment:payroll.${key}`, { ...facts });
    const percent = formatAmount(policy.wageWarningHundredths);
    const columns: [key: string, width: number, cell: Column['cell']][] = [
      ['person', 14, ({ card }) => card.person],
      ['name', 12, ({ card }) => card.name],
      ['post', 14, ({ card }) => this.texts.say(language, `assessment:post.${card.post}`)],
      ['total', 10, ({ card: { card } }) => points(card.totalHundredths)],
      ['grade', 8, ({ card: { card } }) => card.grade ?? say('no_data')],
      ['factor', 12, ({ card: { card, inputs } }) => (inputs.scheme.reward && factorOf(inputs.scheme.reward, card)) ?? say('no_factor')],
      ['deducted', 10, ({ card: { card } }) => points(card.deductedHundredths)],
      ['lapsed', 10, ({ card: { card } }) => points(card.lapsedHundredths)],
      ['adjusted', 10, ({ card: { card } }) => points(card.adjustedHundredths)],
      ['receipts', 18, ({ card: { inputs } }) => inputs.receipts.counted],
      ['current', 18, ({ card: { inputs } }) => inputs.receipts.current],
      ['cycle', 18, ({ card: { inputs } }) => inputs.receipts.cycle],
      ['monthly', 14, ({ pay }) => (pay ? { amount: formatAmount(pay.monthlyCents) } : null)],
      ['lost', 14, ({ loss }) => (loss ? { amount: formatAmount(loss.lostCents) } : null)],
      ['share', 12, ({ loss }) => (loss ? `${formatAmount(loss.shareHundredths)} %` : null)],
      ['warning', 44, (row) => warning(row, (key) => say(key, { percent }))],
      ['fingerprint', 66, ({ card }) => card.fingerprint],
    ];
    return columns.map(([key, width, cell]) => ({ head: say(`column.${key}`), width, cell }));
  }
}

/** @throws Problem 409 `payroll.no_card` for pay of somebody who is not in the file: it would go unnoticed */
function rowsOf(cards: readonly ShownCard[], pay: readonly PayOfPerson[], policy: Policy): Row[] {
  const stranger = pay.find(({ person }) => !cards.some((card) => card.person === person));
  if (stranger) throw new Problem(409, 'payroll.no_card', { person: stranger.person });
  const known = new Map(pay.map(({ person, monthly, bonusBase, perPoint }) => [person, payOf(monthly, bonusBase, perPoint)]));
  return cards.map((card) => {
    const one = known.get(card.person);
    const loss = one && wageLoss(card.card, card.inputs.scheme.reward, one, policy.wageWarningHundredths);
    return { card, pay: one, loss };
  });
}

function payOf(monthly: string, bonusBase: string | undefined, perPoint: string | undefined): Pay {
  return {
    monthlyCents: cents(monthly),
    ...(bonusBase !== undefined && { bonusBaseCents: cents(bonusBase) }),
    ...(perPoint !== undefined && { pointCents: cents(perPoint) }),
  };
}

function warning({ card, pay, loss }: Row, say: (key: string) => string): string {
  if (card.card.deductedHundredths <= 0) return say('nothing_deducted');
  if (!pay) return say('pay_missing');
  if (!loss) return say('cost_unknown');
  return loss.warns ? say('above') : say('below');
}

const points = (hundredths: number | null): Cell => (hundredths === null ? null : { amount: formatAmount(hundredths) });

function plain(cell: Cell): string | { amount: string } {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return 'amount' in cell ? cell : cell.day;
}
