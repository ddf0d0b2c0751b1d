import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { createHttpApp } from '../../src/http-app.js';
import { Config } from '../../src/platform/config.js';
import type { Answer } from '../support/api.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { Assessment, schemeForm } from '../support/scorecard/assessment.js';
import { TrainingSystem } from '../support/training-system.js';

interface Recorded {
  method: string;
  path: string;
  answer: Answer;
}

const root = join(import.meta.dirname, '../..');

let system: TrainingSystem;
let document: OpenAPIObject;
const recorded: Recorded[] = [];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  document = (await (await fetch(`${system.server.url}/api/openapi.json`)).json()) as OpenAPIObject;
  const send = system.api.send.bind(system.api);
  system.api.send = async (method, path, request) => {
    const answer = await send(method, path, request);
    recorded.push({ method, path: path.split('?', 1)[0] ?? '', answer });
    return answer;
  };
  await tour();
});

afterAll(() => system?.close());

/** Calls as many doors as one story can: every answer is held against its description afterwards. */
async function tour(): Promise<void> {
  const { api } = system;
  await system.moveTo('2026-03-02');
  await system.receivables(
    { document: 'D1', dueOn: '2025-11-20', amount: '1000.00' },
    { document: 'D2', dueOn: '2026-02-20', amount: '500.00' },
  );
  const [one, two] = [await system.caseOf('D1'), await system.caseOf('D2')];
  await system.receipts({ receipt: 'R1', document: 'D2', amount: '100.00', valueDate: '2026-03-01' });
  await system.take('sales0001', two, { type: 'recordPromise', amount: '400.00', dueOn: '2026-03-20' });
  await system.take('sales0001', two, {
    type: 'proposePlan',
    instalments: [{ dueOn: '2026-04-01', amount: '1400.00' }],
    cases: [one],
  });
  await api.post('sales0001', '/api/v1/commands', {
    commands: [
      { case: two, type: 'logAttempt', channel: 'phone', on: '2026-03-02', outcome: 'reached' },
      { case: two, type: 'confirm', amuont: '1' },
      { case: one, type: 'applyReceipt' },
    ],
  });
  await system.take('finance_director', one, { type: 'docket', reason: '停业' });
  const evidence = await system.evidence(one, 'contract', 'origin');
  await api.post('legal_manager', `/api/v1/evidence/${evidence}/cases`, { cases: [two] });
  await api.get('legal_officer', `/api/v1/evidence/${evidence}/file`);
  await api.post('finance_director', '/api/v1/meetings', { company: 'C01' });
  const meeting = await system.openMeeting();
  await system.take('sales_director', one, { type: 'castVote', choice: 'legal_action', reason: '起诉' });
  for (const login of ['legal_manager', 'legal_officer']) await system.take(login, one, { type: 'recuse', reason: '亲属' });
  await system.give('sales_director', one, { type: 'recuse', reason: '亲属' });
  await api.post('general_manager', `/api/v1/meetings/${meeting}/seats`, { seat: 'legal_manager', person: 'hr' });
  for (const part of ['', '/agenda']) await api.get('auditor', `/api/v1/meetings/${meeting}${part}`);
  await api.get('auditor', '/api/v1/analysis/overview?company=C01');
  await api.get('auditor', '/api/v1/analysis/moves?company=C01&from=2026-01-01&until=2026-12-31');
  await api.post('finance_director', `/api/v1/meetings/${meeting}/votes`, { customer: 'K1', choice: 'legal_action', reason: '起诉' });
  await api.get('auditor', `/api/v1/meetings/${meeting}/papers`);
  await api.get('auditor', `/api/v1/meetings/${meeting}/papers/${one}`);
  await system.closeMeeting(meeting);
  for (const file of ['minutes.json', 'minutes.pdf']) await api.get('auditor', `/api/v1/meetings/${meeting}/${file}`);
  await reseat();
  await rolesGiven();
  const shares = [
    { party: 'sales', person: 'sales0001', cause: 'follow_up_neglected', share: 66.67 },
    { party: 'customer', cause: 'customer_insolvent', share: 33.33 },
  ];
  await system.take('hr', one, { type: 'proposeAttribution', shares });
  await system.take('sales0001', one, { type: 'acceptAttribution' });
  for (const id of [one, two]) {
    for (const login of ['auditor', 'hr', 'sales_director']) await api.get(login, `/api/v1/cases/${id}`);
    await api.get('auditor', `/api/v1/cases/${id}/journal`);
    await api.get('hr', `/api/v1/cases/${id}/attribution-proposal`);
  }
  await commercial();
  await credit();
  await letters();
  await overdueList();
  await policies();
  await scores();
  await assessed();
  await provisions();
  await lists();
  await refusals(one, meeting);
}

