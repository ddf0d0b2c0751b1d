import { Limit } from '../../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf, Text } from '../../platform/shapes.js';

/** The items behind the figures of what is open. */
export class OpenItemsQuery extends Limit {
  @Name({ max: 20 }) company!: string;
  @Text({ max: 3, min: 3, optional: true }) currency?: string;
  @Login({ optional: true }) owner?: string;
  @Id({ optional: true, description: 'A team’s number: its people of today' }) team?: string;
  @BusinessDate({ optional: true }) dueFrom?: string;
  @BusinessDate({ optional: true, description: 'That day included' }) dueUntil?: string;
  @OneOf(['yes', 'no'], { optional: true, description: 'As the overview counts: overdue is what has a case and is past its due date' })
  overdue?: 'yes' | 'no';
  @Text({ max: 200, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export interface OpenItem {
  /** The receivable's number. */
  id: string;
  customer: string;
  customerName: string;
  document: string;
  instalment: number;
  dueOn: string;
  /** Negative before the due date. */
  overdueDays: number;
  currency: string;
  balance: string;
  owner: string;
  ownerName: string;
  case: string | null;
}

export interface OpenTotal {
  currency: string;
  items: number;
  amount: string;
}

/** What customers have agreed to pay in a span of days. */
export class AgreedQuery extends Limit {
  @Name({ max: 20 }) company!: string;
  @Text({ max: 3, min: 3 }) currency!: string;
  @OneOf(['promise', 'plan']) kind!: 'promise' | 'plan';
  @BusinessDate() from!: string;
  @BusinessDate({ description: 'That day included' }) until!: string;
  @Text({ max: 200, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export interface AgreedRow {
  case: string;
  /** Among the promises or instalments of the case. */
  place: string;
  customer: string;
  customerName: string;
  document: string;
  dueOn: string;
  /** As agreed, less what was received on it. */
  agreed: string;
  /** Of it, no more than the case still owes after what is due before. */
  counted: string;
  balance: string;
  owner: string;
  ownerName: string;
}

export interface AgreedTotal {
  items: number;
  agreed: string;
  counted: string;
}
