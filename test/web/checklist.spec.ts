import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let first: string;
let second: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-29');
  await system.receivables(
    { document: 'D1', dueOn: '2026-02-20', amount: '1000.00' },
    { document: 'D2', dueOn: '2026-02-21', amount: '2000.00', customer: 'K2', owner: 'sales0002' },
  );
  [first, second] = [await system.caseOf('D1'), await system.caseOf('D2')];
  for (const id of [first, second]) await system.take('finance_director', id, { type: 'docket', reason: '停业' });
});

afterAll(() => system.close());

const checklist = async (id: string, login = 'auditor') => (await system.api.get(login, `/api/v1/cases/${id}/checklist`)).body;
const requests = async (query = '', login = 'auditor') => (await system.api.get(login, `/api/v1/evidence-requests${query}`)).body;

describe('The checklist of a case', () => {
  let contract: string;
  let agreement: string;

  it('has what is accepted and waits, and who has to do what', async () => {
    contract = await system.evidence(first, 'contract', 'origin');
    agreement = await system.evidence(first, 'agreement', 'restructuring', { by: 'legal_manager', acceptedBy: '' });
    const body = await checklist(first);
    expect(body).toMatchObject({ case: first, businessDate: '2026-06-29', carries: false, lacks: ['any_ground'] });
    expect(body.nearest).toEqual({
      grounds: ['restructuring', 'origin'],
      steps: [{ do: 'accept', by: 'legal_deputy', ground: 'restructuring', kind: 'agreement', evidence: agreement }],
    });
    expect(body.documents).toMatchObject([
      { id: contract, fileName: 'contract.pdf', acceptedBy: 'legal_manager', withdrawnReason: null },
      { id: agreement, kind: 'agreement', acceptedBy: null },
    ]);
  });

  it('is carried once the deputy has accepted what the legal manager filed, which the manager may not', async () => {
    const accept = { type: 'acceptEvidence', evidence: agreement };
    expect((await system.give('legal_manager', first, accept)).body.code).toBe('evidence.same_person');
    await system.take('legal_officer', first, accept);
    expect(await checklist(first)).toMatchObject({ carries: true, lacks: [] });
  });

  it('shows that a document was withdrawn from under a decision, which stays readable but carries no approval', async () => {
    const meeting = await system.openMeeting();
    const vote = { type: 'castVote', choice: 'bad_debt', reason: '重整计划已批准' };
    for (const login of ['sales_director', 'finance_director']) await system.take(login, first, vote);
    await system.closeMeeting(meeting);
    expect((await checklist(first)).decision).toEqual({ resolvedOn: '2026-06-29', stillCarried: true, withdrawn: [] });
    await system.take('legal_officer', first, { type: 'withdrawEvidence', evidence: contract, reason: '合同版本有误' });
    const body = await checklist(first);
    expect(body.decision).toEqual({ resolvedOn: '2026-06-29', stillCarried: false, withdrawn: [contract] });
    expect(body.documents[0]).toMatchObject({ id: contract, withdrawnReason: '合同版本有误' });
    expect((await system.api.get('auditor', `/api/v1/evidence/${contract}/file`)).status).toBe(200);
    expect((await system.give('finance_director', first, { type: 'approveWriteOff' })).body.code).toBe('evidence.required');
  });

  test.each([
    ['hr', 403, 'evidence.hidden'],
    ['sales0002', 404, 'case.unknown'],
    ['admin', 404, 'case.unknown'],
  ])('is not for %s', async (login, status, code) => {
    expect(await checklist(first, login)).toMatchObject({ status, code });
    expect((await system.look(first)).facts.evidence).toHaveLength(2);
  });
});

describe('Requests to legal', () => {
  beforeAll(async () => {
    await system.take('finance_director', second, { type: 'requestEvidence', ground: 'judgment', note: '请补判决书及终结裁定' });
    await system.take('ar_clerk', second, { type: 'requestEvidence', ground: 'origin', neededBy: '2026-06-30' });
  });

  it('are listed by the day they are needed, each within one’s rows, page by page', async () => {
    const { items } = await requests('?limit=1');
    expect(items).toMatchObject([
      { case: second, request: 2, by: 'ar_clerk', ground: 'origin', neededBy: '2026-06-30', state: 'open', note: null },
    ]);
    const { next } = await requests('?limit=1');
    const rest = await requests(`?limit=1&after=${next}`);
    expect(rest).toMatchObject({ items: [{ request: 1, neededBy: '2026-07-13', note: '请补判决书及终结裁定' }], next: null });
    expect((await requests('', 'legal_officer')).items).toHaveLength(2);
    expect((await requests('', 'sales0002')).items).toHaveLength(2);
    expect((await requests('?company=C02')).items).toEqual([]);
    for (const login of ['sales0001', 'hr', 'admin']) expect((await requests('', login)).items).toEqual([]);
    expect(await requests('?after=x')).toMatchObject({ status: 400, errors: [{ field: 'after' }] });
  });

  it('are not shown to hr with the case either', async () => {
    expect((await system.look(second, 'hr')).facts).not.toHaveProperty('evidenceRequests');
    expect((await system.look(second)).facts.evidenceRequests).toHaveLength(2);
  });

  it('that are late are found by the night after their day, told to legal, and no more than once', async () => {
    await system.moveTo('2026-07-01');
    expect((await requests('?state=overdue')).items).toMatchObject([{ request: 2, state: 'overdue' }]);
    await system.moveTo('2026-07-03');
    const late = (await system.look(second)).facts.facts.filter(({ kind }: { kind: string }) => kind === 'evidence_late');
    expect(late).toEqual([
      { kind: 'evidence_late', on: '2026-07-01', numbers: { request: 2, askedOn: '2026-06-29', neededBy: '2026-06-30' } },
    ]);
    const mailed = await system.rows<{ recipient: string }>(`select recipient from notices where kind = 'evidence_overdue' order by 1`);
    expect(mailed).toEqual([{ recipient: 'role:legal_manager' }, { recipient: 'role:legal_officer' }]);
  });

  it('are answered by what is attached', async () => {
    await system.evidence(second, 'contract', 'origin', { acceptedBy: '' });
    expect((await requests('?state=answered')).items).toMatchObject([{ request: 2, state: 'answered', answeredOn: '2026-07-03' }]);
    expect((await requests()).items).toMatchObject([{ request: 1 }]);
  });
});
