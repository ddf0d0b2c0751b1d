/** Something that does not hold. `caseId` where it is of one case. */
export interface Finding {
  readonly check: 'chain' | 'state' | 'money' | 'deductions' | 'seal' | 'evidence' | 'scorecard' | 'list' | 'voucher';
  readonly companyId: string;
  readonly caseId?: string;
  /** What was expected and what is there, for a person who looks into it. */
  readonly what: string;
}

/** Collects findings; of very many only the first are kept, and all are counted. */
export class Findings {
  private readonly kept: Finding[] = [];
  private counted = 0;

  constructor(private readonly atMost = 1_000) {}

  add(finding: Finding): void {
    this.counted += 1;
    if (this.kept.length < this.atMost) this.kept.push(finding);
  }

  get count(): number {
    return this.counted;
  }

  get list(): readonly Finding[] {
    return this.kept;
  }
}
