import { Injectable } from '@nestjs/common';
import { personsNamed } from '../../workflows/attribution/causes.js';
import { type Command } from '../../workflows/collection-case/commands.js';
import { cents } from '../../workflows/money.js';
import { splitPlan } from '../../workflows/payment-plan/plan.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { CaseCommand } from './answer.js';

interface Sibling {
  id: string;
  customer: string;
  balance: string;
}

/** What a command needs to know of the company before the machine is asked, and to which further cases of the customer it goes. */
@Injectable()
export class CommandSpread {
  /**
   * @param others further cases of the same customer, from the body
   * @returns the commands, the addressed case's first; the others share its fate
   * @throws Problem 400 `request.invalid` for persons or cases that are not there, or cases of another customer
   */
  async spread(tx: Tx, addressed: CaseCommand, others: readonly string[]): Promise<CaseCommand[]> {
    const command = await this.completed(tx, addressed);
    if (isForAllLinked(command)) return [{ ...addressed, command }, ...(await linkedCases(tx, addressed, command))];
    if (others.length === 0) return [{ ...addressed, command }];
    const siblings = await this.siblings(tx, addressed, others);
    const commands = commandsFor(command, siblings);
    const toAll = siblings.map(
      ({ id }, i): CaseCommand => ({ companyId: addressed.companyId, caseId: id, command: commands[i] ?? command, version: 'any' }),
    );
    const own = toAll.find(({ caseId }) => caseId === addressed.caseId);
    return [{ ...addressed, command: own?.command ?? command }, ...toAll.filter((one) => one !== own)];
  }

  /** Whether the command is for the addressed case alone. */
  isAlone(command: Command, others: readonly string[]): boolean {
    return others.length === 0 && !isForAllLinked(command);
  }

  /** The command with what the machine cannot know by itself. @throws Problem as `spread` */
  async completed(tx: Pick<Tx, 'query'>, { companyId, caseId, command }: CaseCommand): Promise<Command> {
    if (command.type === 'reassign') {
      await refuseUnknownPersons(tx, [command.owner], 'owner', 'active');
      return { ...command, withinTeam: await isWithinTeam(tx, companyId, caseId, command.owner) };
    }
    if (command.type === 'proposeAttribution' || command.type === 'decideAttribution')
      await refuseUnknownPersons(tx, personsNamed(command.shares), 'shares', 'known');
    if (command.type === 'correctFacts') await refuseUnknownChanges(tx, companyId, command);
    return command;
  }

  /** The same command for many cases, completed for each. @throws Problem as `spread` */
  async completedForAll(tx: Pick<Tx, 'query'>, commands: readonly CaseCommand[]): Promise<CaseCommand[]> {
    const [first] = commands;
    if (!first) return [];
    const command = await this.completed(tx, first);
    if (command.type !== 'reassign') return commands.map((one) => ({ ...one, command }));
    const within = await withinTeam(tx, commands, command.owner);
    return commands.map((one) => ({ ...one, command: { ...command, withinTeam: within.has(one.caseId) } }));
  }

  /** Oldest first, the addressed one among them (architecture.md, `cases`). */
  private async siblings(tx: Tx, { companyId, caseId }: CaseCommand, others: readonly string[]): Promise<Sibling[]> {
    const ids = [...new Set([caseId, ...others])];
    const rows = await tx.query<Sibling>(
      'select id, customer, balance from cases where company_id = $1 and id = any ($2::bigint[]) order by due_on, id',
      [companyId, ids],
      'cases.siblings',
    );
    const customers = new Set(rows.map(({ customer }) => customer));
    if (rows.length === ids.length && customers.size === 1) return rows;
    throw new Problem(400, 'request.invalid', {}, [{ field: 'cases', code: 'same_customer' }]);
  }
}

function isForAllLinked(command: Command): command is Extract<Command, { type: 'acceptEvidence' | 'withdrawEvidence' }> {
  return command.type === 'acceptEvidence' || command.type === 'withdrawEvidence';
}

function commandsFor(command: Command, siblings: readonly Sibling[]): Command[] {
  if (command.type !== 'proposePlan') return siblings.map(() => command);
  const plans = splitPlan(
    command.instalments,
    siblings.map(({ balance }) => cents(balance)),
  );
  return plans.map((instalments) => ({ ...command, instalments }));
}

/** A document is accepted or withdrawn for every case it is linked to. */
async function linkedCases(tx: Tx, { companyId, caseId }: CaseCommand, command: Command & { evidence: string }): Promise<CaseCommand[]> {
  const rows = await tx.query<{ id: string }>(
    `select c.id from cases c join evidence e on e.company_id = c.company_id and e.id = $3 and e.customer = c.customer
     where c.company_id = $1 and c.id <> $2
       and exists (select from jsonb_array_elements(c.snapshot -> 'context' -> 'evidence') item
                   where item ->> 'id' = $3::text and not item ? 'withdrawnReason' and ($4 or not item ? 'acceptedBy'))
     order by c.id`,
    [companyId, caseId, command.evidence, command.type === 'withdrawEvidence'],
  );
  return rows.map(({ id }) => ({ companyId, caseId: id, command, version: 'any' }));
}

/** @param who only who is there can be given work; who has left still answers for what arose before */
async function refuseUnknownPersons(
  tx: Pick<Tx, 'query'>,
  logins: readonly string[],
  field: string,
  who: 'active' | 'known',
): Promise<void> {
  const known = await tx.query<{ login: string }>(
    'select login from people where (active or $2) and login = any ($1::text[])',
    [logins, who === 'known'],
    'cases.persons',
  );
  const unknown = logins.filter((login) => !known.some((person) => person.login === login));
  if (unknown.length > 0)
    throw new Problem(
      400,
      'request.invalid',
      {},
      unknown.map((login) => ({ field, code: 'person', facts: { login } })),
    );
}

async function refuseUnknownChanges(
  tx: Pick<Tx, 'query'>,
  companyId: string,
  { changes }: Extract<Command, { type: 'correctFacts' }>,
): Promise<void> {
  if (changes.owner !== undefined) await refuseUnknownPersons(tx, [changes.owner], 'changes.owner', 'active');
  if (changes.customer === undefined) return;
  const found = await tx.query('select from customers where company_id = $1 and customer = $2', [companyId, changes.customer]);
  if (found.length === 0)
    throw new Problem(400, 'request.invalid', {}, [{ field: 'changes.customer', code: 'customer', facts: { customer: changes.customer } }]);
}

/** Both owners are in one team (domain.md, What must always hold, 8). */
async function isWithinTeam(tx: Pick<Tx, 'query'>, companyId: string, caseId: string, owner: string): Promise<boolean> {
  const rows = await tx.query(
    `select from cases c join team_members mine on mine.login = c.owner join team_members other on other.team_id = mine.team_id
     where c.company_id = $1 and c.id = $2 and other.login = $3`,
    [companyId, caseId, owner],
    'cases.within_team',
  );
  return rows.length > 0;
}

/** Those of the cases whose owner is in one team with the person. */
async function withinTeam(tx: Pick<Tx, 'query'>, commands: readonly CaseCommand[], owner: string): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select c.id from cases c join team_members mine on mine.login = c.owner join team_members other on other.team_id = mine.team_id
     where c.company_id = any ($1::text[]) and c.id = any ($2::bigint[]) and other.login = $3`,
    [[...new Set(commands.map(({ companyId }) => companyId))], commands.map(({ caseId }) => caseId), owner],
  );
  return new Set(rows.map(({ id }) => id));
}