/** A change of the board, and a circular vote of it. */
async function reseat(): Promise<void> {
  const { api } = system;
  const seat = '/api/v1/boards/C01/seats/legal_manager';
  for (const deputy of ['general_manager', 'legal_officer']) {
    await api.as('admin', 'PUT', seat, { body: { member: 'legal_manager', deputy } });
    await api.post('finance_director', `${seat}/confirm`);
  }
  await system.receivables({ document: 'D9', dueOn: '2025-11-20', amount: '90.00' });
  const nine = await system.caseOf('D9');
  await system.take('finance_director', nine, { type: 'docket', reason: '停业' });
  await api.post('finance_director', '/api/v1/meetings/circular', { company: 'C01', until: '2026-03-04', cases: [{ case: nine }] });
}

/** Roles of each end, and what the record says about their holder. */
async function rolesGiven(): Promise<void> {
  const { api } = system;
  const proposed = async () => (await api.post('admin', '/api/v1/people/sales0002/roles', { role: 'legal_officer' })).body.waiting[0].id;
  await api.as('admin', 'DELETE', `/api/v1/role-proposals/${await proposed()}`, {});
  await api.post('legal_manager', `/api/v1/role-proposals/${await proposed()}/reject`, { reason: '暂不需要' });
  await api.post('legal_manager', `/api/v1/role-proposals/${await proposed()}/confirm`);
  await api.as('admin', 'DELETE', '/api/v1/people/sales0002/roles/legal_officer', {});
  await api.get('auditor', '/api/v1/people/sales0002/record');
  const [team] = (await api.get('auditor', '/api/v1/teams')).body.items;
  await api.get('auditor', `/api/v1/teams/${team.id}/members?on=2026-03-02`);
}

async function commercial(): Promise<void> {
  const { api } = system;
  const rows: [LedgerKind, LedgerRow][] = [
    ['contracts', {}],
    ['schedules', {}],
    ['credit_checks', {}],
    ['orders', { orderedOn: '2026-02-02' }],
    ['rates', { on: '2026-03-02' }],
    ['receivables', { document: 'D3', contract: 'V1' }],
    ['credits', { document: '', instalment: '' }],
  ];
  for (const [kind, row] of rows) expect((await sendFile(api, kind, ledgerFile(kind, row))).body).toMatchObject({ status: 'done' });
  const [contract, credit] = await Promise.all(
    ['contracts', 'credits'].map(async (list) => (await api.get('ar_clerk', `/api/v1/${list}`)).body.items[0].id),
  );
  await api.get('sales0001', `/api/v1/contracts/${contract}`);
  const month = 'company=C01&month=2026-03';
  for (const path of ['', '/sums', '.csv', '.xlsx']) await api.get('ar_clerk', `/api/v1/contracts/progress${path}?${month}`);
  await api.get('finance_director', '/api/v1/credit/customers?company=C01');
  await api.post('ar_clerk', `/api/v1/credits/${credit}/allocations`, { lines: [{ document: 'D3', amount: '10.00' }] });
}

/** An order that is held, of which one exception is rejected and another approved. */
async function credit(): Promise<void> {
  const { api } = system;
  await sendFile(api, 'orders', ledgerFile('orders', { order: 'O9', orderedOn: '2026-03-02' }));
  await api.post('sales0001', '/api/v1/credit/checks/preview', { company: 'C01', customer: 'K1', amount: '10.00', termDays: 30 });
  for (const path of ['customers?company=C01', 'customers/K1?company=C01']) await api.get('sales_director', `/api/v1/credit/${path}`);
  const { id } = (await api.get('sales_director', '/api/v1/credit/holds')).body.items[0];
  const hold = `/api/v1/credit/holds/${id}`;
  await api.get('auditor', hold);
  await api.post('ar_clerk', `${hold}/securities`, { kind: 'prepayment', amount: '1.00', receivedOn: '2026-03-02', reference: 'YF-1' });
  for (const decision of ['reject', 'approve']) {
    const { body } = await api.post('sales_director', `${hold}/exceptions`, { reason: '战略项目', endsOn: '2026-03-31' });
    await api.post('finance_director', `/api/v1/credit/exceptions/${body.exceptions.at(-1).id}/${decision}`, { reason: '已议' });
  }
}

