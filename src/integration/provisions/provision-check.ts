import { Injectable, type OnModuleInit } from '@nestjs/common';
import { changeOf } from '../../../workflows/allowance.js';
import { cents } from '../../../workflows/money.js';
import { RecordChecks } from '../../cases/record-checks.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { Database } from '../../platform/database/database.js';
import { type ProvisionBasis, reckon } from './provision-basis.js';

interface StoredProvision {
  companyId: string;
  id: string;
  policyVersion: number;
  opening: string | null;
  basis: ProvisionBasis;
  required: string;
  held: string;
  change: string;
  /** Of the provision that it followed. */
  lastRequired: string | null;
}

const atOnce = 50;

/** For a verification: every provision is what its basis comes to, and begins where the one before it has ended. */
@Injectable()
export class ProvisionCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly checks: RecordChecks,
  ) {}

  onModuleInit(): void {
    this.checks.add(async (tell) => {
      for (let after = '0'; ; ) {
        const provisions = await this.database.query<StoredProvision>(nextProvisions, [after, atOnce]);
        for (const provision of provisions)
          for (const what of await this.faultsOf(provision))
            tell({ check: 'voucher', companyId: provision.companyId, what: `provision ${provision.id} ${what}` });
        const last = provisions.at(-1);
        if (!last) return;
        after = last.id;
      }
    });
  }

  private async faultsOf({ companyId, policyVersion, opening, basis, lastRequired, ...stored }: StoredProvision): Promise<string[]> {
    const policy = await this.rules.policyKept(companyId, policyVersion);
    if (!policy) return [`names policy version ${policyVersion}, which is not there`];
    const { required, held } = reckon(basis, opening, policy);
    const expected = { required, held, change: changeOf(required, cents(held)) };
    const wrong = (Object.keys(expected) as (keyof typeof expected)[]).filter((name) => stored[name] !== expected[name]);
    const faults = wrong.map((name) => `says ${stored[name]} for ${name}, its basis ${expected[name]}`);
    const before = basis.last?.required ?? null;
    return before === lastRequired ? faults : [...faults, `begins with ${before}, the one before it ended with ${lastRequired}`];
  }
}

const nextProvisions = `
  select p.company_id as "companyId", p.id, p.policy_version as "policyVersion", p.opening, p.basis, p.required, p.held, p.change,
    l.required as "lastRequired"
  from provisions p left join provisions l on l.company_id = p.company_id and l.id = p.last_id
  where p.id > $1::bigint order by p.id limit $2`;
