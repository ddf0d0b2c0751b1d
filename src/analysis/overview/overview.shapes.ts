import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { CaseRow } from '../../cases/cases.shapes.js';
import { Limit } from '../../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf, Text } from '../../platform/shapes.js';
import { WriteOffRow } from '../write-offs.shapes.js';

/** Where a case may come from or go to in a span of days; `new` for those that were not there before. */
export const placesFrom = [
  'new',
  'salesFollowUp',
  'financeConfirmation',
  'boardReview',
  'gracePeriod',
  'legalAction',
  'writeOff',
  'writtenOff',
  'settled',
  'cancelled',
] as const;
export const placesTo = placesFrom.slice(1);

export class OverviewQuery {
  @Name({ max: 20 }) company!: string;
  @Text({ max: 3, min: 3, optional: true, description: 'The company’s when left out: sums never mix currencies' }) currency?: string;
  @BusinessDate({ optional: true, description: 'Moves between states from this day on; the first of the month when left out' })
  from?: string;
}

export class AgedAmount {
  @ApiProperty({ description: 'Items, or cases where they are overdue' }) items!: number;
  @ApiProperty({ example: '1280.50' }) amount!: string;
}

const buckets = { type: [AgedAmount], description: 'By overdue days: 1–30, 31–60, 61–90, 91–180, over 180' } satisfies ApiPropertyOptions;
const share = { type: Number, nullable: true, description: 'Per cent, two decimals; null without anything open' };

export class OwnersStanding {
  @Login() owner!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) team!: string | null;
  @ApiProperty({ type: String, nullable: true }) teamName!: string | null;
  @ApiProperty({ example: '1280.50', description: 'Due or not' }) open!: string;
  @ApiProperty({ example: '1280.50' }) overdue!: string;
  @ApiProperty(buckets) buckets!: AgedAmount[];
}

export class CompanyStanding {
  @ApiProperty() company!: string;
  @ApiProperty() name!: string;
  @ApiProperty() currency!: string;
  @BusinessDate() on!: string;
  @ApiProperty() cases!: number;
  @ApiProperty({ example: '1280.50' }) open!: string;
  @ApiProperty({ example: '1280.50' }) overdue!: string;
  @ApiProperty({ example: '1280.50' }) over90!: string;
  @ApiProperty(share) share!: number | null;
}

export class SharePoint {
  @BusinessDate({ description: 'Month end, or the day of the figures' }) on!: string;
  @ApiProperty({ example: '1280.50' }) open!: string;
  @ApiProperty({ example: '1280.50' }) overdue!: string;
  @ApiProperty(share) share!: number | null;
}

export class QuarterRate {
  @ApiProperty({ example: '2026Q3' }) quarter!: string;
  @ApiProperty({ example: '1280.50' }) writtenOff!: string;
  @ApiProperty({ type: String, nullable: true, description: 'At its end; null where it was not counted' }) open!: string | null;
  @ApiProperty({ ...share, description: 'Written off ÷ (open at its end + written off), per cent' }) rate!: number | null;
}

export class Flow {
  @OneOf(placesFrom) from!: string;
  @OneOf(placesTo) to!: string;
  @ApiProperty() cases!: number;
}

export class MonthMoney {
  @ApiProperty({ example: '2026-09' }) month!: string;
  @ApiProperty({ example: '1280.50', description: 'On overdue cases, less what was reversed' }) received!: string;
  @ApiProperty({ example: '1280.50', description: 'On what was written off' }) recovered!: string;
}

const amountOrNull = { type: String, nullable: true, example: '1280.50', description: 'null without roll rates' };

export class Expected {
  @BusinessDate() from!: string;
  @BusinessDate() until!: string;
  @ApiProperty({ example: '1280.50' }) promised!: string;
  @ApiProperty({ example: '1280.50' }) planned!: string;
  @ApiProperty({ example: '1280.50', description: 'Falls due, whole' }) due!: string;
  @ApiProperty({ ...amountOrNull, description: 'The part of it that usually is paid before it is 30 days late' }) expectedOfDue!:
    | string
    | null;
  @ApiProperty({ ...amountOrNull, description: 'Of what is overdue, beyond promises and plans; in the first span only' })
  expectedOfOverdue!: string | null;
}