/** A letter of each end: released, gone by courier, withdrawn. */
async function letters(): Promise<void> {
  const { api } = system;
  const letterhead = '/api/v1/companies/C01/letterhead';
  const { version } = (await api.as('admin', 'PUT', letterhead, { body: { name: '恒川精密', account: '1102' } })).body.proposedLetterhead;
  await api.post('finance_director', `${letterhead}/confirm`, { version });
  await system.receivables({ document: 'D7', dueOn: '2026-02-05', amount: '70.00', customer: 'K7' });
  await sendFile(api, 'customers', 'company,customer,name,email\nC01,K7,客户K7,k7@example.com\n');
  await system.receivables({ document: 'D8', dueOn: '2026-02-05', amount: '80.00', customer: 'K8' });
  await system.receivables({ document: 'D6', dueOn: '2026-02-05', amount: '60.00', customer: 'K6' });
  await system.moveTo('2026-03-03');
  const letterOf = async (customer: string) => (await api.get('auditor', `/api/v1/letters?customer=${customer}`)).body.items[0].id;
  await api.post('ar_clerk', `/api/v1/letters/${await letterOf('K7')}/release`);
  await api.post('ar_clerk', `/api/v1/letters/${await letterOf('K8')}/record`, {
    channel: 'courier',
    sentOn: '2026-03-03',
    trackingNo: 'SF1',
  });
  await api.post('ar_clerk', `/api/v1/letters/${await letterOf('K6')}/withdraw`, { reason: '客户已付款' });
  await api.get('auditor', `/api/v1/letters/${await letterOf('K7')}`);
  await api.get('auditor', `/api/v1/letters/${await letterOf('K7')}/letter.pdf`);
  await api.get('auditor', '/api/v1/customers/K7/statement.pdf?company=C01');
}

/** One row of each end: confirmed, corrected, settled. */
async function overdueList(): Promise<void> {
  const { api } = system;
  const { body } = await api.post('ar_clerk', '/api/v1/overdue-lists', { company: 'C01' });
  await api.post('ar_clerk', '/api/v1/overdue-lists', { company: 'C01' });
  const list = `/api/v1/overdue-lists/${body.id}`;
  await api.post('ar_clerk', `${list}/publish`);
  const rows = (await api.get('auditor', `${list}/rows`)).body.items.map(({ id }: { id: string }) => `${list}/rows/${id}`);
  await api.post('sales0001', `${rows[0]}/confirm`);
  await api.post('sales0001', `${rows[1]}/object`, { reason: 'amount', note: '已付', balance: '1.00' });
  await api.post('ar_clerk', `${rows[1]}/accept`, {});
  await api.post('sales0001', `${rows[2]}/object`, { reason: 'not_overdue', note: '账期 90 天' });
  await api.post('ar_clerk', `${rows[2]}/reject`, { reason: '合同写明 30 天' });
  for (const login of ['sales_director', 'finance_director'])
    await api.post(login, `${rows[2]}/settle`, { outcome: 'ledger', note: '以合同为准' });
  const [row] = (await api.get('sales0001', `${list}/rows?state=waiting`)).body.items;
  await api.post('sales0001', `${list}/answers`, {
    answers: [
      { row: row.id, answer: 'confirm' },
      { row: '999', answer: 'confirm' },
    ],
  });
  for (const path of ['', '/gone', '/export.csv', '/export.xlsx', '/export.pdf']) await api.get('auditor', `${list}${path}`);
  await api.get('auditor', rows[1]);
}

/** A card that is thought about, what is behind a line of it, and how long money is out. */
async function scores(): Promise<void> {
  const { api } = system;
  const metrics = [
    { key: 'overdue_share', weight: '60' },
    { key: 'satisfaction', weight: '40' },
  ];
  await api.post('hr', '/api/v1/scorecards/preview', {
    company: 'C01',
    person: 'sales0001',
    period: '2026Q1',
    scheme: { post: 'salesperson', creditGradeCoefficient: false, metrics },
    targets: {},
    supposed: { upheldComplaints: 1, deductions: [{ cause: 'list_late', amount: '100.00', share: 50, settled: false }] },
  });
  const asked = 'company=C01&person=sales0001&period=2026Q1&post=salesperson';
  await api.get('hr', `/api/v1/scorecards/preview/lines/overdue_share?${asked}&limit=1`);
  await api.get('auditor', '/api/v1/analysis/turnover?company=C01&period=2026Q1');
}

