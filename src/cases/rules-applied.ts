import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Rules } from '../../workflows/collection-case/commands.js';
import { nextNights, type StoredCase } from '../../workflows/collection-case/decide.js';
import { Database, type Tx } from '../platform/database/database.js';
import { CaseDesk } from './case-desk.js';
import { RulesInForce } from './rules-in-force.js';

const casesAtOnce = 1_000;

interface Nights {
  id: string;
  stored: StoredCase;
  nextDate: BusinessDate | null;
  remindOn: BusinessDate | null;
}

/**
 * A case knows its next nights by the rules of its last entry. When a policy's day comes, or the calendar was changed, the night tells
 * the date to each open case whose nights that moves, so that nothing is done too late or under numbers that no longer hold.
 */
@Injectable()
export class RulesApplied {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly desk: CaseDesk,
  ) {}

  /**
   * Safe to run twice or by several processes at once: a case that knows its nights is passed over.
   * @returns how many cases were told
   */
  async bring(companyId: string, on: BusinessDate, signal?: AbortSignal): Promise<number> {
    const rules = await this.rules.on(companyId, on);
    if (await this.isKnown(companyId, rules)) return 0;
    let told = 0;
    let after: string | undefined = '0';
    while (after !== undefined) {
      signal?.throwIfAborted();
      const some: Nights[] = await this.database.query<Nights>(
        `select ${columns} from cases where company_id = $1 and not closed and id > $2 order by id limit $3`,
        [companyId, after, casesAtOnce],
        'rules.nights',
      );
      const moved = some.filter((one) => isMoved(one, rules)).map(({ id }) => id);
      if (moved.length > 0) told += await this.database.transaction((tx) => this.tell(tx, companyId, on, moved, rules));
      after = some.length < casesAtOnce ? undefined : some.at(-1)?.id;
    }
    await this.database.query(
      `insert into rules_applied (company_id, policy_version, calendar_version, applied_on) values ($1, $2, $3, $4)
       on conflict (company_id) do update set policy_version = excluded.policy_version, calendar_version = excluded.calendar_version,
         applied_on = excluded.applied_on`,
      [companyId, rules.policy.version, rules.calendar.version, on],
      'rules.applied',
    );
    return told;
  }

  private async isKnown(companyId: string, { policy, calendar }: Rules): Promise<boolean> {
    const known = await this.database.query(
      'select from rules_applied where company_id = $1 and policy_version = $2 and calendar_version = $3',
      [companyId, policy.version, calendar.version],
      'rules.known',
    );
    return known.length > 0;
  }

  /** Another process may have told some of them meanwhile. */
  private async tell(tx: Tx, companyId: string, on: BusinessDate, ids: readonly string[], rules: Rules): Promise<number> {
    const held = await tx.query<Nights>(
      `select ${columns} from cases where company_id = $1 and id = any ($2::bigint[]) and not closed order by id for no key update`,
      [companyId, ids],
      'rules.nights_held',
    );
    const commands = held
      .filter((one) => isMoved(one, rules))
      .map(({ id }) => ({ companyId, caseId: id, command: { type: 'dateReached' } as const }));
    const answers = await this.desk.submit(commands, { kind: 'clock', on }, { within: tx });
    for (const answer of answers) if (!answer.accepted) throw new Error(`case ${answer.caseId} refuses the night by ${answer.refusal.key}`);
    return answers.length;
  }
}

const columns = 'id, snapshot as stored, next_date as "nextDate", remind_on as "remindOn"';

function isMoved({ stored, nextDate, remindOn }: Nights, rules: Rules): boolean {
  const nights = nextNights(stored, rules);
  return (nights.nextDate ?? null) !== nextDate || (nights.remindOn ?? null) !== remindOn;
}
