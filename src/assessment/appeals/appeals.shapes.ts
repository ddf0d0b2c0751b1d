import { ApiProperty } from '@nestjs/swagger';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { IdPage } from '../../people/paging.js';
import { Id, Login, Name, OneOf, Text } from '../../platform/shapes.js';
import { ScorecardAppeal } from '../cards/scorecards.shapes.js';
import { AssessmentPeriod, Decimal } from '../decimal.shape.js';

export class AppealForm {
  @OneOf(metricKeys, { optional: true, description: 'Either a line or a deduction of the card' }) line?: (typeof metricKeys)[number];
  @Id({ optional: true }) deduction?: string;
  @Text({ max: 2000 }) reason!: string;
}

export class AppealPath {
  @Id() id!: string;
}

export class AppealAcceptanceForm {
  @Decimal({ decimals: 2, description: 'In the person’s favour' }) points!: string;
  @Text({ max: 2000 }) reason!: string;
}

export class AppealRejectionForm {
  @Text({ max: 2000 }) reason!: string;
}

export class AppealsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod({ optional: true }) period?: string;
  @OneOf(['open', 'accepted', 'rejected', 'withdrawn'], { optional: true }) status?: string;
}

export class AppealAnswer extends ScorecardAppeal {
  @ApiProperty() company!: string;
  @ApiProperty({ example: 'C01.2026Q3.sales0001' }) card!: string;
  @Login() person!: string;
  @AssessmentPeriod() period!: string;
}

export class AppealsPage {
  @ApiProperty({ type: [AppealAnswer] }) items!: AppealAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