/** A scheme of each end, targets, what customers say, and a card that is questioned. */
async function assessed(): Promise<void> {
  const { api } = system;
  const assessment = new Assessment(system);
  await assessment.post('sales0001', 'salesperson', '2026-03-01', { channel: 'direct' });
  const propose = async () => (await api.post('hr', '/api/v1/schemes', schemeForm('salesperson', '2026-04-01'))).body.id;
  const [rejected, withdrawn, scheme] = [
    await propose(),
    await propose(),
    await assessment.scheme(schemeForm('salesperson', '2026-04-01')),
  ];
  await api.post('finance_director', `/api/v1/schemes/${rejected}/reject`, { reason: '权重过高' });
  await api.post('hr', `/api/v1/schemes/${withdrawn}/withdraw`);
  await assessment.acknowledge(scheme, 'sales0001');
  await api.post('hr', `/api/v1/schemes/${scheme}/acknowledgements`, { person: 'sales0001', note: '签收单' });
  await api.post('hr', '/api/v1/trainings', {
    company: 'C01',
    topic: '催款技巧',
    scheme,
    heldOn: '2026-03-01',
    heldBy: '郑佳怡',
    participants: [{ person: 'sales0001' }],
  });
  for (const path of [`schemes/${scheme}`, `schemes/${scheme}/people`, 'assessed-people/sales0001?company=C01'])
    await api.get('hr', `/api/v1/${path}`);
  await assessment.targets('2026Q2', [{ person: 'sales0001', collection: '100.00' }]);
  const history = { company: 'C01', period: '2026Q2', post: 'salesperson', years: 1, reason: '历史数据法' };
  for (const verb of ['reject', 'withdraw']) {
    const { id } = (await api.post('hr', '/api/v1/targets/from-history', history)).body;
    const body = verb === 'reject' ? { reason: '过高' } : undefined;
    await api.post(verb === 'reject' ? 'finance_director' : 'hr', `/api/v1/targets/proposals/${id}/${verb}`, body);
  }
  await assessment.import('surveys', ['C01,2026Q2,sales0001,satisfaction,,88.5,23,']);
  await assessment.import('complaints', ['C01,T1,K1,sales0001,2026-03-01,over_dunning,', 'C01,T2,K1,sales0001,2026-03-01,other,']);
  const { items } = (await api.get('hr', '/api/v1/complaints?company=C01')).body;
  await api.post('hr', `/api/v1/complaints/${items[0].id}/uphold`, { reason: '属实' });
  await api.post('hr', `/api/v1/complaints/${items[1].id}/dismiss`, { reason: '不实' });
  for (const [verb, line] of [
    ['accept', 'satisfaction'],
    ['reject', 'overdue_share'],
    ['withdraw', 'renewal_intent'],
  ]) {
    const { id } = (await api.post('sales0001', '/api/v1/scorecards/C01.2026Q2.sales0001/appeals', { line, reason: '漏计' })).body;
    const body = { accept: { points: '1', reason: '属实' }, reject: { reason: '不实' } }[verb as string];
    await api.post(verb === 'withdraw' ? 'sales0001' : 'general_manager', `/api/v1/scorecard-appeals/${id}/${verb}`, body);
  }
  await api.get('hr', '/api/v1/scorecards?period=2026Q2');
  await assessment.card('sales0001', '2026Q2');
  await api.get('sales0001', '/api/v1/scorecards/C01.2026Q2.sales0001/lifts');
  await api.get('hr', '/api/v1/assessment/review?company=C01&period=2026Q2');
  const metrics = [{ key: 'collection_achievement', weight: '100' }];
  await api.post('hr', '/api/v1/assessment/what-if', { company: 'C01', period: '2026Q2', post: 'salesperson', metrics });
  await assessment.checklist('2026Q2');
  await api.get('hr', '/api/v1/assessment-periods?company=C01');
}

