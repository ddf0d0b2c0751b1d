import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { Database } from '../../src/platform/database/database.js';
import { historyFaults } from '../support/journal-proof.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let caseId: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '1000.00' });
  caseId = await system.caseOf('D1');
  await system.take('sales0001', caseId, { type: 'recordPromise', amount: '100.00', dueOn: '2026-03-20' });
});

afterAll(() => system?.close());

const changes = [
  `update case_journal set actor = 'somebody_else'`,
  `update case_journal set command = '{}', entries = '[]' where seq = 2`,
  'delete from case_journal where seq = 2',
  'truncate case_journal cascade',
  'truncate cases cascade',
  `insert into case_journal select * from case_journal on conflict (company_id, case_id, seq) do update set actor = 'somebody_else'`,
  `merge into case_journal j using (select 1) s on j.seq = 2 when matched then update set actor = 'somebody_else'`,
];

const disarmings = [
  'alter table case_journal disable trigger all',
  'alter table case_journal disable trigger only_added',
  'drop trigger only_added on case_journal',
  'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
  'set session_replication_role = replica',
  'create rule quietly as on insert to case_journal do instead nothing',
  'create trigger quietly before insert on case_journal for each row execute function refuse_change()',
  'alter table case_journal owner to recoup_app',
  'drop table case_journal cascade',
];

async function untouched(): Promise<void> {
  expect(await system.rows('select seq, actor from case_journal order by seq')).toEqual([
    { seq: 1, actor: expect.stringMatching(/^import:/) },
    { seq: 2, actor: 'sales0001' },
  ]);
  expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
}

describe('The journal is only ever added to', () => {
  test.each([...changes, ...disarmings])('the application may not: %s', async (statement) => {
    await expect(system.server.app.get(Database).query(statement)).rejects.toMatchObject({ code: '42501' });
    await untouched();
  });

  test('the application gives itself no right', async () => {
    const database = system.server.app.get(Database);
    await database.query('grant all on case_journal to recoup_app');
    for (const right of ['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'])
      expect(await database.query(`select has_table_privilege('case_journal', $1) as held`, [right])).toEqual([{ held: false }]);
  });

  test.each(changes)('nor does its owner, by mistake: %s', async (statement) => {
    await expect(system.owner.query(statement)).rejects.toMatchObject({ code: '42501' });
    await untouched();
  });

  test('an entry that has its number already is refused, also when all else is new', async () => {
    const again = `insert into case_journal select company_id, case_id, seq, at, business_date, 'somebody_else', command, entries, state,
      machine_version, policy_version, calendar_version, prev_hash, hash from case_journal where seq = 2`;
    await expect(system.server.app.get(Database).query(again)).rejects.toMatchObject({ code: '23505' });
  });

  test('what an owner does on purpose, the chain tells', async () => {
    const disarmed = async (statement: string) => {
      await system.owner.query('alter table case_journal disable trigger all');
      await system.owner.query(statement);
      await system.owner.query('alter table case_journal enable trigger all');
    };
    await disarmed(`update case_journal set command = jsonb_set(command, '{amountCents}', '99') where seq = 2`);
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([
      `case C01 ${caseId}, entry 2 does not follow the one before`,
      `case C01 ${caseId} is not the fold of its history`,
    ]);
    await disarmed(`update case_journal set command = jsonb_set(command, '{amountCents}', '10000') where seq = 2`);
    await untouched();
    await disarmed('delete from case_journal where seq = 2');
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([
      `case C01 ${caseId}, the case does not end where its history ends`,
      `case C01 ${caseId} is not the fold of its history`,
    ]);
  });

  test('money that does not add up is found, too', async () => {
    expect(await brokenInvariants(system)).toEqual([]);
    await system.owner.query('update cases set balance = balance - 1');
    expect(await brokenInvariants(system)).toEqual([
      `a case has the balance of its receivable: ${caseId}`,
      `the columns of a case say what its snapshot says: ${caseId}`,
    ]);
  });
});
