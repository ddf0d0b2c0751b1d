import { Injectable } from '@nestjs/common';

/** Something of the record that is not as it was. */
export interface Damage {
  /** Evidence where nothing is said. */
  readonly check?: 'scorecard' | 'list' | 'voucher';
  readonly companyId: string;
  readonly caseId?: string;
  readonly what: string;
}

/** Looks through what a room keeps outside the journal, and tells what no longer holds. */
export type RecordCheck = (tell: (damage: Damage) => void) => Promise<void>;

/** Where rooms leave their part of a verification; a room adds its check in its `onModuleInit`. */
@Injectable()
export class RecordChecks {
  private readonly checks: RecordCheck[] = [];

  add(check: RecordCheck): void {
    this.checks.push(check);
  }

  async run(tell: (damage: Damage) => void): Promise<void> {
    for (const check of this.checks) await check(tell);
  }
}