/** A policy of each end, and a day that is worked on. */
async function policies(): Promise<void> {
  const { api } = system;
  const propose = async (changes: object) =>
    (await api.post('hr', '/api/v1/policies', { company: 'C01', effectiveFrom: '2026-04-01', changes, reason: '试行' })).body.id;
  const bands = [{ under: '50000.00', factor: '0.5' }, { factor: '1.5' }];
  const [one, two, three] = [
    await propose({ deductionBands: bands }),
    await propose({ quorumSeats: 3 }),
    await propose({ bankAccount: '1003' }),
  ];
  await api.post('finance_director', `/api/v1/policies/${one}/approve`, {});
  await api.post('finance_director', `/api/v1/policies/${two}/reject`, { reason: '不必' });
  await api.post('hr', `/api/v1/policies/${three}/withdraw`);
  await api.post('hr', `/api/v1/policies/${three}/withdraw`);
  await api.get('auditor', `/api/v1/policies/${one}`);
  await api.get('sales0001', '/api/v1/policies/current?company=C01');
  await api.as('admin', 'PUT', '/api/v1/calendar/2026-05-01', { body: { working: true, reason: '加班' } });
  await api.get('sales0001', '/api/v1/calendar?year=2026');
  const { body } = await api.post('hr', '/api/v1/what-if', { company: 'C01', from: '2026-03-01', until: '2026-03-02', policy: two });
  await api.get('auditor', `/api/v1/what-if/${body.id}`);
  await api.get('auditor', `/api/v1/what-if/${body.id}/cases`);
  await api.post('hr', `/api/v1/what-if/${body.id}/cancel`);
}

/** Every door that is only looked through and needs to know nothing. */
/** One that is rejected, and one whose voucher gets the ERP's number. */
async function provisions(): Promise<void> {
  const { api } = system;
  const month = { company: 'C01', month: '2026-02' };
  await api.get('auditor', '/api/v1/provisions/preview?company=C01&month=2026-02');
  for (const decision of ['reject', 'approve']) {
    const { status, body } = await api.post('ar_clerk', '/api/v1/provisions', month);
    expect([status, body.monthsFound]).toEqual([201, 3]);
    const decided = await api.post('finance_director', `/api/v1/provisions/${body.id}/${decision}`, { reason: '复核' });
    expect(decided.status).toBe(200);
    await api.get('auditor', `/api/v1/provisions/${body.id}`);
  }
  await api.post('ar_clerk', '/api/v1/vouchers/1/erp-number', { company: 'C01', erpNo: '记-1' });
  await api.get('auditor', '/api/v1/vouchers/1/erp-number?company=C01');
}

async function lists(): Promise<void> {
  const ofCompany = [
    '/api/v1/meetings',
    '/api/v1/audit/seals',
    '/api/v1/small-balances',
    ...['schemes', 'schemes/announced', 'trainings', 'assessed-people', 'targets', 'targets/proposals'].map((list) => `/api/v1/${list}`),
    ...['scorecard-appeals', 'complaints', 'survey-results', 'assessment-periods'].map((list) => `/api/v1/${list}`),
  ];
  const paths = Object.entries(document.paths).filter(([path, { get }]) => get && path.startsWith('/api/v1/') && !path.includes('{'));
  for (const [path] of paths)
    for (const login of ['auditor', 'ar_clerk', 'hr', 'admin', 'finance_director'])
      await system.api.get(login, ofCompany.includes(path) ? `${path}?company=C01` : path);
}

async function refusals(caseId: string, meeting: string): Promise<void> {
  const { api } = system;
  await api.send('GET', '/api/v1/cases', {});
  await api.get('auditor', '/api/v1/cases?limit=0');
  await api.get('admin', `/api/v1/cases/${caseId}`);
  await api.get('auditor', '/api/v1/cases/999999999999999999');
  await api.post('auditor', '/api/v1/training/clock', { date: '2026-01-01' });
  await api.post('sales0001', `/api/v1/cases/${caseId}/commands`, { type: 'openVoting' });
  await api.post('sales0001', `/api/v1/cases/${caseId}/commands`, { type: 'recordPromise', amount: '1', dueOn: '2026-03-09' });
  await api.post('finance_director', `/api/v1/meetings/${meeting}/open`);
  await api.post('sales0001', `/api/v1/meetings/${meeting}/close`);
}

/** [METHOD path], with the path written as the description writes it. */
function operations(): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

