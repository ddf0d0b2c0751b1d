import { ApiProperty } from '@nestjs/swagger';
import { Id, WholeNumber } from '../../platform/shapes.js';
import type { Precedent } from './precedents.js';

const anything = { type: 'object', additionalProperties: true } as const;
const list = { type: 'array', items: anything } as const;

export class PapersQuery {
  @WholeNumber({ min: 1, max: 50, inQuery: true, optional: true, description: '20 when left out' })
  limit = 20;

  @Id({ optional: true, description: 'The last page’s `next`' })
  after?: string;
}

export class PaperPath {
  @Id() id!: string;
  @Id() case!: string;
}

class PaperEvidence {
  @ApiProperty({ ...list, description: 'Each with `state` and whether it `counts` in the round' }) documents!: object[];
  @ApiProperty({ type: [String] }) completeGrounds!: string[];
  @ApiProperty({ type: [String], description: 'Empty: a bad debt is carried' }) missingForBadDebt!: string[];
  @ApiProperty({ description: 'Voting is open: what is accepted from now on counts in no vote of this round' }) frozen!: boolean;
}

class PaperLimitation {
  @ApiProperty() from!: string;
  @ApiProperty() endsOn!: string;
  @ApiProperty() daysLeft!: number;
}

export class DecisionPaper {
  @Id() case!: string;
  @ApiProperty({ description: 'As on the agenda' }) outcome!: string;
  @ApiProperty(anything) customer!: object;
  @ApiProperty() document!: string;
  @ApiProperty() instalment!: number;
  @ApiProperty() issuedOn!: string;
  @ApiProperty() dueOn!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() amount!: string;
  @ApiProperty() balance!: string;
  @ApiProperty() received!: string;
  @ApiProperty() overdueDays!: number;
  @ApiProperty(anything) owner!: object;
  @ApiProperty({ description: 'Docketed without finance’s confirmation' }) unconfirmed!: boolean;
  @ApiProperty({ ...anything, nullable: true, description: 'Why a case that was decided this month is here again' }) newFact!:
    | object
    | null;
  @ApiProperty({ ...anything, description: '{count, lastOn, latest: the last ten}' }) attempts!: object;
  @ApiProperty(list) promises!: object[];
  @ApiProperty({ ...anything, nullable: true, description: 'Of sales' }) position!: object | null;
  @ApiProperty({ ...anything, nullable: true, description: 'Of finance' }) view!: object | null;
  @ApiProperty() salesAndFinanceDisagree!: boolean;
  @ApiProperty(anything) dispute!: object;
  @ApiProperty(list) creditChecks!: object[];
  @ApiProperty({ type: PaperEvidence }) evidence!: PaperEvidence;
  @ApiProperty(list) facts!: object[];
  @ApiProperty({ ...anything, nullable: true }) attribution!: object | null;
  @ApiProperty({ type: PaperLimitation }) limitation!: PaperLimitation;
  @ApiProperty(list) letters!: object[];
  @ApiProperty({ ...anything, nullable: true }) plan!: object | null;
  @ApiProperty({ ...anything, description: 'What the board did with it before' }) before!: object;
  @ApiProperty({ ...anything, description: '{receipts: the customer’s last ten, standing: sums by currency}' }) payments!: object;
  @ApiProperty({ ...list, description: 'The last decided cases of like grade, size and plan, and how they ended' })
  precedents!: Precedent[];
}

export class PapersPage {
  @ApiProperty({ type: [DecisionPaper] }) items!: DecisionPaper[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
