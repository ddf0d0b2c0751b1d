import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { WorkingCalendar } from '../../workflows/calendar/working-days.js';
import type { Rules } from '../../workflows/collection-case/commands.js';
import { machineVersion } from '../../workflows/collection-case/machine.js';
import { defaultPolicy, type Policy } from '../../workflows/policy.js';
import { Database, type Tx } from '../platform/database/database.js';

/** Names the rules that a journal entry was decided by. */
export interface RulesVersion {
  readonly machineVersion: number;
  readonly policyVersion: number;
  readonly calendarVersion: number;
}

/** As columns `policy` and `calendar` of a question that may ask for more: what is in force. @param company an SQL expression, as is `date` */
export function versionsInForce(company: string, date: string): string {
  return `
    (select version from policies where company_id = ${company} and effective_from <= ${date} order by effective_from desc, version desc limit 1) as policy,
    (select coalesce(max(version), 0) from calendar_days) as calendar`;
}

export interface VersionsRow {
  policy: number | null;
  /** A bigint. */
  calendar: string;
}

/** The policy and the calendar in force: by date for what happens now, by version for a replay. Versions never change, so they are kept. */
@Injectable()
export class RulesInForce {
  private readonly policies = new Map<string, Policy>();
  private readonly calendars = new Map<number, WorkingCalendar>();

  constructor(private readonly database: Database) {}

  /** @param tx to read inside a transaction */
  async on(companyId: string, date: BusinessDate, tx: Pick<Tx, 'query'> = this.database): Promise<Rules> {
    const [found] = await tx.query<VersionsRow>(`select ${versionsInForce('$1', '$2')}`, [companyId, date], 'rules.versions');
    return this.named(companyId, found, tx);
  }

  /** The rules whose versions were read with `versionsInForce`. */
  named(companyId: string, found: VersionsRow | undefined, tx: Pick<Tx, 'query'>): Promise<Rules> {
    return this.at(companyId, { machineVersion, policyVersion: found?.policy ?? 0, calendarVersion: Number(found?.calendar ?? 0) }, tx);
  }

  /** @throws Error for a policy version that is not there: the record names what must exist */
  async at(
    companyId: string,
    { machineVersion: machine, policyVersion, calendarVersion }: RulesVersion,
    tx: Pick<Tx, 'query'> = this.database,
  ): Promise<Rules> {
    return { machine, policy: await this.policy(companyId, policyVersion, tx), calendar: await this.calendar(calendarVersion, tx) };
  }

  /** @param version 0 for the defaults. @throws Error for one that is not there */
  async policy(companyId: string, version: number, tx: Pick<Tx, 'query'> = this.database): Promise<Policy> {
    const policy = await this.policyKept(companyId, version, tx);
    if (!policy) throw new Error(`policy version ${version} of ${companyId} is not there`);
    return policy;
  }

  /** The same for a record that may have been tampered with. @returns undefined for a version that is not there */
  async policyKept(companyId: string, version: number, tx: Pick<Tx, 'query'> = this.database): Promise<Policy | undefined> {
    if (version === 0) return defaultPolicy;
    const key = `${companyId} ${version}`;
    const kept = this.policies.get(key);
    if (kept) return kept;
    const [row] = await tx.query<{ numbers: Partial<Policy> }>('select numbers from policies where company_id = $1 and version = $2', [
      companyId,
      version,
    ]);
    if (!row) return undefined;
    const policy = { ...defaultPolicy, ...row.numbers, version };
    this.policies.set(key, policy);
    return policy;
  }

  private async calendar(version: number, tx: Pick<Tx, 'query'>): Promise<WorkingCalendar> {
    const kept = this.calendars.get(version);
    if (kept) return kept;
    const days = await tx.query<{ day: string; working: boolean }>(
      'select day, working from calendar_days where version <= $1 order by version',
      [version],
    );
    const years = await tx.query<{ year: number }>('select year from calendar_years where published');
    const calendar = {
      version,
      exceptions: new Map(days.map(({ day, working }) => [day, working])),
      publishedYears: new Set(years.map(({ year }) => year)),
    };
    this.calendars.set(version, calendar);
    return calendar;
  }
}