async function registeredRoutes(): Promise<string[]> {
  const config = new Config({ PORT: '0', RECOUP_HOME: '/tmp' });
  const app = await createHttpApp({ config, databaseUrl: system.database.url, logLevel: 'silent' });
  const routes: string[] = [];
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url.replace(/:(\w+)/g, '{$1}')}`);
  });
  await app.init();
  await app.close();
  return routes.filter((route) => route.includes(' /api/v1'));
}

/** What the description says of the operation that the answer came from. */
function described({ method, path }: Recorded): [template: string, responses: Record<string, Described>] {
  const fits = Object.keys(document.paths).filter(
    (template) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) && operations().includes(`${method} ${template}`),
  );
  // /sessions/current is also one of /sessions/{id}.
  const template = fits.find((one) => one === path) ?? fits[0] ?? '';
  const item = document.paths[template] as Record<string, { responses: Record<string, Described> }> | undefined;
  return [template, item?.[method.toLowerCase()]?.responses ?? {}];
}

interface Described {
  content?: Record<string, { schema: object }>;
}

const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));

function validator(schema: object): ValidateFunction {
  if (!ajv.getSchema('api')) ajv.addSchema({ $id: 'api', components: closed(document.components) });
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object);
}

/** What is not described must not be answered: objects are closed unless they say otherwise. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  return 'properties' in value && (value as { type?: unknown }).type === 'object' ? { additionalProperties: false, ...members } : members;
}

const problem = ajv.compile({
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'facts', 'requestId'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', pattern: '^urn:recoup:problem:' },
    title: { type: 'string', minLength: 1 },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^[a-z_]+(\\.[a-z_]+)?$' },
    detail: { type: 'string', minLength: 1 },
    facts: { type: 'object' },
    requestId: { type: 'string', format: 'uuid' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        additionalProperties: false,
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string', minLength: 1 } },
      },
    },
  },
});

const succeeded = ({ answer }: Recorded) => answer.status < 300;

describe('The OpenAPI', () => {
  test('describes every route there is, and no other', async () => {
    const routes = await registeredRoutes();
    expect(routes.length).toBeGreaterThan(40);
    expect([...new Set(routes)].sort()).toEqual(operations().sort());
  });

  test('has a name of its own for every operation and every shape: of two of one name the later would stand for both', () => {
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    expect(ids).toEqual([...new Set(ids)]);
    const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
    const classes = sources.flatMap((source) => [...source.matchAll(/^(?:export )?(?:abstract )?class (\w+)/gm)].map(([, name]) => name));
    expect(classes.filter((name, index) => classes.indexOf(name) !== index)).toEqual([]);
  });

  test('describes each answer with its status, and each answer is as described', () => {
    const wrong = recorded.filter(succeeded).flatMap((one) => {
      const [template, responses] = described(one);
      const response = responses[one.answer.status];
      if (!response) return [`${one.method} ${template}: ${one.answer.status} is not described`];
      const schema = response.content?.['application/json']?.schema;
      if (!schema) return typeof one.answer.body === 'string' ? [] : [`${one.method} ${template}: a body that is not described`];
      const validate = validator(schema);
      return validate(one.answer.body) ? [] : [`${one.method} ${template}: ${ajv.errorsText(validate.errors)}`];
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('was held against the answers of all these doors', () => {
    const answered = new Set(recorded.filter(succeeded).map((one) => `${one.method} ${described(one)[0]}`));
    const lookedThrough = operations().filter((operation) => operation.startsWith('GET') && !operation.includes('{'));
    expect(
      [
        ...lookedThrough,
        'POST /api/v1/sessions',
        'POST /api/v1/imports',
        'POST /api/v1/training/clock',
        'GET /api/v1/cases/{id}',
        'GET /api/v1/cases/{id}/journal',
        'GET /api/v1/cases/{id}/attribution-proposal',
        'POST /api/v1/cases/{id}/commands',
        'POST /api/v1/commands',
        'POST /api/v1/cases/{id}/evidence',
        'POST /api/v1/evidence/{id}/cases',
        'GET /api/v1/evidence/{id}/file',
        'POST /api/v1/meetings',
        'GET /api/v1/meetings/{id}',
        'POST /api/v1/meetings/{id}/open',
        'POST /api/v1/meetings/{id}/seats',
        'POST /api/v1/meetings/{id}/close',
        'POST /api/v1/meetings/{id}/votes',
        'POST /api/v1/meetings/circular',
        'GET /api/v1/meetings/{id}/papers',
        'GET /api/v1/meetings/{id}/papers/{case}',
        'GET /api/v1/meetings/{id}/minutes.json',
        'GET /api/v1/meetings/{id}/minutes.pdf',
        'PUT /api/v1/boards/{company}/seats/{seat}',
        'POST /api/v1/boards/{company}/seats/{seat}/confirm',
        'GET /api/v1/contracts/{id}',
        'GET /api/v1/credit/customers/{customer}',
        'GET /api/v1/credit/holds/{id}',
        'POST /api/v1/credit/holds/{id}/securities',
        'POST /api/v1/credit/holds/{id}/exceptions',
        'POST /api/v1/credit/exceptions/{id}/approve',
        'POST /api/v1/credit/exceptions/{id}/reject',
        'PUT /api/v1/companies/{id}/letterhead',
        'POST /api/v1/companies/{id}/letterhead/confirm',
        'GET /api/v1/letters/{id}',
        'GET /api/v1/letters/{id}/letter.pdf',
        'POST /api/v1/letters/{id}/release',
        'POST /api/v1/letters/{id}/record',
        'POST /api/v1/letters/{id}/withdraw',
        'GET /api/v1/customers/{customer}/statement.pdf',
        'POST /api/v1/credits/{id}/allocations',
        'POST /api/v1/scorecards/preview',
        'GET /api/v1/scorecards/preview/lines/{key}',
        'GET /api/v1/scorecards/{id}',
        'GET /api/v1/scorecards/{id}/lifts',
        'POST /api/v1/scorecards/{id}/appeals',
        ...['accept', 'reject', 'withdraw'].map((verb) => `POST /api/v1/scorecard-appeals/{id}/${verb}`),
        'GET /api/v1/schemes/{id}',
        'GET /api/v1/schemes/{id}/people',
        ...['approve', 'reject', 'withdraw', 'announce', 'acknowledge', 'acknowledgements'].map(
          (verb) => `POST /api/v1/schemes/{id}/${verb}`,
        ),
        'POST /api/v1/trainings',
        'PUT /api/v1/assessed-people/{login}',
        'GET /api/v1/assessed-people/{login}',
        'POST /api/v1/targets/from-history',
        ...['approve', 'reject', 'withdraw'].map((verb) => `POST /api/v1/targets/proposals/{id}/${verb}`),
        ...['uphold', 'dismiss'].map((verb) => `POST /api/v1/complaints/{id}/${verb}`),
        'GET /api/v1/assessment-periods/{period}/checklist',
        'POST /api/v1/overdue-lists',
        'GET /api/v1/overdue-lists/{id}',
        'POST /api/v1/overdue-lists/{id}/publish',
        'POST /api/v1/overdue-lists/{id}/answers',
        'GET /api/v1/overdue-lists/{id}/rows',
        'GET /api/v1/overdue-lists/{id}/gone',
        'GET /api/v1/overdue-lists/{id}/export.csv',
        'GET /api/v1/overdue-lists/{id}/export.xlsx',
        'GET /api/v1/overdue-lists/{id}/export.pdf',
        'GET /api/v1/overdue-lists/{id}/rows/{row}',
        ...['confirm', 'object', 'accept', 'reject', 'settle'].map((verb) => `POST /api/v1/overdue-lists/{id}/rows/{row}/${verb}`),
      ].filter((operation) => !answered.has(operation)),
    ).toEqual([]);
  });
});

describe('Every refusal', () => {
  test('is described for every door, and when to come back', () => {
    const without = operations().filter((operation) => {
      const [method = '', path = ''] = operation.split(' ');
      const item = document.paths[path] as Record<string, { responses: Record<string, object> }> | undefined;
      const { responses = {} } = item?.[method.toLowerCase()] ?? {};
      return !responses.default || !('headers' in (responses[429] ?? {})) || !('headers' in (responses[503] ?? {}));
    });
    expect(without).toEqual([]);
  });

  test('is problem+json of one shape, with its id in the header', () => {
    const refused = recorded.filter(({ answer }) => answer.status >= 400);
    expect(new Set(refused.map(({ answer }) => answer.status))).toEqual(new Set([400, 401, 403, 404, 409, 428]));
    for (const { answer, path } of refused) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect([path, problem(answer.body), ajv.errorsText(problem.errors)]).toEqual([path, true, 'No errors']);
      const schema = described({ method: 'GET', path: '/api/v1/cases', answer })[1].default?.content?.['application/problem+json']?.schema;
      expect([path, schema && validator(schema)(answer.body)]).toEqual([path, true]);
      expect(answer.body).toMatchObject({ status: answer.status, type: `urn:recoup:problem:${answer.body.code}` });
      expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
    }
  });
});
