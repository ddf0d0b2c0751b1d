import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import type { MeasuredPeriod } from './assessed.js';

/** What customers said of somebody, and what of their complaints was upheld. */
export interface Survey {
  /** Decimals by metric: `satisfaction`, `renewal_intent`, `complaint_rate`. */
  readonly values: Readonly<Record<string, string>>;
  /** Of over-dunning or withheld shipment. */
  readonly upheldComplaints: number;
}

/** Reads what the imports of surveys and complaints have brought, by person. */
@Injectable()
export class SurveyReader {
  /** @param persons whose; who is missing in the answer has neither */
  async of(_tx: Tx, _period: MeasuredPeriod, _persons: readonly string[]): Promise<Map<string, Survey>> {
    return new Map();
  }
}
