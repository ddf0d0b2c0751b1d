import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CaseDesk } from '../../src/cases/case-desk.js';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { Night } from '../../src/dunning/night.js';
import { addDays } from '../../workflows/calendar/dates.js';
import type { Answer } from '../support/api.js';
import { historyFaults } from '../support/journal-proof.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { type ReceivableRow, TrainingSystem } from '../support/training-system.js';

const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-03-02', outcome: 'reached' };

let system: TrainingSystem;
let documents = 0;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
});

afterAll(async () => {
  try {
    expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
    expect(await brokenInvariants(system)).toEqual([]);
  } finally {
    await system.close();
  }
});

function rows(count: number, more: Partial<ReceivableRow> = {}): (ReceivableRow & { customer: string })[] {
  const customer = `K${documents}`;
  return Array.from({ length: count }, () => ({ document: `D${++documents}`, dueOn: '2026-02-20', amount: '1000.00', customer, ...more }));
}

async function newCases(receivables: ReceivableRow[]): Promise<string[]> {
  await system.receivables(...receivables);
  return Promise.all(receivables.map(({ document }) => system.caseOf(document)));
}

/** Cases of one customer that the board has found to be bad debts. */
async function badDebts(receivables: ReceivableRow[]): Promise<string[]> {
  const ids = await newCases(receivables);
  const [first = '', ...others] = ids;
  for (const id of ids) await system.take('finance_director', id, { type: 'docket', reason: '破产' });
  for (const [kind, ground] of [
    ['contract', 'origin'],
    ['statement', 'inability_to_pay'],
    ['court_announcement', 'bankruptcy'],
  ]) {
    const fields = { kind: kind ?? '', ground: ground ?? '', cases: others.join() };
    const { body } = await system.api.upload('legal_officer', `/api/v1/cases/${first}/evidence`, fields, {
      name: 'x.pdf',
      content: `${kind}${first}`,
    });
    await system.take('legal_manager', first, { type: 'acceptEvidence', evidence: body.id });
  }
  const meeting = await system.openMeeting();
  const votes = ids.map((id) => ({ case: id, type: 'castVote', choice: 'bad_debt', reason: '破产' }));
  for (const login of ['sales_director', 'legal_manager']) await many(login, votes);
  await system.closeMeeting(meeting);
  return ids;
}

async function many(login: string, commands: object[]): Promise<Answer> {
  return system.api.post(login, '/api/v1/commands', { commands });
}

/** Everybody has looked; the answers come when they are asked for. */
async function sentTogether(login: string, ids: string[], command: (n: number) => object): Promise<() => Promise<Answer>[]> {
  const versions = await Promise.all(ids.map(async (id) => (await system.look(id)).version));
  return () => ids.map((id, n) => system.api.post(login, `/api/v1/cases/${id}/commands`, command(n), { 'if-match': `"${versions[n]}"` }));
}

const receiptOf = ({ document, customer }: ReceivableRow, amount: string, more: object = {}) => ({
  receipt: `R-${document}`,
  document,
  customer,
  amount,
  valueDate: '2026-03-02',
  ...more,
});

const outcome = ({ status, body }: Answer) => [status, body.code];
const states = (ids: string[]) => Promise.all(ids.map(async (id) => (await system.look(id)).state.collection));