export class AgeRate {
  @ApiProperty({ description: '0 due within 30 days, 1 for 1–30 overdue days, …, 7 over 180' }) age!: number;
  @ApiProperty({ example: '1280.50' }) amount!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Part that a month later is one age older, per cent' }) roll!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Part that will be lost, per cent' }) loss!: number | null;
  @ApiProperty(amountOrNull) provision!: string | null;
}

export class OverviewAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ type: [String], description: 'In which something is open' }) currencies!: string[];
  @BusinessDate({ description: 'Whose figures these are' }) on!: string;
  @ApiProperty({ format: 'date-time' }) countedAt!: string;
  @BusinessDate({ description: 'Of the flows' }) from!: string;
  @ApiProperty() cases!: number;
  @ApiProperty({ type: AgedAmount, nullable: true, description: 'Due or not; null for who sees cases alone' }) open!: AgedAmount | null;
  @ApiProperty({ type: AgedAmount }) overdue!: AgedAmount;
  @ApiProperty({ example: '1280.50' }) over90!: string;
  @ApiProperty(share) share!: number | null;
  @ApiProperty({ description: 'Of the policy, per cent' }) shareBenchmark!: number;
  @ApiProperty({ description: 'Of the policy, per cent' }) badDebtBenchmark!: number;
  @ApiProperty(buckets) buckets!: AgedAmount[];
  @ApiProperty({ type: [OwnersStanding] }) owners!: OwnersStanding[];
  @ApiProperty({ type: [CompanyStanding], description: 'All that the person sees, each in its own currency' })
  companies!: CompanyStanding[];
  @ApiProperty({ type: [SharePoint] }) months!: SharePoint[];
  @ApiProperty({ type: [QuarterRate] }) quarters!: QuarterRate[];
  @ApiProperty({ type: [Flow] }) flows!: Flow[];
  @ApiProperty({ type: [MonthMoney] }) money!: MonthMoney[];
  @ApiProperty({ type: [Expected] }) forecast!: Expected[];
  @ApiProperty({ type: [AgeRate] }) ages!: AgeRate[];
  @ApiProperty({ type: [WriteOffRow], description: 'Of twelve months, the largest loss first' }) causes!: WriteOffRow[];
  @ApiProperty({ type: [CaseRow] }) largest!: CaseRow[];
  @ApiProperty({ type: [CaseRow] }) oldest!: CaseRow[];
}

export class MovesQuery extends Limit {
  @Name({ max: 20 }) company!: string;
  @BusinessDate() from!: string;
  @BusinessDate({ description: 'That day included' }) until!: string;
  @Text({ max: 3, min: 3, optional: true }) currency?: string;
  @OneOf(placesFrom, { optional: true, description: 'Where the case was before the first day' }) before?: string;
  @OneOf(placesTo, { optional: true, description: 'Where it was after the last day' }) after?: string;
  @OneOf(['received', 'recovered'], { optional: true, description: 'Only those that brought money' }) money?: 'received' | 'recovered';
  @Id({ optional: true, description: 'The last page’s `next`' }) next?: string;
}

export class MoveRow {
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ example: '1280.50' }) balance!: string;
  @ApiProperty() before!: string;
  @ApiProperty() after!: string;
  @BusinessDate({ description: 'Of the last move' }) on!: string;
  @ApiProperty({ example: '1280.50' }) received!: string;
  @ApiProperty({ example: '1280.50' }) recovered!: string;
}

export class MovesPage {
  @ApiProperty({ type: [MoveRow] }) items!: MoveRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export interface MovesTotal {
  currency: string;
  cases: number;
  received: string;
  recovered: string;
  balance: string;
}