describe('Who is faster', () => {
  test('takes nothing from the others: forty attempts at once are all on record, one after the other', async () => {
    const [id = ''] = await newCases(rows(1));
    const notes = Array.from({ length: 40 }, (_, n) => `call ${n}`);
    const answers = await Promise.all(
      notes.map((note) => system.api.post('sales0001', `/api/v1/cases/${id}/commands`, { ...attempt, note })),
    );
    expect(answers.map(({ status }) => status)).toEqual(notes.map(() => 200));
    expect(answers.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual(notes.map((_, n) => n + 2));
    const { items } = (await system.api.get('auditor', `/api/v1/cases/${id}/journal?limit=100`)).body;
    const recorded = items.filter(({ seq }: { seq: number }) => seq > 1).map((entry: { command: { note: string } }) => entry.command.note);
    expect(recorded.sort()).toEqual(notes.sort());
  });

  test('makes the other look again: of twenty positions reported for one version, one is', async () => {
    const [id = ''] = await newCases(rows(1));
    const { version } = await system.look(id);
    const body = { type: 'reportPosition', position: 'will_pay', note: '下周付款' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => system.api.post('sales0001', `/api/v1/cases/${id}/commands`, body, { 'if-match': `"${version}"` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    expect((await system.look(id)).version).toBe(version + 1);
  });
});

describe('Nobody waits for somebody who waits for them', () => {
  test('lists of the same cases in opposite orders', async () => {
    const ids = await newCases(rows(40));
    const lists = Array.from({ length: 8 }, (_, n) => (n % 2 ? ids : ids.toReversed()));
    const answers = await Promise.all(
      lists.map((list) =>
        many(
          'sales0001',
          list.map((id) => ({ case: id, ...attempt })),
        ),
      ),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.answers.every((answer: { version?: number }) => answer.version !== undefined)).toBe(true);
    }
    for (const id of ids) expect((await system.look(id)).version).toBe(9);
  });

  test('judgments of documents in opposite orders, each touching a case that the list does not name', async () => {
    const ids = await newCases(rows(20));
    const withdraw: object[] = [];
    for (let n = 0; n < ids.length; n += 2) {
      const [first = '', second = ''] = ids.slice(n, n + 2);
      const fields = { kind: 'statement', ground: 'origin', cases: second };
      const file = { name: 'x.pdf', content: `statement ${n}` };
      const { body } = await system.api.upload('legal_manager', `/api/v1/cases/${first}/evidence`, fields, file);
      withdraw.push({ case: n % 4 ? first : second, type: 'withdrawEvidence', evidence: body.id, reason: '重复' });
    }
    const lists = [withdraw, withdraw.toReversed(), withdraw, withdraw.toReversed()];
    const answers = await Promise.all(lists.map((list) => many('legal_manager', list)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const done = answers.flatMap(({ body }) => body.answers.filter((answer: { code?: string }) => answer.code === undefined));
    expect(done).toHaveLength(withdraw.length);
  });

  test('imports, nights and people at work at the same time', async () => {
    const old = rows(120);
    const ids = await newCases(old);
    const work = [
      ...Array.from({ length: 12 }, (_, day) => async () => {
        const { status, body } = await system.api.post('admin', '/api/v1/training/clock', { date: addDays('2026-03-03', day) });
        if (status !== 200) expect([status, body.code]).toEqual([409, 'clock.backwards']);
      }),
      ...Array.from({ length: 6 }, (_, n) => () => system.receivables(...rows(20, { dueOn: addDays('2026-03-02', n) }))),
      ...Array.from(
        { length: 6 },
        (_, n) => () => system.receipts(...old.slice(n * 20, n * 20 + 20).map((row) => receiptOf(row, n % 2 ? '1000.00' : '400.00'))),
      ),
      ...Array.from({ length: 12 }, (_, n) => async () => {
        const list = ids.filter((_id, index) => index % 3 === n % 3);
        const { status } = await many(
          'ar_clerk',
          (n % 2 ? list : list.toReversed()).map((id) => ({ case: id, type: 'requestEvidence' })),
        );
        expect(status).toBe(200);
      }),
    ];
    await Promise.all(work.map((one) => one()));
    await system.moveTo('2026-03-16');
    const settled = (await states(ids)).filter((state) => state === 'settled');
    expect(settled).toHaveLength(60);
  }, 120_000);
});

describe('Money that comes in while somebody decides', () => {
  test('takes back an approval, or makes it stale; a case is never posted with another amount than approved', async () => {
    const receivables = rows(8);
    const ids = await badDebts(receivables);
    const versions = await Promise.all(ids.map(async (id) => (await system.look(id)).version));
    const approvals = ids.map((id, n) =>
      system.api.post('finance_director', `/api/v1/cases/${id}/commands`, { type: 'approveWriteOff' }, { 'if-match': `"${versions[n]}"` }),
    );
    const [, ...answers] = await Promise.all([system.receipts(...receivables.map((row) => receiptOf(row, '300.00'))), ...approvals]);
    for (const answer of answers) if (answer.status !== 200) expect(outcome(answer)).toEqual([412, 'request.stale']);
    expect(await states(ids)).toEqual(ids.map(() => ({ writeOff: 'awaitingApproval' })));
    for (const id of ids) {
      expect(outcome(await system.give('ar_clerk', id, { type: 'postWriteOff', voucherNo: '1' }))).toEqual([409, 'state.not_possible']);
      await system.take('finance_director', id, { type: 'approveWriteOff' });
      await system.take('ar_clerk', id, { type: 'postWriteOff', voucherNo: '1' });
    }
    const [sum] = await system.rows(`select sum(written_off) as "writtenOff" from receivables where customer = $1`, [
      receivables[0]?.customer,
    ]);
    expect(sum).toEqual({ writtenOff: '5600.00' });
  });

  test('and goes back while it is posted: either the posting is stale, or the case is opened again with what bounced', async () => {
    const receivables = rows(8);
    const ids = await badDebts(receivables);
    await system.receipts(...receivables.map((row) => receiptOf(row, '300.00')));
    for (const id of ids) await system.take('finance_director', id, { type: 'approveWriteOff' });
    const versions = await Promise.all(ids.map(async (id) => (await system.look(id)).version));
    const postings = ids.map((id, n) =>
      system.api.post(
        'ar_clerk',
        `/api/v1/cases/${id}/commands`,
        { type: 'postWriteOff', voucherNo: `V${n}` },
        { 'if-match': `"${versions[n]}"` },
      ),
    );
    const bounced = receivables.map((row) => receiptOf(row, '300.00', { reversedOn: '2026-03-16' }));
    const [, ...answers] = await Promise.all([system.receipts(...bounced), ...postings]);
    for (const [n, answer] of answers.entries()) {
      const { state, balance } = await system.look(ids[n] ?? '');
      if (answer.status === 200) expect([state.collection, balance]).toEqual([{ boardReview: 'docketed' }, '300.00']);
      else
        expect([...outcome(answer), state.collection, balance]).toEqual([
          412,
          'request.stale',
          { writeOff: 'awaitingApproval' },
          '1000.00',
        ]);
    }
  });

  test('and settles a case while its vote is closed: it is resolved or it lapses, and it is settled', async () => {
    const receivables = rows(8);
    const ids = await newCases(receivables);
    for (const id of ids) await system.take('finance_director', id, { type: 'docket', reason: '破产' });
    const meeting = await system.openMeeting();
    const votes = ids.map((id) => ({ case: id, type: 'castVote', choice: 'legal_action', reason: '起诉' }));
    for (const login of ['sales_director', 'legal_manager']) await many(login, votes);
    await Promise.all([system.closeMeeting(meeting), system.receipts(...receivables.map((row) => receiptOf(row, '1000.00')))]);
    expect(await states(ids)).toEqual(ids.map(() => 'settled'));
    const { body } = await system.api.get('auditor', `/api/v1/meetings/${meeting}`);
    const outcomes = body.agenda
      .filter((item: { case: string }) => ids.includes(item.case))
      .map((item: { outcome: string }) => item.outcome);
    expect(outcomes).toHaveLength(8);
    for (const one of outcomes) expect(['legal_action', 'lapsed']).toContain(one);
  });
});

describe('Money that comes in while a write-off is posted', () => {
  test('is a recovery of the whole, or makes the posting stale and takes the approval back; never both', async () => {
    const receivables = rows(8);
    const ids = await badDebts(receivables);
    for (const id of ids) await system.take('finance_director', id, { type: 'approveWriteOff' });
    const postings = await sentTogether('ar_clerk', ids, (n) => ({ type: 'postWriteOff', voucherNo: `V${n}` }));
    const [, ...answers] = await Promise.all([system.receipts(...receivables.map((row) => receiptOf(row, '300.00'))), ...postings()]);
    for (const [n, answer] of answers.entries()) {
      const { state, balance } = await system.look(ids[n] ?? '');
      const [money] = await system.rows('select written_off as "writtenOff", recovered, received from receivables where document = $1', [
        receivables[n]?.document,
      ]);
      if (answer.status === 200)
        expect([state.collection, balance, money]).toEqual([
          'writtenOff',
          '0.00',
          { writtenOff: '1000.00', recovered: '300.00', received: '0.00' },
        ]);
      else
        expect([...outcome(answer), state.collection, balance, money]).toEqual([
          412,
          'request.stale',
          { writeOff: 'awaitingApproval' },
          '700.00',
          { writtenOff: '0.00', recovered: '0.00', received: '300.00' },
        ]);
    }
  });
});

describe('Two who decide at once', () => {
  test.each(['approveWriteOff', 'rejectWriteOff'])('on a write-off, one approves and the other means to %s: one is heard', async (type) => {
    await system.owner.query(`insert into role_grants (login, role) values ('general_manager', 'finance_director') on conflict do nothing`);
    const ids = await badDebts(rows(6));
    const approvals = await sentTogether('finance_director', ids, () => ({ type: 'approveWriteOff' }));
    const others = await sentTogether('general_manager', ids, () => ({ type, reason: type === 'rejectWriteOff' ? '材料不足' : undefined }));
    const answers = await Promise.all([...approvals(), ...others()]);
    for (const [n, id] of ids.entries()) {
      const [approval, other] = [answers[n], answers[ids.length + n]];
      expect([approval?.status, other?.status].sort()).toEqual([200, 412]);
      const approved = approval?.status === 200 || type === 'approveWriteOff';
      const { state, facts } = await system.look(id);
      expect(state.collection).toEqual(approved ? { writeOff: 'awaitingPosting' } : { boardReview: 'docketed' });
      if (approved) expect(facts.writeOff.approvedBy).toBe(approval?.status === 200 ? 'finance_director' : 'general_manager');
    }
    await system.owner.query(`update role_grants set revoked_at = now() where login = 'general_manager' and role = 'finance_director'`);
  });

  test('on shares, both named answer: the later one looks again, and points are taken once', async () => {
    const ids = await badDebts(rows(4));
    const shares = [
      { party: 'sales', person: 'sales0001', cause: 'over_promised', share: 60 },
      { party: 'finance', person: 'ar_clerk', cause: 'evidence_late', share: 40 },
    ];
    for (const id of ids) await system.take('sales_director', id, { type: 'proposeAttribution', shares });
    const mine = await sentTogether('sales0001', ids, () => ({ type: 'acceptAttribution' }));
    const theirs = await sentTogether('ar_clerk', ids, () => ({ type: 'acceptAttribution' }));
    const answers = await Promise.all([...mine(), ...theirs()]);
    for (const [n, id] of ids.entries()) {
      const [one, other] = [answers[n], answers[ids.length + n]];
      expect([one?.status, other?.status].sort()).toEqual([200, 412]);
      await system.take(one?.status === 200 ? 'ar_clerk' : 'sales0001', id, { type: 'acceptAttribution' });
      expect((await system.look(id)).state.attribution).toBe('final');
      expect(await system.rows('select person from deductions where case_id = $1 order by 1', [id])).toEqual([
        { person: 'ar_clerk' },
        { person: 'sales0001' },
      ]);
    }
  });

  test('closing a vote for a bad debt while its contract is withdrawn: void, or to be approved and refused for what it lacks', async () => {
    const ids = await newCases(rows(6));
    const [first = '', ...others] = ids;
    for (const id of ids) await system.take('finance_director', id, { type: 'docket', reason: '破产' });
    const evidence: string[] = [];
    for (const [kind, ground] of [
      ['contract', 'origin'],
      ['agreement', 'restructuring'],
    ] as const) {
      const file = { name: 'x.pdf', content: `${kind} of ${first}` };
      const { body } = await system.api.upload(
        'legal_officer',
        `/api/v1/cases/${first}/evidence`,
        { kind, ground, cases: others.join() },
        file,
      );
      evidence.push(body.id);
      await system.take('legal_manager', first, { type: 'acceptEvidence', evidence: body.id });
    }
    const meeting = await system.openMeeting();
    const votes = ids.map((id) => ({ case: id, type: 'castVote', choice: 'bad_debt', reason: '破产' }));
    for (const login of ['sales_director', 'finance_director']) await many(login, votes);
    const withdrawal = { type: 'withdrawEvidence', evidence: evidence[0], reason: '合同有误' };
    const [closed, withdrawn] = await Promise.all([
      system.closeMeeting(meeting),
      system.api.post('legal_officer', `/api/v1/cases/${first}/commands`, withdrawal),
    ]);
    expect(withdrawn.status).toBe(200);
    const outcomes = ids.map((id) => closed.agenda.find((item: { case: string }) => item.case === id).outcome);
    expect(outcomes).toEqual(ids.map(() => expect.stringMatching(/^(void|bad_debt)$/)));
    for (const [n, id] of ids.entries()) {
      const { state } = await system.look(id);
      expect(state.collection).toEqual(outcomes[n] === 'void' ? { boardReview: 'docketed' } : { writeOff: 'awaitingApproval' });
      if (outcomes[n] === 'bad_debt')
        expect(outcome(await system.give('finance_director', id, { type: 'approveWriteOff' }))).toEqual([409, 'evidence.required']);
    }
  });
});

describe('Files that tell of the same items', () => {
  test('are taken one after the other, each as a whole: what they pay together beyond the balance is on account', async () => {
    const receivables = rows(12);
    const ids = await newCases(receivables);
    const moved = receivables.map((row) => ({ ...row, customerName: row.customer, dueOn: '2026-02-25', issuedOn: '2026-02-20' }));
    const credits = receivables.map(({ document, customer }) => ({
      credit: `CN-${document}`,
      customer,
      document,
      creditedOn: '2026-03-02',
      amount: '200.00',
    }));
    const [, , credited, corrected] = await Promise.all([
      system.receipts(...receivables.map((row) => receiptOf(row, '700.00', { receipt: `A-${row.document}` }))),
      system.receipts(...receivables.toReversed().map((row) => receiptOf(row, '600.00', { receipt: `B-${row.document}` }))),
      sendFile(system.api, 'credits', ledgerFile('credits', ...credits)),
      sendFile(system.api, 'receivables', ledgerFile('receivables', ...moved)),
    ]);
    expect(await states(ids)).toEqual(ids.map(() => 'settled'));
    const [money] = await system.rows(
      `select (select sum(received + credited) from receivables where customer = $1) as applied,
         (select sum(on_account) from receipts where customer = $1) + (select sum(on_account) from credits where customer = $1) as "onAccount"`,
      [receivables[0]?.customer],
    );
    expect([credited.body.status, money]).toEqual(['done', { applied: '12000.00', onAccount: '6000.00' }]);
    // What is settled by then is no longer corrected: no row of the file is.
    const [asked] = await system.rows(
      `select count(*)::int as rows from case_journal where case_id = any ($1) and command ->> 'type' = 'correctFacts'`,
      [ids],
    );
    expect([corrected.body.status, asked?.rows]).toEqual(corrected.body.status === 'done' ? ['done', 12] : ['rejected', 0]);
  });
});

describe('The same thing done by two at once is done once', () => {
  test('a night that four run at the same time', async () => {
    const ids = await newCases(rows(60, { dueOn: '2025-12-22' }));
    const [today] = await system.rows<{ on: string }>('select business_date::text as on from training_clock');
    const on = addDays(today?.on ?? '', 10);
    await system.owner.query('update training_clock set business_date = $1', [on]);
    const night = system.server.app.get(Night);
    await Promise.all(Array.from({ length: 4 }, () => night.runMissed()));
    const told = await system.rows(
      `select case_id, count(*)::int as times from case_journal where case_id = any ($1) and entries @> '[{"type": "escalated"}]' group by 1`,
      [ids],
    );
    expect(told).toHaveLength(60);
    expect(told.every((row) => row.times === 1)).toBe(true);
    const nights = await system.rows(
      `select company_id, count(*)::int as nights, count(finished_at)::int as finished from nights where business_date > $1::date group by 1`,
      [today?.on],
    );
    expect(nights).toEqual(expect.arrayContaining([{ company_id: 'C01', nights: 10, finished: 10 }]));
    const [seals] = await system.rows(
      `select count(*)::int as seals, count(distinct business_date)::int as days from seals where company_id = 'C01' and business_date > $1::date`,
      [today?.on],
    );
    expect(seals?.seals).toBe(seals?.days);
  });

  test('a write-off is posted with one voucher', async () => {
    const ids = await badDebts(rows(3));
    for (const id of ids) {
      await system.take('finance_director', id, { type: 'approveWriteOff' });
      const { version } = await system.look(id);
      const post = (n: number) =>
        system.api.post(
          'ar_clerk',
          `/api/v1/cases/${id}/commands`,
          { type: 'postWriteOff', voucherNo: `V${n}` },
          { 'if-match': `"${version}"` },
        );
      const answers = await Promise.all([1, 2, 3, 4].map(post));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    }
  });

  test('a file is imported once, its money applied once', async () => {
    const [row] = rows(1);
    if (!row) throw new Error('no row');
    const [id = ''] = await newCases([row]);
    await Promise.all(Array.from({ length: 5 }, () => system.receipts(receiptOf(row, '250.00'))));
    expect((await system.look(id)).balance).toBe('750.00');
  });

  test('a document is stored once, whoever files it for which case', async () => {
    const ids = await newCases(rows(4));
    const content = `%PDF-1.4 the same ${documents}`;
    const fields = { kind: 'contract', ground: 'origin' };
    const answers = await Promise.all(
      ids.map((id) => system.api.upload('legal_manager', `/api/v1/cases/${id}/evidence`, fields, { name: '合同.pdf', content })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.sha256)).size).toBe(1);
    for (const { body } of answers) expect((await system.api.get('auditor', `/api/v1/evidence/${body.id}/file`)).body).toBe(content);
  });
});

describe('One submission to the desk', () => {
  test('may name a case several times, unknown ones and other companies; each is answered in its place', async () => {
    const [row, elsewhere] = [...rows(1), ...rows(1, { company: 'C02' })];
    if (!row || !elsewhere) throw new Error('no rows');
    await system.receivables(row);
    await system.receivables(elsewhere);
    const [caseId, other] = [await system.caseOf(row.document), await system.caseOf(elsewhere.document, 'C02')];
    const desk = system.server.app.get(CaseDesk);
    const money = { receipt: 'direct', amountCents: 60_000 };
    const commands = [
      { companyId: 'C01', caseId, command: { type: 'applyReceipt', ...money, valueDate: '2026-03-02', instrument: 'cash' } },
      { companyId: 'C01', caseId, command: { type: 'applyReceipt', ...money, valueDate: '2026-03-02', instrument: 'cash' } },
      { companyId: 'C02', caseId, command: { type: 'dateReached' } },
      { companyId: 'C02', caseId: other, command: { type: 'dateReached' } },
      { companyId: 'C01', caseId, command: { type: 'reverseReceipt', ...money, reversedOn: '2026-03-02' } },
    ] as const;
    const answers = await desk.submit(commands, { kind: 'import', id: '1', login: 'ar_clerk' });
    expect(answers.map((answer) => (answer.accepted ? answer.version : answer.refusal.key))).toEqual([
      2,
      'receipt.beyond_balance',
      'case.unknown',
      'role.not_allowed',
      3,
    ]);
    expect((await system.look(caseId)).balance).toBe('1000.00');
  });
});
